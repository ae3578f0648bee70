/** A folder's next key, once somebody who could read it may no longer; and descriptions sealed to the key in force (FORMATS 4). */

import type { MandateView, ResealedRecord } from "../api/types.ts";
import { toBase64Url, wipe } from "../core/bytes.ts";
import { issueCertificate } from "../core/certificate.ts";
import { Chain } from "../core/chain.ts";
import { about } from "../core/contents.ts";
import { generate } from "../core/entropy.ts";
import type { FolderEpoch, FolderId } from "../core/ids.ts";
import { OpeningKey, type SealingKey, SEED_LEN } from "../core/keys.ts";
import { coversFolder, type Mandate } from "../core/mandate.ts";
import { sealWrap, Wrap } from "../core/wrap.ts";
import { unb64, unb64All } from "./bytes.ts";
import { Shelves } from "./papers.ts";
import { type Actor, CLOCK_SLACK, nowS, ownVault } from "./session.ts";
import { trustMandate, trustOrganisation, trustStaff } from "./trust.ts";

/** How many bytes of descriptions go in one call. */
const BATCH = 128 * 1024;

/** Gives every folder of the actor's vault that is due a new key. Gives the folders that got one. */
export async function turnDueFolders(actor: Actor): Promise<FolderId[]> {
  const view = await actor.calls.vault(ownVault(actor));
  const due = view.folders.filter((folder) => folder.key_due === true).map((folder) => folder.folder_id);
  for (const folder of due) await turnFolder(actor, folder);
  return due;
}

async function turnFolder(actor: Actor, folder: FolderId): Promise<void> {
  const vault = ownVault(actor);
  const { entropy } = actor.place.desk;
  const shelves = await Shelves.fetch(actor, vault, true);
  const { chain } = shelves.shelf(folder);
  const seed = generate(entropy, SEED_LEN);
  const key = await OpeningKey.of(seed);
  const of: FolderEpoch = { vault, folder, epoch: chain.current.epoch + 1 };
  const maker = actor.keys.signing;
  const certificate = await issueCertificate(
    { ...chain.current, epoch: of.epoch, notBefore: nowS(actor.place), notAfter: 0, sealing: key.sealing, previous: chain.currentHash },
    maker,
  );
  const own = { to: actor.keys.opening.sealing, maker, notAfter: 0 };
  const sealed = await sealWrap(own, entropy, about.folderSeed("owner", of), seed);
  const holders = [];
  for (const { mandate, to, id } of await holdersOf(actor, shelves, folder)) {
    const envelope = { to, maker, notAfter: mandate.notAfter };
    holders.push({ mandate_id: id, seed: toBase64Url(await sealWrap(envelope, entropy, about.folderSeed("holder", of), seed)) });
  }
  wipe(seed);
  const [records = [], ...later] = await sealedAnew(actor, shelves, of, key.sealing);
  const fresh = { certificate: toBase64Url(certificate), seed: toBase64Url(sealed), holders, records };
  await actor.calls.turnFolder(vault, folder, fresh);
  for (const batch of later) await actor.calls.reseal(vault, folder, batch);
}

interface Holder {
  readonly id: string;
  readonly mandate: Mandate;
  readonly to: SealingKey;
}

/** Who holds a live mandate that reads the folder, each with the key that the mandate names. */
async function holdersOf(actor: Actor, shelves: Shelves, folder: FolderId): Promise<Holder[]> {
  const now = nowS(actor.place);
  const live = (view: MandateView): boolean => view.state === "active" || view.state === "not-started";
  const holders: Holder[] = [];
  for (const view of (await actor.calls.vaultMandates(ownVault(actor))).filter(live)) {
    const mandate = await trustMandate(actor, view, shelves.owner);
    if (!mandate.rights.has("read") || !coversFolder(mandate, folder) || mandate.notAfter + CLOCK_SLACK < now) continue;
    holders.push({ id: view.mandate_id, mandate, to: await recipientKey(actor, view, mandate) });
  }
  return holders;
}

/** The key in force of a mandate's holder. */
async function recipientKey(actor: Actor, view: MandateView, mandate: Mandate): Promise<SealingKey> {
  const { kind, id } = mandate.recipient;
  if (kind === "organisation") return (await trustOrganisation(actor, id, view.recipient.certificates)).current.sealing;
  const found = await actor.calls.account(id);
  if (found.organisation_id == null) return (await Chain.verifyUnaffiliated(unb64All(found.certificates), id)).current.sealing;
  const of = await actor.calls.organisation(found.organisation_id);
  const organisation = await trustOrganisation(actor, found.organisation_id, of.certificates);
  return (await trustStaff(actor, id, found.certificates, organisation)).current.sealing;
}

/** Seals to the key in force every description of the vault that lies under a former one, where the owner can open it. */
export async function resealLeft(actor: Actor): Promise<void> {
  const vault = ownVault(actor);
  const shelves = await Shelves.fetch(actor, vault, true);
  for (const { view, chain } of shelves.shelves) {
    const of = { vault, folder: view.folder_id, epoch: chain.current.epoch };
    for (const batch of await sealedAnew(actor, shelves, of, chain.current.sealing)) await actor.calls.reseal(vault, of.folder, batch);
  }
}

async function sealedAnew(actor: Actor, shelves: Shelves, of: FolderEpoch, to: SealingKey): Promise<ResealedRecord[][]> {
  const batches: ResealedRecord[][] = [];
  let length = 0;
  for (const shown of shelves.view.records.filter((record) => record.folder_id === of.folder)) {
    if (Wrap.parse(unb64(shown.record)).about.epoch >= of.epoch) continue;
    const paper = await shelves.open(actor, shown);
    if (paper === undefined) continue;
    const envelope = { to, maker: actor.keys.signing, notAfter: 0 };
    const version = paper.place.document;
    const record = await sealWrap(envelope, actor.place.desk.entropy, about.recordToFolder(version, of.epoch), paper.payload.bytes);
    paper.payload.wipe();
    wipe(paper.client);
    length += record.length;
    if (batches.length === 0 || length > BATCH) {
      batches.push([]);
      length = record.length;
    }
    batches.at(-1)?.push({ document_id: shown.document_id, version: shown.version, record: toBase64Url(record) });
  }
  return batches;
}
