/** A recovery by the sheet in the safe: asked for, vouched for, followed, stopped, finished with the person (FORMATS 7). */

import type { RecoveryReleased, RecoveryView } from "../api/types.ts";
import { type Bytes, toBase64Url, wipe } from "../core/bytes.ts";
import type { Chain } from "../core/chain.ts";
import { about } from "../core/contents.ts";
import { type CredentialFile, openRoot } from "../core/credential.ts";
import { ensure, Refused } from "../core/error.ts";
import { newId, type RecoveryId, type VaultId } from "../core/ids.ts";
import { AccountKeys, type OpeningKey } from "../core/keys.ts";
import type { Pin } from "../core/pin.ts";
import { recoveryKey, signRecovery } from "../core/recovery.ts";
import { openWrap } from "../core/wrap.ts";
import { unb64 } from "./bytes.ts";
import { makeCredential } from "./cards.ts";
import { depositKey } from "./deposit.ts";
import { OrganisationKeys } from "./directory.ts";
import { type Actor, ownOrganisation, type Place, solemnly } from "./session.ts";
import { trustOwner } from "./trust.ts";

/** The requests that the actor may see: the person's own, or those of the organisation. */
export function listRecoveries(actor: Actor): Promise<RecoveryView[]> {
  return actor.calls.recoveries();
}

/** Asks for a recovery by the sheet. The person is told at once through every channel. */
export function startRecovery(place: Place, file: CredentialFile, pin: Pin, vault: VaultId): Promise<RecoveryView> {
  return solemnly(place, file, pin, async (actor, pin_tag, root) => {
    const recovery_id = newId(place.desk.entropy);
    // Made anew from the account root when it is needed: nothing lies on this computer in between.
    const key = await recoveryKey(root, recovery_id);
    return actor.calls.startRecovery({ recovery_id, vault_id: vault, means: "sheet", one_time_key: toBase64Url(key.sealing.bytes), pin_tag });
  });
}

/** A second member vouches. */
export function approveRecovery(place: Place, file: CredentialFile, pin: Pin, id: RecoveryId): Promise<RecoveryView> {
  return solemnly(place, file, pin, (actor, pin_tag) => actor.calls.approveRecovery(id, { pin_tag, pieces: [] }));
}

/** Stops a request, for good: the person, or any member who follows them. */
export function stopRecovery(actor: Actor, id: RecoveryId): Promise<void> {
  return actor.calls.stopRecovery(id);
}

/** Finishes a recovery whose delay has passed: with the one who started it, the sheet and the person, who chooses a PIN. */
export function finishRecovery(
  place: Place,
  starter: { readonly file: CredentialFile; readonly pin: Pin },
  sheet: CredentialFile,
  id: RecoveryId,
  newPin: (birthDate: string | undefined) => Promise<Pin>,
  onMade: (card: CredentialFile, sheet: CredentialFile) => void | Promise<void>,
): Promise<void> {
  return solemnly(place, starter.file, starter.pin, async (actor, pin_tag, root) => {
    const view = (await actor.calls.recoveries()).find((one) => one.recovery_id === id);
    if (view?.means !== "sheet") throw new Refused("recovery", "kind");
    const key = await recoveryKey(root, id);
    const statement = { origin: place.origin, recovery: id, credential: sheet.credential.id, oneTimeKey: key.sealing };
    const signature = toBase64Url(await signRecovery(statement, await sheet.credential.signingKey()));
    const released = await actor.calls.releaseRecovery(id, { pin_tag, signature });
    const restored = await restore(actor, view.vault_id, key, sheet, released);
    try {
      await enrol(actor, view, restored, released, newPin, onMade);
    } finally {
      wipe(restored.root);
    }
  });
}

interface Restored {
  readonly root: Bytes;
  readonly keys: AccountKeys;
  readonly chain: Chain;
}

/** Opens the account root with the sheet's half and the server's, and holds it to the certificate in force. */
async function restore(actor: Actor, vault: VaultId, key: OpeningKey, sheet: CredentialFile, released: RecoveryReleased): Promise<Restored> {
  const account = released.owner.account_id;
  const { chain } = await trustOwner(actor, vault, released.owner);
  if (sheet.account !== undefined) chain.checkAnchor(sheet.account);
  ensure(released.credential_id === sheet.credential.id, "recovery", "ids");
  const of = about.halfToLogin(account, released.credential_id);
  const halfB = await openWrap({ with: key, maker: actor.log.key }, unb64(released.half_b), of);
  const halfA = await sheet.credential.halfA();
  const root = await openRoot(halfA, halfB, account, released.credential_id, unb64(released.root));
  wipe(halfA, halfB);
  const keys = await AccountKeys.of(root);
  const same = chain.verifying?.is(keys.signing.verifying) === true && chain.current.sealing.is(keys.opening.sealing);
  ensure(same, "recovery", "key");
  return { root, keys, chain };
}

async function enrol(
  actor: Actor,
  view: RecoveryView,
  restored: Restored,
  released: RecoveryReleased,
  newPin: (birthDate: string | undefined) => Promise<Pin>,
  onMade: (card: CredentialFile, sheet: CredentialFile) => void | Promise<void>,
): Promise<void> {
  const { place } = actor;
  const entry = await (await OrganisationKeys.fetch(actor)).find(actor, view.vault_id);
  const pin = await newPin(entry?.birthDate);
  const over = { account: released.owner.account_id, root: restored.root, signing: restored.keys.signing, server: await depositKey(actor) };
  const card = await makeCredential(place, over, "card", pin);
  const sheet = await makeCredential(place, over, "sheet");
  const organisation = ownOrganisation(actor).chain.anchor;
  const printed = { origin: place.origin, account: restored.chain.anchor, organisation, log: actor.log.key };
  await onMade({ credential: card.secret, ...printed }, { credential: sheet.secret, ...printed });
  await actor.calls.enrolRecovery(view.recovery_id, { certificate: null, seeds: [], card: card.told, sheet: sheet.told });
}
