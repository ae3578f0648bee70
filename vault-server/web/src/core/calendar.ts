/** Days and months of the Gregorian calendar, UTC, from Unix milliseconds: the log forgets month by month. */

/** The month in which a moment falls, as a number `yyyymm`, UTC. */
export function monthOf(unixMs: number): number {
  const day = new Date(unixMs);
  return day.getUTCFullYear() * 100 + day.getUTCMonth() + 1;
}

/** How many months lie between two months, given as `yyyymm`. 0 when the second is not the later one. */
export function monthsBetween(from: number, to: number): number {
  const count = (month: number): number => Math.floor(month / 100) * 12 + (month % 100);
  return Math.max(0, count(to) - count(from));
}
