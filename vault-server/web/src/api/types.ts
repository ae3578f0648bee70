/**
 * What travels as JSON, as vault_core::api writes it: the same names. Bytes are base64url texts, ids and hashes hexadecimal,
 * optional fields null or left out.
 */

import type { AccountKind, ChannelKind, CredentialKind, FolderKind, MemberState, Purpose, RecoveryMeans, RecoveryState, Role } from "../core/vocabulary.ts";

/** Bytes in base64url without padding. */
export type B64 = string;
/** A field that may be absent. */
export type Maybe<T> = T | null | undefined;

/** What the server says of itself. */
export interface ServerInfo {
  origin: string;
  version: string;
  log_key: string;
  deposit_certificate: B64;
  max_document_bytes: number;
  max_vault_bytes: number;
  health_folder: boolean;
  now_ms: number;
}

export interface Challenge {
  challenge: B64;
  expires_ms: number;
}

export interface Login {
  credential_id: string;
  challenge: B64;
  pin_tag: B64;
  one_time_key: B64;
  signature: B64;
}

export interface LoginAnswer {
  token: B64;
  half_b: B64;
  root?: Maybe<B64>;
  session: SessionView;
}

export interface SessionView {
  account: AccountView;
  session_half: B64;
  idle_ends_ms: number;
  ends_ms: number;
}

export interface AccountView {
  account_id: string;
  credential_id: string;
  kind: AccountKind;
  display_name?: Maybe<string>;
  certificates: B64[];
  membership?: Maybe<Membership>;
  vault_id?: Maybe<string>;
}

export interface Membership {
  organisation_id: string;
  name: string;
  role: Role;
  certificates: B64[];
}

export interface Enrolment {
  certificate: B64;
  root: B64;
}

export interface NewCredential {
  credential_id: string;
  kind: CredentialKind;
  public_key: B64;
  pin_tag: B64;
  half_b: B64;
  root: B64;
}

export interface PinChange {
  current_pin_tag: B64;
  new_pin_tag: B64;
}

export interface CredentialView {
  credential_id: string;
  kind: CredentialKind;
  state: "live" | "blocked" | "revoked";
  created_ms: number;
  current: boolean;
}

export interface CredentialChange {
  pin_tag: B64;
  add?: Maybe<NewCredential>;
  revoke: string[];
}

export interface CredentialChanged {
  /** Index, in the log, of the entry of the added one; none when nothing was added. */
  added_index?: Maybe<number>;
}

export interface PinResetApproval {
  vault_id: string;
  pin_tag: B64;
}

export interface PinResetApproved {
  approvals: number;
  needed: number;
  until_ms: number;
}

export interface PinReset {
  credential_id: string;
  challenge: B64;
  new_pin_tag: B64;
  signature: B64;
}

export interface UploadAnswer {
  upload_id: string;
  sha256: string;
  length: number;
}

export interface NewDeposit {
  deposit: B64;
  upload_id: string;
  record: B64;
  server_share: B64;
  mandate_id?: Maybe<string>;
}

export interface DepositAnswer {
  document_id: string;
  version: number;
  folder_id: string;
  log_index: number;
}

export interface RecordsRequest {
  mandate_id?: Maybe<string>;
  all_versions?: boolean;
}

export interface RecordsView {
  vault: VaultView;
  mandates: MandateView[];
  records: RecordView[];
  signers: SignerView[];
  organisations: OrganisationView[];
  reminders: ReminderView[];
}

export interface NewReminder {
  reminder_id: string;
  due_ms: number;
  text: B64;
}

export interface ReminderView extends NewReminder {
  document_id: string;
  author: string;
  created_ms: number;
}

export interface RecordView {
  document_id: string;
  version: number;
  folder_id: string;
  record: B64;
  deposit: B64;
  amendments?: B64[];
  object_length: number;
  deposited_ms: number;
}

export interface SignerView {
  kid: string;
  account_id: string;
  display_name?: Maybe<string>;
  organisation_id?: Maybe<string>;
  certificates: B64[];
}

export interface NewAmendment {
  amendment: B64;
  record: B64;
}

export interface MovedReminder {
  reminder_id: string;
  text: B64;
}

export interface AmendAnswer {
  document_id: string;
  folder_id: string;
  log_index: number;
}

export interface ErasureAnswer {
  document_id: string;
  versions: number[];
  log_index: number;
}

/** In its one written form (FORMATS 8): every field, in this order. */
export interface NewOpening {
  document_id: string;
  version: number | null;
  mandate_id: string | null;
  purpose: Purpose | null;
}

export interface OpeningView {
  opening_id: string;
  vault_id: string;
  document_id: string;
  version: number;
  owner: OwnerView;
  folder: FolderView;
  mandate?: Maybe<MandateView>;
  record: B64;
  deposit: B64;
  amendments?: B64[];
  depositor: SignerView;
  depositor_organisation?: Maybe<OrganisationView>;
  signers?: SignerView[];
  organisations?: OrganisationView[];
  server_share: B64;
  object_length: number;
  log_index: number;
}

export interface NewVault {
  vault_id: string;
  account_id: string;
  certificate: B64;
  credential: NewCredential;
  sheet?: Maybe<NewCredential>;
  folders: NewFolder[];
  organisation_id: string;
  directory_epoch: number;
  directory_entry: B64;
  consent_sha256: string;
}

export interface NewFolder {
  folder_id: string;
  kind: FolderKind;
  certificate: B64;
  seed: B64;
}

export interface VaultView {
  vault_id: string;
  owner: OwnerView;
  folders: FolderView[];
  bytes_used: number;
  log_index?: Maybe<number>;
  /** When the vault will be destroyed, once its owner asked for it. */
  destroy_ms?: Maybe<number>;
}

export interface OwnerView {
  account_id: string;
  certificates: B64[];
}

export interface FolderView {
  folder_id: string;
  kind: FolderKind;
  certificates: B64[];
  seed?: Maybe<B64>;
  former_seeds?: B64[];
  /** Whether somebody who could read it may no longer, so that it is due for a new key. */
  key_due?: boolean;
}

export interface NewEpoch {
  certificate: B64;
  seed: B64;
  holders: { mandate_id: string; seed: B64 }[];
  records: ResealedRecord[];
}

export interface ResealedRecord {
  document_id: string;
  version: number;
  record: B64;
}

export interface EpochAnswer {
  epoch: number;
  left: number;
}

export interface NewMandate {
  mandate: B64;
  seeds: B64[];
  purpose_text?: Maybe<B64>;
}

export type MandateState = "active" | "not-started" | "expired" | "revoked";

export interface MandateView {
  mandate_id: string;
  vault_id: string;
  mandate: B64;
  purpose_text?: Maybe<B64>;
  state: MandateState;
  revocation?: Maybe<B64>;
  recipient: { name?: Maybe<string>; certificates: B64[] };
  owner_certificates: B64[];
  granted_ms: number;
  log_index?: Maybe<number>;
}

export interface OrganisationView {
  organisation_id: string;
  name: string;
  certificates: B64[];
}

export interface MemberView {
  account_id: string;
  role: Role;
  display_name: string;
  state: MemberState;
  certificates: B64[];
}

export interface NewMember {
  account_id: string;
  role: Role;
  display_name: string;
  certificate: B64;
  credential: NewCredential;
  seeds: B64[];
  pin_tag: B64;
}

export interface NewKeys {
  certificate: B64;
  members: { account_id: string; seeds: B64[] }[];
}

export interface DirectoryEntryView {
  vault_id: string;
  epoch: number;
  entry: B64;
}

export interface EntryView {
  index: number;
  salt: B64;
  body: B64;
  request?: Maybe<B64>;
  inclusion?: string[];
}

export interface ErasedView {
  index: number;
  leaf_hash: string;
  inclusion?: string[];
}

export interface VaultLogView {
  vault_id: string;
  checkpoint: string;
  head: B64;
  entries: EntryView[];
  erased: ErasedView[];
  purge?: Maybe<EntryView>;
  actors: ActorView[];
  signers: SignerView[];
  organisations: OrganisationView[];
  more: boolean;
}

export interface ActorView {
  kid: string;
  kind: AccountKind;
  display_name?: Maybe<string>;
  organisation_name?: Maybe<string>;
  role?: Maybe<Role>;
}

export interface LogPage {
  checkpoint: string;
  entries: EntryView[];
  erased: ErasedView[];
  actors: ActorView[];
  signers: SignerView[];
  organisations: OrganisationView[];
  next?: Maybe<number>;
}

export interface ConsistencyView {
  checkpoint: string;
  proof: string[];
}

export interface NewRecovery {
  recovery_id: string;
  vault_id: string;
  means: RecoveryMeans;
  one_time_key: B64;
  pin_tag: B64;
}

export interface Helper {
  account_id: string;
  display_name?: Maybe<string>;
  organisation?: Maybe<string>;
}

export interface RecoveryView {
  recovery_id: string;
  vault_id: string;
  means: RecoveryMeans;
  state: RecoveryState;
  one_time_key: B64;
  started_by: Helper;
  started_ms: number;
  approvals: { by: Helper; guardian: boolean; approved_ms: number }[];
  needed: number;
  ready_ms?: Maybe<number>;
  lapses_ms: number;
  ended_ms?: Maybe<number>;
}

export interface RecoveryReleased {
  credential_id: string;
  half_b: B64;
  root: B64;
  owner: OwnerView;
  folders: { folder_id: string; seeds: B64[] }[];
  pieces: { account_id: string; signing_key: B64; pieces: B64[] }[];
}

export interface RecoveryEnrolment {
  certificate?: Maybe<B64>;
  seeds: B64[];
  card: NewCredential;
  sheet: NewCredential;
}

export interface GuardiansView {
  next_generation: number;
  guardians: { guardian: Helper; named_ms: number; rehearsed_ms?: Maybe<number> }[];
}

export interface GuardianshipView {
  vault_id: string;
  owner: OwnerView;
  generation: number;
  pieces: B64[];
  rehearsed_ms?: Maybe<number>;
}

export interface NewGuardians {
  pin_tag: B64;
  generation: number;
  credential: NewCredential;
  guardians: { account_id: string; pieces: B64[]; rehearsal_key: B64 }[];
}

export interface GuardianKeys {
  account_id: string;
  display_name?: Maybe<string>;
  organisation_id?: Maybe<string>;
  certificates: B64[];
}

export interface ClosingView {
  destroy_ms: number;
  log_index: number;
}

export interface ReceiptView {
  checkpoint: string;
  entry: EntryView;
}

export interface ExportView {
  log_index: number;
  exported_ms: number;
  versions: { document_id: string; version: number; folder_id: string; deposited_ms: number }[];
}

/** `VWR1` kind 15, by the caller's account to itself. */
export interface NewDisplay {
  display: B64;
}

export interface DisplayView {
  display?: Maybe<B64>;
}

export interface ChannelView {
  channel_id: string;
  kind: ChannelKind;
  hint: string;
  created_ms: number;
}

export interface NewChannel {
  channel_id: string;
  kind: ChannelKind;
  address: string;
  pin_tag: B64;
}
