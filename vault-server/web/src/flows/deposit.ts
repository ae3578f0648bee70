/** A deposit: sealed here, sent whole, and sent again as it was when the connection breaks. Nothing readable leaves the page. */

import type { OnProgress } from "../api/remote.ts";
import { ServerRefusal, Unreachable } from "../api/problem.ts";
import type { DepositAnswer, NewDeposit } from "../api/types.ts";
import { type Bytes, toBase64Url, wipe } from "../core/bytes.ts";
import { type Certificate, verifyDepositKey } from "../core/certificate.ts";
import type { Chain } from "../core/chain.ts";
import { about } from "../core/contents.ts";
import { signDeposit } from "../core/deposit.ts";
import { piecesOf, pour, sealDocument } from "../core/document/stream.ts";
import { generate } from "../core/entropy.ts";
import { type DocumentId, type DocumentVersion, type FolderId, type Hash, newId, type VaultId } from "../core/ids.ts";
import { type DocumentRecord, toPayload } from "../core/record.ts";
import { deriveDocumentKey } from "../core/share.ts";
import { sealWrap } from "../core/wrap.ts";
import { unb64 } from "./bytes.ts";
import { Shelves } from "./papers.ts";
import { type Actor, CLOCK_SLACK, nowS } from "./session.ts";
import { trustFolder, trustOwner } from "./trust.ts";

/** What the person who adds a paper says of it. */
export type Description = Pick<DocumentRecord, "type" | "title" | "issuedOn" | "expiresOn" | "pages" | "fileName" | "remarks" | "replaces"> & {
  readonly mediaType: string;
};

/** A paper sealed and not yet sent, or sent in part: exactly these bytes are sent, however often it takes. */
export interface Sealed {
  readonly vault: VaultId;
  readonly document: DocumentId;
  readonly object: Blob;
  readonly objectHash: Hash;
  readonly deposit: NewDeposit;
}

/** The server's deposit key in force, certified by its log. A desk's clock may be a little behind. */
export async function depositKey(actor: Actor): Promise<Certificate> {
  const bytes = unb64((await actor.open.serverInfo()).deposit_certificate);
  const now = nowS(actor.place);
  return verifyDepositKey(bytes, actor.log.key, now).catch(() => verifyDepositKey(bytes, actor.log.key, now + CLOCK_SLACK));
}

/** A folder to which a paper may be added. The folder's seed is not needed: who may only deposit seals to its public key. */
export async function folderToDeposit(actor: Actor, vault: VaultId, folder: FolderId): Promise<Chain> {
  const view = await actor.calls.vault(vault);
  const owner = await trustOwner(actor, vault, view.owner);
  const found = view.folders.find((one) => one.folder_id === folder);
  if (found === undefined) return (await Shelves.fetch(actor, vault)).shelf(folder).chain;
  return trustFolder(actor, owner, found);
}

/** Seals a new paper for a folder, as a stream: the memory of a few chunks, and the sealed object. */
export async function sealPaper(actor: Actor, vault: VaultId, folder: FolderId, content: Blob, description: Description): Promise<Sealed> {
  const { entropy } = actor.place.desk;
  const [chain, server] = [await folderToDeposit(actor, vault, folder), await depositKey(actor)];
  const of: DocumentVersion = { vault, document: newId(entropy), version: 1 };
  const [clientShare, serverShare] = [generate(entropy, 32), generate(entropy, 32)];
  const key = await deriveDocumentKey(clientShare, serverShare, of);
  const parts: Bytes[] = [];
  const header = { padding: 1, of } as const;
  const sealing = sealDocument(key, header, content.size, piecesOf(content.stream()), entropy);
  const summary = await pour(sealing, (piece) => void parts.push(piece));
  wipe(key);
  const payload = toPayload(
    {
      ...description,
      contentSha256: summary.contentHash,
      length: summary.contentLength,
      depositor: actor.view.account_id,
      depositorKid: actor.keys.signing.kid,
      provenance: [],
    },
    clientShare,
  );
  const signed = { document: of, folder, object: summary.objectHash, head: summary.headHash, record: payload.hash };
  const to = (certificate: Certificate) => ({ to: certificate.sealing, maker: actor.keys.signing, notAfter: 0 });
  const { current } = chain;
  const record = await sealWrap(to(current), entropy, about.recordToFolder(of, current.epoch), payload.bytes);
  const share = await sealWrap(to(server), entropy, about.shareToServer(of, server.epoch), serverShare);
  wipe(clientShare, serverShare);
  payload.wipe();
  const deposit: NewDeposit = {
    deposit: toBase64Url(await signDeposit(signed, actor.keys.signing)),
    upload_id: newId(entropy),
    record: toBase64Url(record),
    server_share: toBase64Url(share),
    mandate_id: null,
  };
  return { vault, document: of.document, object: new Blob(parts), objectHash: summary.objectHash, deposit };
}

/**
 * Sends what was sealed. When the connection breaks ({@link Unreachable}), the caller sends the same again: the server knows an
 * upload by its id and a deposit by its bytes, so that nothing is ever added twice.
 */
export async function sendPaper(actor: Actor, sealed: Sealed, onProgress?: OnProgress): Promise<DepositAnswer> {
  const { vault, deposit, object, objectHash } = sealed;
  try {
    // Perhaps an earlier attempt went through, and only the answer was lost: then nothing needs to be sent again.
    if (retried.has(sealed)) return await actor.calls.deposit(vault, deposit);
  } catch (error) {
    if (!(error instanceof ServerRefusal)) throw error;
  }
  retried.add(sealed);
  await actor.calls.upload(vault, deposit.upload_id, object, objectHash, onProgress);
  return actor.calls.deposit(vault, deposit);
}

/** What was tried before in this page. */
const retried = new WeakSet<Sealed>();

/** Seals and sends, and tries again when the connection breaks. `wait` is asked before each new attempt, and may give up by throwing. */
export async function depositPaper(
  actor: Actor,
  target: { readonly vault: VaultId; readonly folder: FolderId },
  content: Blob,
  description: Description,
  onProgress?: OnProgress,
  wait?: (attempt: number) => Promise<void>,
): Promise<DepositAnswer> {
  const sealed = await sealPaper(actor, target.vault, target.folder, content, description);
  for (let attempt = 1; ; attempt++) {
    try {
      return await sendPaper(actor, sealed, onProgress);
    } catch (error) {
      if (!(error instanceof Unreachable) || wait === undefined) throw error;
      await wait(attempt);
    }
  }
}
