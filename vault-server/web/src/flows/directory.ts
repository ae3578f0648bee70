/** What the members of an organisation hold together: its mandate keys, the directory of names, and a référent's signing key. */

import type { DirectoryEntryView } from "../api/types.ts";
import { type Bytes, wipe } from "../core/bytes.ts";
import { about, openSigningKey } from "../core/contents.ts";
import { Refused } from "../core/error.ts";
import type { VaultId } from "../core/ids.ts";
import { OpeningKey, type SigningKey } from "../core/keys.ts";
import { Directory, type NameEntry } from "../core/name.ts";
import { openWrap, Wrap, WRAP_KINDS } from "../core/wrap.ts";
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
    const wrap = Wrap.parse(bytes);
    const { epoch, kind } = wrap.about;
    const maker = own.chain.find(wrap.maker);
    if (maker === undefined) throw new Refused("wrap", "maker");
    const certified = own.chain.atEpoch(epoch);
    if (certified === undefined) throw new Refused("wrap", "epoch");
    const of = { organisation: own.id, member: actor.view.account_id, epoch };
    const reading = { with: actor.keys.opening, maker };
    if (kind === WRAP_KINDS.mandateSeedToMember) {
      const seed = await openWrap(reading, bytes, about.mandateSeed(of));
      const key = await OpeningKey.of(seed);
      wipe(seed);
      if (!certified.sealing.is(key.sealing)) throw new Refused("certificate", "key");
      this.#mandate.set(epoch, key);
    } else if (kind === WRAP_KINDS.directorySeedToMember) {
      const seed = await openWrap(reading, bytes, about.directorySeed(of));
      this.#directories.set(epoch, await Directory.derive(seed, own.id, epoch));
      wipe(seed);
    } else if (kind === WRAP_KINDS.signingSeedToReferent) {
      const key = await openSigningKey(reading, bytes, of);
      if (certified.verifying?.is(key.verifying) !== true) throw new Refused("certificate", "key");
      if (own.chain.verifying?.is(key.verifying) === true) this.signing = key;
    } else {
      throw new Refused("wrap", "kind");
    }
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
