/** A vault: opened with the person beside the professional, refused, closed, kept. */

import type { ClosingView, NewFolder } from "../api/types.ts";
import { type Bytes, concat, toBase64Url, toHex, wipe } from "../core/bytes.ts";
import { hashOf, issueCertificate } from "../core/certificate.ts";
import { Chain } from "../core/chain.ts";
import { labelled } from "../core/codec.ts";
import { signConsent, textHash } from "../core/consent.ts";
import { about } from "../core/contents.ts";
import type { CredentialFile } from "../core/credential.ts";
import { generate } from "../core/entropy.ts";
import { ensure } from "../core/error.ts";
import { type AccountId, newId, NO_HASH, type VaultId } from "../core/ids.ts";
import { AccountKeys, OpeningKey, SEED_LEN } from "../core/keys.ts";
import { encodeReceipt, type Receipt, toldBy } from "../core/log/note.ts";
import type { NameEntry } from "../core/name.ts";
import type { Pin } from "../core/pin.ts";
import { sha256 } from "../core/suite.ts";
import { EVENT_TYPES, FOLDER_KINDS, type FolderKind } from "../core/vocabulary.ts";
import { sealWrap } from "../core/wrap.ts";
import { unb64 } from "./bytes.ts";
import { makeCredential } from "./cards.ts";
import { depositKey } from "./deposit.ts";
import { OrganisationKeys } from "./directory.ts";
import { acceptCheckpoint } from "./checkpoint.ts";
import { type Actor, firstCertificate, nowS, ownOrganisation, ownVault, type Place, solemnly } from "./session.ts";

/** Who the vault is for, and what they agreed to. */
export interface NewPerson {
  readonly name: Omit<NameEntry, "anchor">;
  /** The PIN that they chose. */
  readonly pin: Pin;
  /** The text that was shown, word for word. */
  readonly consent: string;
}

/** What a new vault leaves in the hands of the person and of the organisation. */
export interface CreatedVault {
  readonly vault: VaultId;
  readonly account: AccountId;
  /** What is printed on the card. */
  readonly card: CredentialFile;
  /** What is printed on the recovery sheet, for the organisation's safe. */
  readonly sheet: CredentialFile;
  /** The signed consent, `VCN1`, for the printed act. */
  readonly consent: Bytes;
  /** The person's first certificate, for the printed act. */
  readonly certificate: Bytes;
  readonly logIndex: number | undefined;
}

/** Opens a vault with the person, who is there, has agreed and has chosen a PIN. `onMade` shows card and sheet before the server is told. */
export async function createVault(
  actor: Actor,
  person: NewPerson,
  onMade: (card: CredentialFile, sheet: CredentialFile) => void | Promise<void> = () => undefined,
): Promise<CreatedVault> {
  const own = ownOrganisation(actor);
  const { place } = actor;
  const { entropy } = place.desk;
  const { directory } = await OrganisationKeys.fetch(actor);
  const server = await depositKey(actor);
  const [vault, account] = [newId(entropy), newId(entropy)];
  const root = AccountKeys.newRoot(entropy);
  const keys = await AccountKeys.of(root);
  const certificate = await issueCertificate(firstCertificate(keys, "account", vault, account, nowS(place)), keys.signing);
  const over = { account, root, signing: keys.signing, server };
  const card = await makeCredential(place, over, "card", person.pin);
  const sheet = await makeCredential(place, over, "sheet");
  wipe(root);
  const printed = { origin: place.origin, account: hashOf(certificate), organisation: own.chain.anchor, log: actor.log.key };
  const files = { card: { credential: card.secret, ...printed }, sheet: { credential: sheet.secret, ...printed } };
  const entry = await directory.seal(entropy, vault, { ...person.name, anchor: hashOf(certificate) });
  const folders = await makeFolders(actor, keys, vault);
  await onMade(files.card, files.sheet);
  const created = await actor.calls.createVault({
    vault_id: vault,
    account_id: account,
    certificate: toBase64Url(certificate),
    credential: card.told,
    sheet: sheet.told,
    folders,
    organisation_id: own.id,
    directory_epoch: directory.epoch,
    directory_entry: toBase64Url(entry),
    consent_sha256: textHash(person.consent),
  });
  place.pins.seeChain(account, await Chain.verifyBeneficiary([certificate], account, vault));
  const agreed = { vault, account, organisation: own.id, text: textHash(person.consent), unixMs: place.desk.now() };
  const consent = await signConsent(agreed, keys.signing);
  return { vault, account, ...files, consent, certificate, logIndex: created.log_index ?? undefined };
}

/** One folder of each kind; without the one for health where the operator has disabled it. */
async function makeFolders(actor: Actor, owner: AccountKeys, vault: VaultId): Promise<NewFolder[]> {
  const { entropy } = actor.place.desk;
  const { health_folder: health } = await actor.open.serverInfo();
  const kinds = (Object.keys(FOLDER_KINDS) as FolderKind[]).filter((kind) => health || kind !== "health");
  const folders: NewFolder[] = [];
  for (const kind of kinds) {
    const folder = newId(entropy);
    const seed = generate(entropy, SEED_LEN);
    const key = await OpeningKey.of(seed);
    const dates = { notBefore: nowS(actor.place), notAfter: 0 };
    const subject = { kind: "folder" as const, scope: vault, subject: folder, epoch: 1, ...dates };
    const made = { ...subject, sealing: key.sealing, verifying: undefined, previous: NO_HASH };
    const certificate = await issueCertificate(made, owner.signing);
    const envelope = { to: owner.opening.sealing, maker: owner.signing, notAfter: 0 };
    const sealed = await sealWrap(envelope, entropy, about.folderSeed("owner", { vault, folder, epoch: 1 }), seed);
    wipe(seed);
    folders.push({ folder_id: folder, kind, certificate: toBase64Url(certificate), seed: toBase64Url(sealed) });
  }
  return folders;
}

/** Somebody was offered a vault and said no; nothing else is kept. */
export function refuseVault(actor: Actor): Promise<void> {
  return actor.calls.refuseVault(ownOrganisation(actor).id);
}

/** What the owner keeps of a closing. */
export interface Closing extends ClosingView {
  /** The receipt, which holds the claim code: with it the proof of the destruction is fetched later. */
  readonly receipt: string;
}

/** Asks for the vault to be destroyed after the days of grace. */
export function closeVault(place: Place, file: CredentialFile, pin: Pin): Promise<Closing> {
  return solemnly(place, file, pin, async (actor, pin_tag) => {
    const vault = ownVault(actor);
    const claim = generate(place.desk.entropy, 16);
    const claim_sha256 = toHex(sha256(labelled("vault/claim/v1", claim)));
    const closing = await actor.calls.closeVault(vault, { pin_tag, claim_sha256 });
    const { receipt, body } = await receiptOf(actor, closing.log_index, claim);
    ensure(body.vault === vault && body.eventType === EVENT_TYPES["vault-closing"], "log-body", "ids");
    return { ...closing, receipt: encodeReceipt(receipt) };
  });
}

/** Takes the closing back, during the days of grace. */
export async function keepVault(place: Place, file: CredentialFile, pin: Pin): Promise<void> {
  await solemnly(place, file, pin, (actor, pin_tag) => actor.calls.keepVault(ownVault(actor), pin_tag));
}

/** The log's receipt of one entry, verified. */
export async function receiptOf(actor: Actor, index: number, claim?: Bytes): Promise<{ receipt: Receipt } & Awaited<ReturnType<typeof toldBy>>> {
  const view = await actor.calls.receipt(index);
  await acceptCheckpoint(actor, view.checkpoint);
  ensure(view.entry.index === index, "log-body", "ids");
  const extra = concat(unb64(view.entry.salt), unb64(view.entry.body), claim ?? new Uint8Array(0));
  const receipt = { extra, index, proof: view.entry.inclusion ?? [], checkpoint: view.checkpoint };
  return { receipt, ...(await toldBy(receipt, actor.log)) };
}
