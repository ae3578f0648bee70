/** A PIN: 4 to 8 digits that one knows. The server tries it, at most five times, and never sees it (FORMATS 6). */

import { ensure } from "./error.ts";

const W = "pin";

/** 4 to 8 ASCII digits. */
export class Pin {
  /** The digits, for the proof only. */
  readonly digits: string;

  private constructor(digits: string) {
    this.digits = digits;
  }

  /** A PIN that somebody types to log in: only its form is checked. */
  static enter(text: string): Pin {
    const digits = text.trim();
    ensure(/^[0-9]*$/.test(digits), W, "alphabet");
    ensure(digits.length >= 4 && digits.length <= 8, W, "length");
    return new Pin(digits);
  }

  /**
   * A PIN that somebody chooses: refuses those that a thief would try first: a block repeated, digits that follow each
   * other up or down, a year from 1900 to 2099, and the person's own birth date (`YYYY-MM-DD`), however written.
   */
  static choose(text: string, birthDate?: string): Pin {
    const pin = Pin.enter(text);
    const { digits } = pin;
    const weak = isRepetition(digits) || isSequence(digits) || /^(19|20)[0-9]{2}$/.test(digits);
    ensure(!weak && !isBirthDate(digits, birthDate), W, "weak");
    return pin;
  }

  /** Not the digits. */
  toJSON(): string {
    return "Pin(redacted)";
  }
}

/** 1111, 1212, 123123. */
function isRepetition(digits: string): boolean {
  return /^(.+)\1+$/.test(digits);
}

/** 1234, 8901, 4321, 2109. */
function isSequence(digits: string): boolean {
  const steps = [...digits].slice(1).map((digit, i) => (Number(digit) + 10 - Number(digits[i])) % 10);
  return steps.every((step) => step === 1) || steps.every((step) => step === 9);
}

/** Whether the digits are a birth date's, in any of the usual orders. */
function isBirthDate(digits: string, birthDate: string | undefined): boolean {
  if (birthDate?.length !== 10) return false;
  const [c, y, m, d] = [birthDate.slice(0, 2), birthDate.slice(2, 4), birthDate.slice(5, 7), birthDate.slice(8)];
  const orders = [d + m, m + d, c + y, m + y, y + m, d + m + y, m + d + y, y + m + d, m + c + y, c + y + m];
  return [...orders, d + m + c + y, m + d + c + y, c + y + m + d].includes(digits);
}
