/** Whose signed request stands under each entry of the log: checked against certificates that are verified here (FORMATS 8). */

import type { ActorView, EntryView, OrganisationView, SignerView } from "../api/types.ts";
import { parseCertificate } from "../core/certificate.ts";
import { Chain } from "../core/chain.ts";
import { ensure, Refused } from "../core/error.ts";
import { type Kid, NO_ID } from "../core/ids.ts";
import type { EventBody } from "../core/log/body.ts";
import { type Signatory, SignedActs } from "../core/log/signed_act.ts";
import { unb64, unb64All } from "./bytes.ts";
import type { Actor } from "./session.ts";
import { trustOrganisation, trustStaff } from "./trust.ts";

/** What an answer tells of those who signed. */
export interface Told {
  readonly signers: readonly SignerView[];
  readonly organisations: readonly OrganisationView[];
  readonly actors: readonly ActorView[];
}

/** The requests of a part of the log, and the keys of those who signed them. */
export class Signatures {
  readonly #actor: Actor;
  readonly #keys = new Map<Kid, Signatory>();
  readonly #seen = new SignedActs();

  constructor(actor: Actor) {
    this.#actor = actor;
  }

  /** Verifies the certificates of one answer. Who is told to belong to an organisation must hold a certificate of it. */
  async learn({ signers, organisations, actors }: Told): Promise<void> {
    for (const signer of signers) {
      const organisation = organisations.find((one) => one.organisation_id === signer.organisation_id);
      const told = actors.find((actor) => actor.kid === signer.kid)?.organisation_name;
      ensure(told == null || organisation?.name === told, "certificate", "ids");
      if (this.#keys.has(signer.kid)) continue;
      const key = (await this.#chain(signer, organisation)).find(signer.kid);
      if (key === undefined) throw new Refused("certificate", "maker");
      this.#keys.set(signer.kid, { account: signer.account_id, key });
    }
  }

  /** Checks one entry, in the order of the log. */
  check(entry: EntryView, body: EventBody): Promise<void> {
    const request = entry.request == null ? undefined : unb64(entry.request);
    return this.#seen.check(body, request, this.#actor.log.key.kid, (kid) => this.#keys.get(kid));
  }

  async #chain({ account_id: account, certificates }: SignerView, organisation: OrganisationView | undefined): Promise<Chain> {
    if (account === this.#actor.view.account_id) return this.#actor.chain;
    if (organisation !== undefined) {
      const its = await trustOrganisation(this.#actor, organisation.organisation_id, organisation.certificates);
      return trustStaff(this.#actor, account, certificates, its);
    }
    const all = unb64All(certificates);
    const [first] = all;
    if (first === undefined) throw new Refused("certificate", "length");
    const { scope } = parseCertificate(first);
    const chain = scope === NO_ID ? await Chain.verifyUnaffiliated(all, account) : await Chain.verifyBeneficiary(all, account, scope);
    this.#actor.place.pins.seeChain(account, chain);
    return chain;
  }
}
