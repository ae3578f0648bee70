/** Every call of the server's API that the page makes, on one page. */

import type { AccountId, ChannelId, DocumentId, FolderId, Hash, MandateId, OpeningId, OrganisationId, RecoveryId, ReminderId, UploadId, VaultId } from "../core/ids.ts";
import type { Caller, OnProgress, Remote } from "./remote.ts";
import type * as t from "./types.ts";

/** Calls that need no session. */
export class OpenCalls {
  readonly #remote: Remote;

  constructor(remote: Remote) {
    this.#remote = remote;
  }

  serverInfo = (): Promise<t.ServerInfo> => this.#remote.call("GET", "/v1/server", undefined);
  challenge = (credential_id: string): Promise<t.Challenge> =>
    this.#remote.call("POST", "/v1/login-challenges", { json: { credential_id } });
  login = (json: t.Login): Promise<t.LoginAnswer> => this.#remote.call("POST", "/v1/logins", { json });
  destructionReceipt = (claim: t.B64): Promise<t.ReceiptView> =>
    this.#remote.call("POST", "/v1/destruction-receipts", { json: { claim } });
  consistency = (from: number): Promise<t.ConsistencyView> => this.#remote.call("GET", `/v1/log/consistency?from=${from}`, undefined);
}

/** Calls of somebody who is logged in. A `pin_tag` in what is sent is the PIN, proved again. */
export class Calls {
  readonly remote: Remote;
  readonly #caller: Caller;

  constructor(remote: Remote, caller: Caller) {
    this.remote = remote;
    this.#caller = caller;
  }

  /** What ends this session, without a signature: it opens nothing. */
  get token(): string {
    return this.#caller.token;
  }

  // The account and its credentials.
  session = (): Promise<t.SessionView> => this.#get("/v1/session");
  endSession = (): Promise<void> => this.remote.call("DELETE", "/v1/session", undefined, this.#caller);
  enrol = (json: t.Enrolment): Promise<void> => this.remote.call("PUT", "/v1/enrolment", { json }, this.#caller);
  changePin = (json: t.PinChange): Promise<void> => this.#post("/v1/pin-changes", json);
  credentials = (): Promise<t.CredentialView[]> => this.#get("/v1/credentials");
  changeCredentials = (json: t.CredentialChange): Promise<t.CredentialChanged> => this.#post("/v1/credentials", json);
  approvePinReset = (json: t.PinResetApproval): Promise<t.PinResetApproved> => this.#post("/v1/pin-resets/approvals", json);
  resetPin = (json: t.PinReset): Promise<void> => this.#post("/v1/pin-resets", json);
  account = (id: AccountId): Promise<t.SignerView> => this.#get(`/v1/accounts/${id}`);
  channels = (): Promise<t.ChannelView[]> => this.#get("/v1/channels");
  addChannel = (json: t.NewChannel): Promise<t.ChannelView> => this.#post("/v1/channels", json);
  display = (): Promise<t.DisplayView> => this.#get("/v1/display");
  keepDisplay = (json: t.NewDisplay): Promise<t.DisplayView> => this.remote.call("PUT", "/v1/display", { json }, this.#caller);
  removeChannel = (id: ChannelId, pin_tag: t.B64): Promise<t.ChannelView[]> => this.#post(`/v1/channels/${id}/removal`, { pin_tag });

  // Recovery.
  startRecovery = (json: t.NewRecovery): Promise<t.RecoveryView> => this.#post("/v1/recoveries", json);
  recoveries = (): Promise<t.RecoveryView[]> => this.#get("/v1/recoveries");
  approveRecovery = (id: RecoveryId, json: { pin_tag: t.B64; pieces: t.B64[] }): Promise<t.RecoveryView> =>
    this.#post(`/v1/recoveries/${id}/approvals`, json);
  stopRecovery = (id: RecoveryId): Promise<void> => this.#post(`/v1/recoveries/${id}/stop`);
  releaseRecovery = (id: RecoveryId, json: { pin_tag: t.B64; signature: t.Maybe<t.B64> }): Promise<t.RecoveryReleased> =>
    this.#post(`/v1/recoveries/${id}/release`, json);
  enrolRecovery = (id: RecoveryId, json: t.RecoveryEnrolment): Promise<void> => this.#post(`/v1/recoveries/${id}/enrolment`, json);
  guardians = (): Promise<t.GuardiansView> => this.#get("/v1/guardians");
  nameGuardians = (json: t.NewGuardians): Promise<void> => this.#post("/v1/guardians", json);
  endGuardians = (pin_tag: t.B64): Promise<void> => this.#post("/v1/guardians/end", { pin_tag });
  guardianships = (): Promise<t.GuardianshipView[]> => this.#get("/v1/guardianships");
  rehearse = (json: { vault_id: string; unix_ms: number; signature: t.B64 }): Promise<void> =>
    this.#post("/v1/guardianships/rehearsals", json);
  guardianKeys = (id: AccountId): Promise<t.GuardianKeys> => this.#get(`/v1/accounts/${id}/guardian-keys`);

  // Organisations.
  organisations = (): Promise<t.OrganisationView[]> => this.#get("/v1/organisations");
  organisation = (id: OrganisationId): Promise<t.OrganisationView> => this.#get(`/v1/organisations/${id}`);
  members = (id: OrganisationId): Promise<t.MemberView[]> => this.#get(`/v1/organisations/${id}/members`);
  addMember = (id: OrganisationId, json: t.NewMember): Promise<void> => this.#post(`/v1/organisations/${id}/members`, json);
  suspendMember = (id: OrganisationId, member: AccountId): Promise<void> =>
    this.#post(`/v1/organisations/${id}/members/${member}/suspension`);
  resumeMember = (id: OrganisationId, member: AccountId, pin_tag: t.B64): Promise<void> =>
    this.#post(`/v1/organisations/${id}/members/${member}/resumption`, { pin_tag });
  removeMember = (id: OrganisationId, member: AccountId, json: { keys: t.NewKeys; pin_tag: t.B64 }): Promise<void> =>
    this.#post(`/v1/organisations/${id}/members/${member}/removal`, json);
  turnKeys = (id: OrganisationId, json: { keys: t.NewKeys; pin_tag: t.B64 }): Promise<void> =>
    this.#post(`/v1/organisations/${id}/keys`, json);
  resealNames = (id: OrganisationId, json: { epoch: number; entries: { vault_id: string; entry: t.B64 }[] }): Promise<{ left: number }> =>
    this.#post(`/v1/organisations/${id}/names`, json);
  seeds = (id: OrganisationId): Promise<{ seeds: t.B64[] }> => this.#get(`/v1/organisations/${id}/seeds`);
  directory = (id: OrganisationId): Promise<{ entries: t.DirectoryEntryView[] }> => this.#get(`/v1/organisations/${id}/directory`);
  join = (id: OrganisationId, json: { vault_id: string; directory_epoch: number; directory_entry: t.B64 }): Promise<void> =>
    this.#post(`/v1/organisations/${id}/directory`, json);

  // A vault.
  createVault = (json: t.NewVault): Promise<t.VaultView> => this.#post("/v1/vaults", json);
  refuseVault = (organisation_id: OrganisationId): Promise<void> => this.#post("/v1/consent-refusals", { organisation_id });
  vault = (id: VaultId): Promise<t.VaultView> => this.#get(`/v1/vaults/${id}`);
  closeVault = (id: VaultId, json: { pin_tag: t.B64; claim_sha256: Hash }): Promise<t.ClosingView> =>
    this.#post(`/v1/vaults/${id}/closing`, json);
  keepVault = (id: VaultId, pin_tag: t.B64): Promise<{ log_index: number }> => this.#post(`/v1/vaults/${id}/keeping`, { pin_tag });
  records = (id: VaultId, json: t.RecordsRequest = {}): Promise<t.RecordsView> => this.#post(`/v1/vaults/${id}/records`, json);
  invite = (id: VaultId, json: { organisation_id: string; entry_sha256: Hash; pin_tag: t.B64 }): Promise<void> =>
    this.#post(`/v1/vaults/${id}/directory-invitations`, json);
  vaultOrganisations = (id: VaultId): Promise<t.OrganisationView[]> => this.#get(`/v1/vaults/${id}/organisations`);
  depart = (id: VaultId, organisation: OrganisationId, json: { revocations: t.B64[]; pin_tag: t.B64 }): Promise<void> =>
    this.#post(`/v1/vaults/${id}/organisations/${organisation}/departure`, json);
  exportVault = (id: VaultId, pin_tag: t.B64): Promise<t.ExportView> => this.#post(`/v1/vaults/${id}/exports`, { pin_tag });

  // Papers.
  upload = (vault: VaultId, id: UploadId, object: Blob, hash: Hash, onProgress?: OnProgress): Promise<t.UploadAnswer> =>
    this.remote.call("PUT", `/v1/vaults/${vault}/uploads/${id}`, { object, hash }, this.#caller, onProgress);
  deposit = (vault: VaultId, json: t.NewDeposit): Promise<t.DepositAnswer> => this.#post(`/v1/vaults/${vault}/deposits`, json);
  open = (json: t.NewOpening): Promise<t.OpeningView> => this.#post("/v1/openings", json);
  object = (id: OpeningId, limit: number): AsyncGenerator<Uint8Array> =>
    this.remote.download(`/v1/openings/${id}/object`, limit, this.#caller);
  amend = (id: DocumentId, amendments: t.NewAmendment[], reminders: t.MovedReminder[] = []): Promise<t.AmendAnswer> =>
    this.#post(`/v1/documents/${id}/amendments`, { amendments, reminders });
  erase = (id: DocumentId, pin_tag: t.B64): Promise<t.ErasureAnswer> => this.#post(`/v1/documents/${id}/erasure`, { pin_tag });
  undo = (id: DocumentId, version: number): Promise<t.ErasureAnswer> => this.#post(`/v1/documents/${id}/undo`, { version });
  setReminder = (id: DocumentId, json: t.NewReminder): Promise<t.ReminderView> => this.#post(`/v1/documents/${id}/reminders`, json);
  removeReminder = (id: ReminderId): Promise<{ log_index: number }> => this.#post(`/v1/reminders/${id}/removal`);
  turnFolder = (vault: VaultId, folder: FolderId, json: t.NewEpoch): Promise<t.EpochAnswer> =>
    this.#post(`/v1/vaults/${vault}/folders/${folder}/epochs`, json);
  reseal = (vault: VaultId, folder: FolderId, records: t.ResealedRecord[]): Promise<t.EpochAnswer> =>
    this.remote.call("PUT", `/v1/vaults/${vault}/folders/${folder}/records`, { json: { records } }, this.#caller);

  // Mandates.
  mandates = (): Promise<t.MandateView[]> => this.#get("/v1/mandates");
  vaultMandates = (id: VaultId): Promise<t.MandateView[]> => this.#get(`/v1/vaults/${id}/mandates`);
  grant = (id: VaultId, json: t.NewMandate): Promise<t.MandateView> => this.#post(`/v1/vaults/${id}/mandates`, json);
  revoke = (id: MandateId, revocation: t.B64): Promise<void> => this.#post(`/v1/mandates/${id}/revocation`, { revocation });

  // The log.
  vaultLog = (id: VaultId, afterSeq: number): Promise<t.VaultLogView> => this.#get(`/v1/vaults/${id}/log?after_seq=${afterSeq}`);
  logPage = (from: number, limit: number): Promise<t.LogPage> => this.#get(`/v1/log/entries?from=${from}&limit=${limit}`);
  receipt = (index: number): Promise<t.ReceiptView> => this.#get(`/v1/log/receipts/${index}`);

  #get<T>(path: string): Promise<T> {
    return this.remote.call("GET", path, undefined, this.#caller);
  }

  #post<T>(path: string, json?: unknown): Promise<T> {
    return this.remote.call("POST", path, json === undefined ? undefined : { json }, this.#caller);
  }
}
