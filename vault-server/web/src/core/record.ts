/** A document's description, which travels sealed beside it with the client share (FORMATS 4). */

import { type Bytes, toHex, utf8, wipe } from "./bytes.ts";
import { ensure } from "./error.ts";
import type { AccountId, DocumentId, Hash, Kid } from "./ids.ts";
import { Fields, parseObject } from "./json.ts";
import { isPaddedLength, pad, unpad } from "./padded.ts";
import { checkHomes, type Home, homeToJson, readHome } from "./provenance.ts";
import { sha256 } from "./suite.ts";
import { checkDate, checkLine, checkLines } from "./text.ts";
import { MAX_PLAINTEXT } from "./wrap.ts";

const W = "record";
/** Longest title, in characters. */
export const MAX_TITLE = 200;
/** Longest remarks, in characters. */
export const MAX_REMARKS = 2000;
/** Longest file name, in characters. */
export const MAX_FILE_NAME = 200;
const MAX_MEDIA_TYPE = 64;
const SHARE_LEN = 32;

/** The description of one version of a document. */
export interface DocumentRecord {
  /** Code of the kind of paper: 1 to 40 of `a-z 0-9 -`. */
  readonly type: string;
  /** What people call it. */
  readonly title: string;
  /** Day of issue, `YYYY-MM-DD`. */
  readonly issuedOn?: string | undefined;
  /** Last day of validity, `YYYY-MM-DD`. */
  readonly expiresOn?: string | undefined;
  /** Number of pages. */
  readonly pages?: number | undefined;
  /** Media type (RFC 6838), without parameters. */
  readonly mediaType: string;
  /** Name of the file that was added, without folders. */
  readonly fileName?: string | undefined;
  /** SHA-256 of the content. */
  readonly contentSha256: Hash;
  /** Length of the content in bytes. */
  readonly length: number;
  /** Who added it. */
  readonly depositor: AccountId;
  /** The key that signed the deposit. */
  readonly depositorKid: Kid;
  /** Free text. */
  readonly remarks?: string | undefined;
  /** The document that this one replaces, when it was added as a new document. */
  readonly replaces?: DocumentId | undefined;
  /** Where an imported document was before, the first home first; empty for one that was added here. */
  readonly provenance: readonly Home[];
}

/** Whether a code may name a kind of paper. */
export function isDocumentType(text: string): boolean {
  return /^[a-z0-9-]{1,40}$/.test(text);
}

function check(record: DocumentRecord): void {
  ensure(isDocumentType(record.type), W, "alphabet");
  ensure(record.mediaType.length >= 1 && utf8(record.mediaType).length <= MAX_MEDIA_TYPE, W, "length");
  ensure(/^[A-Za-z0-9/.+_-]+$/.test(record.mediaType), W, "alphabet");
  ensure(record.title !== "", W, "length");
  checkLine(W, record.title, MAX_TITLE);
  if (record.fileName !== undefined) {
    ensure(record.fileName !== "", W, "length");
    checkLine(W, record.fileName, MAX_FILE_NAME);
    ensure(!/[/\\]/.test(record.fileName) && record.fileName !== "." && record.fileName !== "..", W, "alphabet");
  }
  if (record.remarks !== undefined) checkLines(W, record.remarks, MAX_REMARKS);
  for (const day of [record.issuedOn, record.expiresOn]) if (day !== undefined) checkDate(W, day);
  checkHomes(record.provenance, record.contentSha256);
  ensure(Number.isSafeInteger(record.length), W, "length");
}

/** The description as JSON, in the order of FORMATS 4; what is not there is left out. */
export function recordToJson(record: DocumentRecord): object {
  return {
    type: record.type,
    title: record.title,
    issued_on: record.issuedOn,
    expires_on: record.expiresOn,
    pages: record.pages,
    media_type: record.mediaType,
    file_name: record.fileName,
    content_sha256: record.contentSha256,
    length: record.length,
    depositor: record.depositor,
    depositor_kid: record.depositorKid,
    remarks: record.remarks,
    replaces: record.replaces,
    provenance: record.provenance.length === 0 ? undefined : record.provenance.map(homeToJson),
  };
}

/** The payload to seal and to sign: `c 32 ‖ u16 length ‖ JSON ‖ zeros`. */
export function toPayload(record: DocumentRecord, share: Bytes): Payload {
  check(record);
  const json = utf8(JSON.stringify(recordToJson(record)));
  return Payload.from(pad(W, share, json, MAX_PLAINTEXT));
}

/** The bytes that are sealed and whose hash is signed. Holds the client share: whoever is done with it wipes it. */
export class Payload {
  /** The bytes, for sealing only. */
  readonly bytes: Bytes;

  private constructor(bytes: Bytes) {
    this.bytes = bytes;
  }

  /** Takes over what a wrap held. */
  static from(bytes: Bytes): Payload {
    ensure(isPaddedLength(bytes.length, MAX_PLAINTEXT), W, "length");
    return new Payload(bytes);
  }

  /** SHA-256 of the payload: what the deposit signs. */
  get hash(): Hash {
    return toHex(sha256(this.bytes));
  }

  /** The client share and the description. */
  read(): { share: Bytes; record: DocumentRecord } {
    const { prefix, text } = unpad(W, SHARE_LEN, this.bytes, MAX_PLAINTEXT);
    const f = new Fields(W, parseObject(W, text));
    const record: DocumentRecord = {
      type: f.text("type"),
      title: f.text("title"),
      issuedOn: f.optionalText("issued_on"),
      expiresOn: f.optionalText("expires_on"),
      pages: f.optionalNumber("pages", 0xffff_ffff),
      mediaType: f.text("media_type"),
      fileName: f.optionalText("file_name"),
      contentSha256: f.id("content_sha256", 32),
      length: f.number("length"),
      depositor: f.id("depositor"),
      depositorKid: f.id("depositor_kid"),
      remarks: f.optionalText("remarks"),
      replaces: f.optionalId("replaces"),
      provenance: f.list("provenance").map((home) => readHome(new Fields(W, home))),
    };
    f.end();
    check(record);
    return { share: prefix, record };
  }

  /** Overwrites the bytes. */
  wipe(): void {
    wipe(this.bytes);
  }
}
