/** Whether a signed request is the one that an event tells: its maker, its time, what it asked for, on what, and once (FORMATS 8, "What a request proves of its event"). */

import { utf8 } from "../bytes.ts";
import { hashOf } from "../certificate.ts";
import { ensure, Refused } from "../error.ts";
import { type AccountId, type Hash, type Kid, NO_ID } from "../ids.ts";
import type { VerifyingKey } from "../keys.ts";
import { type Method, type SignedRequest, verifyRequest } from "../request.ts";
import { EVENT_TYPES, type EventType, type Purpose, PURPOSES, RESULT_CODES, wordOf } from "../vocabulary.ts";
import type { EventBody } from "./body.ts";

const W = "request";

/** How far an event's time may be from that of its request, in milliseconds: what a server accepts, and the time that a large upload may take. */
export const MAX_LAG_MS = 60 * 60 * 1000;

/** Who acted: the account and the key that its certificates give to the event's actor. */
export interface Signatory {
  readonly account: AccountId;
  /** Present or past. */
  readonly key: VerifyingKey;
}

interface Seen {
  readonly unixMs: number;
  readonly result: number;
  readonly several: boolean;
}

/** The requests that were seen under events, so that none serves twice. */
export class SignedActs {
  readonly #seen = new Map<Hash, Seen>();

  /** Checks one entry, in the order of the log, against the request shown with it, if one is. `server`: the log's own key. */
  async check(body: EventBody, bytes: Uint8Array | undefined, server: Kid, signatory: (kid: Kid) => Signatory | undefined): Promise<void> {
    if (bytes === undefined) return checkUnsigned(body, server);
    const who = signatory(body.actor);
    if (who === undefined) throw new Refused(W, "maker");
    const request = await verifyRequest(bytes, who.key);
    ensure(request.maker === body.actor, W, "maker");
    ensure(request.account === who.account, W, "ids");
    ensure(Math.abs(request.unixMs - body.unixMs) <= MAX_LAG_MS, W, "validity");
    this.#once(hashOf(bytes), { unixMs: body.unixMs, result: body.result, several: checkAsked(request, body) });
  }

  /** A request has one event, unless its act has several, told at one time. The block that the last wrong PIN brings follows the wrong PIN. */
  #once(hash: Hash, now: Seen): void {
    const before = this.#seen.get(hash);
    this.#seen.set(hash, now);
    if (before === undefined) return;
    const isBlock = before.result === RESULT_CODES["wrong-pin"] && now.result === RESULT_CODES["credential-blocked"];
    ensure(((before.several && now.several) || isBlock) && before.unixMs === now.unixMs, W, "sequence");
  }
}

const WITHOUT: readonly EventType[] = ["login", "idle-warned", "idle-disabled", "notice-sent"];
const WITHOUT_ACTOR: readonly EventType[] = [
  ...(["mandate-expired", "invitation", "maintenance", "unsigned-requests", "document-erased", "vault-destroyed", "log-purged", "mandates-purged"] as const),
  ...(["backup", "backup-verified", "restore", "log-behind-accepted", "keys-turned", "keys-destroyed", "keys-exported"] as const),
];

/** What the server does by itself, and logins, which prove themselves otherwise (FORMATS 6), carry no request; nothing else may. */
function checkUnsigned(body: EventBody, server: Kid): void {
  const told = wordOf(EVENT_TYPES, body.eventType);
  const byNobody = body.actor === NO_ID && (told === undefined || WITHOUT_ACTOR.includes(told));
  const byServer = told === "key-publication" && body.actor === server;
  ensure(byNobody || byServer || (told !== undefined && WITHOUT.includes(told)), W, "signature");
}

/** How an act is asked for, the events that it leaves, and whether it leaves several. `{vault}`, `{document}` and `{mandate}` in a path must be those of the event; `{}` is any id. */
export type Asked = readonly [method: Method, path: string, events: readonly EventType[], several?: "several"];

/** Every act that an account signs and that leaves an event, be it only when it is refused. */
export const ACTS: readonly Asked[] = [
  ["PUT", "/v1/enrolment", ["enrolment"]],
  ["POST", "/v1/pin-changes", ["pin-change"]],
  ["POST", "/v1/credentials", ["credential-added", "credential-revoked"], "several"],
  ["POST", "/v1/pin-resets/approvals", ["pin-reset-approved"]],
  ["POST", "/v1/pin-resets/member-approvals", ["pin-reset-approved"]],
  ["POST", "/v1/pin-resets", ["pin-reset"]],
  ["POST", "/v1/recoveries", ["recovery-started"]],
  ["POST", "/v1/recoveries/{}/approvals", ["recovery-approved"]],
  ["POST", "/v1/recoveries/{}/stop", ["recovery-stopped"]],
  ["POST", "/v1/recoveries/{}/release", ["recovery-finished"]],
  ["POST", "/v1/recoveries/{}/enrolment", ["credential-added", "credential-revoked", "key-publication"], "several"],
  ["POST", "/v1/guardians", ["guardians-named", "credential-revoked"], "several"],
  ["POST", "/v1/guardians/end", ["guardians-named", "credential-revoked"], "several"],
  ["POST", "/v1/guardianships/rehearsals", ["guardian-rehearsed"]],
  ["POST", "/v1/channels", ["channel-changed"]],
  ["POST", "/v1/channels/{}/removal", ["channel-changed"]],
  ["POST", "/v1/organisations", ["organisation-created"]],
  ["POST", "/v1/organisations/{}/members", ["member-added"]],
  ["POST", "/v1/organisations/{}/members/{}/suspension", ["member-suspended"]],
  ["POST", "/v1/organisations/{}/members/{}/resumption", ["member-resumed"]],
  ["POST", "/v1/organisations/{}/members/{}/removal", ["member-removed", "organisation-keys-turned"], "several"],
  ["POST", "/v1/organisations/{}/keys", ["organisation-keys-turned"]],
  ["POST", "/v1/organisations/{}/names", ["organisation-keys-turned"]],
  ["GET", "/v1/organisations/{}/members", ["directory-read"]],
  ["GET", "/v1/organisations/{}/seeds", ["directory-read"]],
  ["GET", "/v1/organisations/{}/directory", ["directory-read"]],
  ["POST", "/v1/organisations/{}/directory", ["organisation-joined"]],
  ["POST", "/v1/vaults", ["vault-created"]],
  ["GET", "/v1/vaults/{vault}", ["vault-read"]],
  ["POST", "/v1/consent-refusals", ["consent-refused"]],
  ["POST", "/v1/vaults/{vault}/closing", ["vault-closing"]],
  ["POST", "/v1/vaults/{vault}/keeping", ["vault-kept"]],
  ["POST", "/v1/vaults/{vault}/records", ["records-read"], "several"],
  ["POST", "/v1/vaults/{vault}/mandates", ["mandate-granted"]],
  ["POST", "/v1/vaults/{vault}/directory-invitations", ["organisation-joined"]],
  ["POST", "/v1/vaults/{vault}/organisations/{}/departure", ["organisation-left", "mandate-revoked"], "several"],
  ["PUT", "/v1/vaults/{vault}/uploads/{}", ["deposit"]],
  ["POST", "/v1/vaults/{vault}/deposits", ["deposit"]],
  ["POST", "/v1/vaults/{vault}/folders/{}/epochs", ["folder-keys-turned"]],
  ["PUT", "/v1/vaults/{vault}/folders/{}/records", ["folder-keys-turned"]],
  ["POST", "/v1/documents/{document}/amendments", ["document-moved", "document-renamed"]],
  ["POST", "/v1/documents/{document}/erasure", ["document-erased"]],
  ["POST", "/v1/documents/{document}/undo", ["deposit-undone"]],
  ["POST", "/v1/documents/{document}/reminders", ["reminder-changed"]],
  ["POST", "/v1/reminders/{}/removal", ["reminder-changed"]],
  ["POST", "/v1/vaults/{vault}/exports", ["export"]],
  ["GET", "/v1/vaults/{vault}/log", ["log-read"]],
  ["POST", "/v1/mandates/{mandate}/revocation", ["mandate-revoked"]],
  ["POST", "/v1/openings", ["opening"]],
  ["GET", "/v1/log/entries", ["log-read"]],
  ["GET", "/v1/log/receipts/{}", ["log-read"]],
];

/** Refuses another act than the event's, or on something else; gives whether the act has several events. */
function checkAsked(request: SignedRequest, body: EventBody): boolean {
  const path = request.path.split("?")[0] ?? "";
  const told = wordOf(EVENT_TYPES, body.eventType);
  // Told by a newer server: what it asks for is unknown here.
  if (told === undefined) return false;
  let property: "kind" | "ids" = "kind";
  for (const [method, form, events, several] of ACTS) {
    if (method !== request.method || !events.includes(told)) continue;
    const same = isOnSame(form, path, body);
    if (same === undefined) continue;
    if (same) {
      ensure(form !== "/v1/openings" || opened(request, body), W, "hash");
      return several !== undefined;
    }
    property = "ids";
  }
  throw new Refused(W, property);
}

/** Whether a path is of this form, and then whether it names what the event is about. */
function isOnSame(form: string, path: string, body: EventBody): boolean | undefined {
  const [forms, parts] = [form.split("/"), path.split("/")];
  if (forms.length !== parts.length) return undefined;
  const about: Readonly<Record<string, string>> = { "{vault}": body.vault, "{document}": body.document, "{mandate}": body.mandate };
  let same = true;
  for (const [i, part] of parts.entries()) {
    const fixed = forms[i] ?? "";
    const id = about[fixed];
    if (id !== undefined) same &&= part === id;
    else if (fixed !== "{}" && fixed !== part) return undefined;
  }
  return same;
}

/** Whether this opening asked for the event's document: its body has one written form, in which version, mandate and purpose are named or left to the server. */
function opened(request: SignedRequest, body: EventBody): boolean {
  const word = wordOf(PURPOSES, body.purpose);
  const purposes: readonly (Purpose | null)[] = word === undefined ? [null] : [null, word];
  for (const version of [null, body.version]) {
    for (const mandate_id of [null, body.mandate]) {
      for (const purpose of purposes) {
        if (request.body === hashOf(utf8(JSON.stringify({ document_id: body.document, version, mandate_id, purpose })))) return true;
      }
    }
  }
  return false;
}
