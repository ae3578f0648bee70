/** What the log signs: notes, checkpoints, heads and receipts (FORMATS 8; C2SP signed-note, tlog-checkpoint, tlog-proof). */

import { type Bytes, concat, equal, fromBase64, fromHex, toBase64, toHex, utf8 } from "../bytes.ts";
import { Reader } from "../codec.ts";
import { ensure, Refused } from "../error.ts";
import { type Hash, NO_HASH, type VaultId } from "../ids.ts";
import { VerifyingKey } from "../keys.ts";
import { sha256, SIGNATURE_LEN } from "../suite.ts";
import { EMPTY_ROOT, type EventBody, leafData, leafHash, parseBody } from "./body.ts";
import { MAX_SIZE, verifyInclusion } from "./proof.ts";

const W = "checkpoint";
const ED25519 = 1;
const MAX_NOTE = 256 * 1024;

function checkName(name: string): string {
  ensure(name !== "" && !/[\p{White_Space}\p{Cc}+]/u.test(name), W, "alphabet");
  return name;
}

function base64(text: string, what: "checkpoint" | "log-tree" = W): Bytes {
  const bytes = fromBase64(text);
  if (bytes === undefined) throw new Refused(what, "alphabet");
  return bytes;
}

/** A log's name and public key: all that is needed to check what it signs. */
export class LogKey {
  readonly name: string;
  readonly key: VerifyingKey;

  constructor(name: string, key: VerifyingKey) {
    this.name = checkName(name);
    this.key = key;
  }

  /** SHA-256(name ‖ newline ‖ 0x01 ‖ public key)[..4]: how a signature line names its key. */
  get id(): Bytes {
    return sha256(utf8(`${this.name}\n`), Uint8Array.of(ED25519), this.key.bytes).slice(0, 4);
  }

  /** `<name>+<key id>+<base64(0x01 ‖ public key)>`. */
  get text(): string {
    return `${this.name}+${toHex(this.id)}+${toBase64(concat(Uint8Array.of(ED25519), this.key.bytes))}`;
  }

  /** Reads the text form, and checks that the key id is the key's. */
  static parse(text: string): LogKey {
    const [name, id, ...rest] = text.split("+");
    if (name === undefined || id === undefined || rest.length === 0) throw new Refused(W, "length");
    checkName(name);
    const idBytes = fromHex(id);
    if (idBytes === undefined) throw new Refused(W, "alphabet");
    const key = base64(rest.join("+"));
    ensure(key.length > 0, W, "length");
    ensure(key[0] === ED25519, W, "kind");
    ensure(key.length === 33, W, "length");
    const log = new LogKey(name, new VerifyingKey(key.subarray(1)));
    ensure(equal(idBytes, log.id), W, "checksum");
    return log;
  }
}

/** Checks the log's signature and gives the signed text, its final newline included. Lines signed by others are read for their form only. */
async function openNote(note: string, log: LogKey): Promise<string> {
  ensure(utf8(note).length <= MAX_NOTE, W, "length");
  ensure(!/[\u0000-\u0009\u000b-\u001f]/.test(note), W, "alphabet");
  const gap = note.lastIndexOf("\n\n");
  ensure(gap >= 0, W, "length");
  const [text, lines] = [note.slice(0, gap + 1), note.slice(gap + 2)];
  ensure(lines.endsWith("\n"), W, "length");
  let signed = false;
  for (const line of lines.slice(0, -1).split("\n")) {
    const found = /^— ([^ ]*) (.*)$/u.exec(line);
    if (found === null) throw new Refused(W, "alphabet");
    const signature = base64(found[2] ?? "");
    const name = checkName(found[1] ?? "");
    ensure(signature.length >= 4, W, "length");
    if (name !== log.name || !equal(signature.subarray(0, 4), log.id)) continue;
    await log.key.verifyRaw(W, utf8(text), signature.subarray(4));
    signed = true;
  }
  ensure(signed, W, "maker");
  return text;
}

/** A number that is written in the one way: digits, no leading zero, 64 bits. */
function decimal(text: string): bigint | undefined {
  return /^(0|[1-9][0-9]{0,19})$/.test(text) && BigInt(text) < 2n ** 64n ? BigInt(text) : undefined;
}

/** A size and a root that a log commits to. */
export interface Checkpoint {
  /** How many entries the tree has. */
  readonly size: number;
  readonly root: Hash;
}

/** Checks the log's signature, then reads what was signed. */
export async function openCheckpoint(note: string, log: LogKey): Promise<Checkpoint> {
  const lines = (await openNote(note, log)).replace(/\n$/, "").split("\n");
  const line = (i: number): string => {
    const found = lines[i];
    if (found === undefined || found === "") throw new Refused(W, "length");
    return found;
  };
  ensure(line(0) === log.name, W, "ids");
  const size = decimal(line(1));
  if (size === undefined) throw new Refused(W, "alphabet");
  const rootBytes = base64(line(2));
  ensure(rootBytes.length === 32, W, "length");
  ensure(size <= MAX_SIZE && !lines.slice(3).includes(""), W, "length");
  const root = toHex(rootBytes);
  ensure(size !== 0n || root === EMPTY_ROOT, W, "hash");
  return { size: Number(size), root };
}

/** Where a vault's chain ends in the tree of one checkpoint, `VHD1`. */
export interface VaultHead {
  readonly vault: VaultId;
  /** Number of its last entry; 0 when it has none. */
  readonly vaultSeq: number;
  /** Leaf hash of its last entry; zeros when it has none. */
  readonly leaf: Hash;
  readonly treeSize: number;
  readonly root: Hash;
}

/** Reads and checks what the log key signed. */
export async function openHead(bytes: Uint8Array, log: VerifyingKey): Promise<VaultHead> {
  const r = new Reader("vault-head", bytes);
  r.magic("VHD1");
  r.reserved(4);
  const head = { vault: r.id(), vaultSeq: r.u64(), leaf: r.hash(), treeSize: r.u64(), root: r.hash() };
  r.take(SIGNATURE_LEN);
  if ((head.vaultSeq === 0) !== (head.leaf === NO_HASH) || head.vaultSeq > head.treeSize) throw r.fail("sequence");
  r.end();
  await log.checkSigned("vault-head", "vault/head/v1", bytes);
  return head;
}

const FIRST_LINE = "c2sp.org/tlog-proof@v1";

/** An inclusion proof and the checkpoint it leads to. */
export interface Receipt {
  /** Bytes that travel along and are signed by nobody: salt and body of the entry, then perhaps a claim code. */
  readonly extra: Bytes | undefined;
  readonly index: number;
  /** The inclusion proof, lowest hash first. */
  readonly proof: readonly Hash[];
  /** The signed checkpoint, word for word. */
  readonly checkpoint: string;
}

/** The text form. */
export function encodeReceipt(receipt: Receipt): string {
  const hashes = receipt.proof.map((hash) => toBase64(fromHex(hash) ?? new Uint8Array(0)));
  const extra = receipt.extra === undefined ? [] : [`extra ${toBase64(receipt.extra)}`];
  return `${[FIRST_LINE, ...extra, `index ${receipt.index}`, ...hashes].join("\n")}\n\n${receipt.checkpoint}`;
}

/** Reads the text form; the checkpoint is checked by {@link verifyReceipt} only. */
export function parseReceipt(text: string): Receipt {
  const what = "log-tree";
  const gap = text.indexOf("\n\n");
  ensure(gap >= 0, what, "length");
  const lines = text.slice(0, gap).split("\n");
  ensure(lines.shift() === FIRST_LINE, what, "magic");
  const extra = lines[0]?.startsWith("extra ") === true ? base64((lines.shift() ?? "").slice(6), what) : undefined;
  const line = lines.shift();
  if (line?.startsWith("index ") !== true) throw new Refused(what, "length");
  const index = decimal(line.slice(6));
  if (index === undefined) throw new Refused(what, "alphabet");
  const proof = lines.map((hash) => {
    const bytes = base64(hash, what);
    ensure(bytes.length === 32, what, "length");
    return toHex(bytes);
  });
  return { extra, index: Number(index), proof, checkpoint: text.slice(gap + 2) };
}

/** Checks the checkpoint's signature and that this leaf stands at the index; gives the checkpoint. */
export async function verifyReceipt(receipt: Receipt, log: LogKey, leaf: Hash): Promise<Checkpoint> {
  const checkpoint = await openCheckpoint(receipt.checkpoint, log);
  verifyInclusion(leaf, receipt.index, checkpoint.size, checkpoint.root, receipt.proof);
  return checkpoint;
}

/** Checks that the log signed an entry that says what the receipt tells. */
export async function toldBy(receipt: Receipt, log: LogKey): Promise<{ body: EventBody; claim: Bytes | undefined }> {
  const extra = receipt.extra ?? new Uint8Array(0);
  ensure(extra.length >= 254, "log-body", "length");
  ensure(extra.length === 254 || extra.length === 270, "log-body", "trailing");
  const body = parseBody(extra.subarray(32, 254));
  await verifyReceipt(receipt, log, leafHash(leafData(extra.slice(0, 32), body)));
  return { body, claim: extra.length === 270 ? extra.slice(254) : undefined };
}
