/** What the members of an organisation hold together: its mandate keys, the directory of names, and a référent's signing key. */

import type { DirectoryEntryView } from "../api/types.ts";
import { type Bytes, wipe } from "../core/bytes.ts";
import { about, type MemberEpoch } from "../core/contents.ts";
import { ensure, Refused } from "../core/error.ts";
import type { VaultId } from "../core/ids.ts";
import { OpeningKey, SigningKey } from "../core/keys.ts";
import { Directory, type NameEntry } from "../core/name.ts";
import { type About, openWrap, Wrap, WRAP_KINDS, type WrapKind } from "../core/wrap.ts";
import { unb64 } from "./bytes.ts";
import { type Actor, ownOrganisation } from "./session.ts";

/** A name of the directory, and whose vault it is. */
export interface Named {
  readonly vault: VaultId;
  readonly entry: NameEntry;
}

/** The keys of an organisation that were sealed to one member. */
export class OrganisationKeys {
  readonly #mandate = new Map<number, OpeningKey>();
  readonly #directories = new Map<number, Directory>();
  /** A référent's signing key of the certificate in force. */
  signing: SigningKey | undefined;

  /** Fetches and opens them. */
  static async fetch(actor: Actor): Promise<OrganisationKeys> {
    const keys = new OrganisationKeys();
    const { seeds } = await actor.calls.seeds(ownOrganisation(actor).id);
    for (const seed of seeds) await keys.#take(actor, unb64(seed));
    return keys;
  }

  async #take(actor: Actor, bytes: Bytes): Promise<void> {
    const own = ownOrganisation(actor);
    const { kind, epoch, seed } = await openSeed(actor, bytes);
    const certified = own.chain.atEpoch(epoch);
    if (certified === undefined) throw new Refused("wrap", "epoch");
    if (kind === WRAP_KINDS.mandateSeedToMember) {
      const key = await OpeningKey.of(seed);
      ensure(certified.sealing.is(key.sealing), "certificate", "key");
      this.#mandate.set(epoch, key);
    } else if (kind === WRAP_KINDS.directorySeedToMember) {
      this.#directories.set(epoch, await Directory.derive(seed, own.id, epoch));
    } else {
      const key = await SigningKey.of(seed);
      ensure(certified.verifying?.is(key.verifying) === true, "certificate", "key");
      if (own.chain.verifying?.is(key.verifying) === true) this.signing = key;
    }
    wipe(seed);
  }

  /** The mandate key that a wrap is sealed to. */
  mandateKey(wrap: Wrap): OpeningKey | undefined {
    return [...this.#mandate.values()].find((key) => wrap.isFor(key.sealing));
  }

  /** The directory of the latest epoch: where new names go. */
  get directory(): Directory {
    const found = this.#directories.get(Math.max(...this.#directories.keys()));
    if (found === undefined) throw new Refused("name", "epoch");
    return found;
  }

  /** All names of the directory. */
  names(actor: Actor): Promise<Named[]> {
    return this.#entries(actor, () => true);
  }

  /** The names that are still sealed under a directory from before an epoch. */
  namesBefore(actor: Actor, epoch: number): Promise<Named[]> {
    return this.#entries(actor, (entry) => entry.epoch < epoch);
  }

  /** The name of one vault's owner. */
  async find(actor: Actor, vault: VaultId): Promise<NameEntry | undefined> {
    return (await this.#entries(actor, (entry) => entry.vault_id === vault)).at(-1)?.entry;
  }

  async #entries(actor: Actor, wanted: (entry: DirectoryEntryView) => boolean): Promise<Named[]> {
    const { entries } = await actor.calls.directory(ownOrganisation(actor).id);
    return Promise.all(
      entries.filter(wanted).map(async (listed) => {
        const directory = this.#directories.get(listed.epoch);
        if (directory === undefined) throw new Refused("name", "epoch");
        return { vault: listed.vault_id, entry: await directory.open(listed.vault_id, unb64(listed.entry)) };
      }),
    );
  }
}

/** Every name that the actor's organisation keeps, decrypted here; the screen searches in them. */
export async function listNames(actor: Actor): Promise<Named[]> {
  return (await OrganisationKeys.fetch(actor)).names(actor);
}

/** One seed of the organisation, for the caller to seal to somebody else and to wipe. */
export interface OpenedSeed {
  readonly kind: WrapKind;
  readonly epoch: number;
  readonly seed: Bytes;
}

/** Opens a seed that a key of the organisation's own line sealed to the actor. What the seed is worth is for the caller to check. */
export async function openSeed(actor: Actor, bytes: Bytes): Promise<OpenedSeed> {
  const own = ownOrganisation(actor);
  const wrap = Wrap.parse(bytes);
  const maker = own.chain.find(wrap.maker);
  if (maker === undefined) throw new Refused("wrap", "maker");
  const { epoch, kind } = wrap.about;
  const of = SEEDS[kind]?.({ organisation: own.id, member: actor.view.account_id, epoch });
  if (of === undefined) throw new Refused("wrap", "kind");
  return { kind, epoch, seed: await openWrap({ with: actor.keys.opening, maker }, bytes, of) };
}

/** What each kind of seed that members hold is about. */
export const SEEDS: Readonly<Partial<Record<WrapKind, (of: MemberEpoch) => About>>> = {
  [WRAP_KINDS.mandateSeedToMember]: about.mandateSeed,
  [WRAP_KINDS.directorySeedToMember]: about.directorySeed,
  [WRAP_KINDS.signingSeedToReferent]: about.signingSeed,
};
