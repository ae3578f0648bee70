/** The closed lists (FORMATS, appendix A): each code has one number in the formats and one word in JSON and messages. A test compares them with Rust's. */

/** Kinds of folders. */
export const FOLDER_KINDS = {
  identity: 1,
  housing: 2,
  resources: 3,
  family: 4,
  health: 5,
  employment: 6,
  residence: 7,
  justice: 8,
  other: 9,
  private: 10,
} as const;
/** One of {@link FOLDER_KINDS}. */
export type FolderKind = keyof typeof FOLDER_KINDS;

/** Purposes of mandates and openings. */
export const PURPOSES = {
  none: 0,
  "social-support": 1,
  rsa: 2,
  housing: 3,
  "health-cover": 4,
  "family-benefits": 5,
  taxes: 6,
  employment: 7,
  "residence-permit": 8,
  justice: 9,
  domiciliation: 10,
  disability: 11,
  retirement: 12,
  debt: 13,
  "emergency-aid": 14,
  schooling: 15,
  bank: 16,
  other: 99,
} as const;
/** One of {@link PURPOSES}. */
export type Purpose = keyof typeof PURPOSES;

/** Kinds of accounts. */
export const ACCOUNT_KINDS = {
  beneficiary: 1,
  staff: 2,
  auditor: 3,
} as const;
/** One of {@link ACCOUNT_KINDS}. */
export type AccountKind = keyof typeof ACCOUNT_KINDS;

/** Roles of members. */
export const ROLES = {
  referent: 1,
  professional: 2,
  desk: 3,
} as const;
/** One of {@link ROLES}. */
export type Role = keyof typeof ROLES;

/** States of members. */
export const MEMBER_STATES = {
  active: 1,
  suspended: 2,
  removed: 3,
} as const;
/** One of {@link MEMBER_STATES}. */
export type MemberState = keyof typeof MEMBER_STATES;

/** Kinds of credentials. */
export const CREDENTIAL_KINDS = {
  card: 1,
  device: 2,
  sheet: 3,
  guardians: 4,
} as const;
/** One of {@link CREDENTIAL_KINDS}. */
export type CredentialKind = keyof typeof CREDENTIAL_KINDS;

/** Types of events in the log. */
export const EVENT_TYPES = {
  enrolment: 1,
  login: 2,
  "pin-change": 3,
  "key-publication": 4,
  "organisation-created": 5,
  "member-added": 6,
  "vault-created": 7,
  "mandate-granted": 8,
  "mandate-revoked": 9,
  "mandate-expired": 10,
  "vault-read": 11,
  "records-read": 12,
  deposit: 13,
  opening: 14,
  "log-read": 15,
  invitation: 16,
  maintenance: 17,
  "unsigned-requests": 18,
  "credential-added": 19,
  "credential-revoked": 20,
  "pin-reset-approved": 21,
  "pin-reset": 22,
  "recovery-started": 23,
  "recovery-approved": 24,
  "recovery-stopped": 25,
  "recovery-finished": 26,
  "guardians-named": 27,
  "guardian-rehearsed": 28,
  "deposit-undone": 29,
  "document-moved": 30,
  "document-renamed": 31,
  "document-erased": 32,
  "folder-keys-turned": 33,
  "member-suspended": 34,
  "member-resumed": 35,
  "member-removed": 36,
  "organisation-keys-turned": 37,
  "organisation-joined": 38,
  "organisation-left": 39,
  "consent-refused": 40,
  "vault-closing": 41,
  "vault-kept": 42,
  "vault-destroyed": 43,
  export: 44,
  "channel-changed": 45,
  "reminder-changed": 46,
  "notice-sent": 47,
  "idle-warned": 48,
  "idle-disabled": 49,
  "log-purged": 50,
  "mandates-purged": 51,
  backup: 52,
  "backup-verified": 53,
  restore: 54,
  "log-behind-accepted": 55,
  "keys-turned": 56,
  "keys-destroyed": 57,
  "keys-exported": 58,
  "directory-read": 59,
} as const;
/** One of {@link EVENT_TYPES}. */
export type EventType = keyof typeof EVENT_TYPES;

/** How an event ended: done, or the refusal. */
export const RESULT_CODES = {
  done: 0,
  "no-mandate": 1,
  "mandate-expired": 2,
  "mandate-revoked": 3,
  "mandate-not-started": 4,
  "right-missing": 5,
  "role-forbids": 6,
  "not-a-member": 7,
  "not-allowed": 8,
  "account-disabled": 9,
  "wrong-pin": 10,
  "credential-blocked": 11,
  "credential-revoked": 12,
  "too-early": 13,
  "too-late": 14,
  "already-read": 15,
  "second-person-missing": 16,
  "not-trusted": 17,
  "vault-closing": 18,
  stopped: 19,
  "not-delivered": 20,
  "member-suspended": 21,
} as const;
/** One of {@link RESULT_CODES}. */
export type ResultCode = keyof typeof RESULT_CODES;

/** Means of a recovery. */
export const RECOVERY_MEANS = {
  sheet: 1,
  guardians: 2,
} as const;
/** One of {@link RECOVERY_MEANS}. */
export type RecoveryMeans = keyof typeof RECOVERY_MEANS;

/** States of a recovery. */
export const RECOVERY_STATES = {
  waiting: 1,
  stopped: 2,
  finished: 3,
  lapsed: 4,
} as const;
/** One of {@link RECOVERY_STATES}. */
export type RecoveryState = keyof typeof RECOVERY_STATES;

/** Kinds of channels. */
export const CHANNEL_KINDS = {
  mail: 1,
  phone: 2,
} as const;
/** One of {@link CHANNEL_KINDS}. */
export type ChannelKind = keyof typeof CHANNEL_KINDS;

/** Kinds of notices. */
export const NOTICE_KINDS = {
  "recovery-started": 1,
  "recovery-stopped": 2,
  "recovery-finished": 3,
  "card-replaced": 4,
  "pin-reset": 5,
  "vault-closing": 6,
  "vault-destroyed": 7,
  reminder: 8,
  idle: 9,
  "channel-changed": 10,
} as const;
/** One of {@link NOTICE_KINDS}. */
export type NoticeKind = keyof typeof NOTICE_KINDS;

/** Kinds of papers that programs offer by name; a record may hold another code of the same form. */
export const DOCUMENT_TYPES = [
  "identity-card",
  "passport",
  "residence-permit",
  "birth-certificate",
  "family-record",
  "tax-notice",
  "payslip",
  "benefit-statement",
  "bank-details",
  "lease",
  "rent-receipt",
  "proof-of-address",
  "domiciliation-certificate",
  "health-cover-certificate",
  "disability-decision",
  "pension-statement",
  "work-contract",
  "job-seeker-certificate",
  "diploma",
  "court-decision",
  "insurance-certificate",
  "photo",
  "other",
] as const;

/** The word of a number; `undefined` for a number of a later version. */
export function wordOf<K extends string>(vocabulary: Readonly<Record<K, number>>, number: number): K | undefined {
  return (Object.keys(vocabulary) as K[]).find((word) => vocabulary[word] === number);
}
