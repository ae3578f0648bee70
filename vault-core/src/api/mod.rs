//! What travels between the server and its clients: JSON, one module per noun.
//!
//! Ids and hashes are lower-case hexadecimal; other bytes are base64url without padding
//! ([`Bytes`]); times are Unix milliseconds; unknown fields are refused in requests. Every
//! authenticated call but `/v1/session` carries the session token (`Authorization: Bearer`) and a
//! signed request ([`REQUEST_HEADER`], FORMATS 5): a token alone releases nothing.

mod account;
mod bytes;
mod channel;
mod credential;
mod deposit;
mod display;
mod document;
mod export;
mod leaving;
mod log;
mod mandate;
mod opening;
mod organisation;
mod problem;
mod recovery;
mod reminder;
mod server;
mod staff;
mod tie;
mod vault;

pub use account::{
    AccountView, Challenge, ChallengeRequest, Enrolment, Login, LoginAnswer, Membership, NewCredential, PinChange,
    SessionView,
};
pub use bytes::Bytes;
pub use channel::{ChannelRemoval, ChannelView, NewChannel};
pub use credential::{
    CredentialChange, CredentialChanged, CredentialState, CredentialView, MemberPinApproval, PinReset,
    PinResetApproval, PinResetApproved,
};
pub use deposit::{DepositAnswer, NewDeposit, RecordView, RecordsRequest, RecordsView, SignerView, UploadAnswer};
pub use display::{DisplayView, NewDisplay};
pub use document::{
    AmendAnswer, ErasureAnswer, ErasureRequest, MovedReminder, NewAmendment, NewAmendments, UndoRequest,
};
pub use export::{ExportView, ExportedVersion, NewExport};
pub use leaving::{ClosingView, DestructionClaim, KeptView, NewClosing, NewConsentRefusal, NewKeeping, ReceiptView};
pub use log::{ActorView, ConsistencyView, EntryView, ErasedView, LogPage, VaultLogView};
pub use mandate::{MandateState, MandateView, NewMandate, NewRevocation, RecipientView};
pub use opening::{NewOpening, OpeningView};
pub use organisation::{
    DirectoryEntryView, DirectoryView, MemberView, NewMember, NewOrganisation, OrganisationView, SeedsView,
};
pub use problem::{Problem, ProblemCode};
pub use recovery::{
    Approval, FolderSeeds, GuardianKeys, GuardianPieces, GuardianView, GuardiansEnd, GuardiansView, GuardianshipView,
    Helper, NewGuardian, NewGuardians, NewRecovery, NewRehearsal, RecoveryApproval, RecoveryEnrolment, RecoveryRelease,
    RecoveryReleased, RecoveryView,
};
pub use reminder::{NewReminder, ReminderRemoved, ReminderView};
pub use server::ServerInfo;
pub use staff::{KeyTurn, MemberSeeds, NamesLeft, NewKeys, Removal, ResealedName, ResealedNames, Resumption};
pub use tie::{Departure, NewDirectoryEntry, NewInvitation};
pub use vault::{
    EpochAnswer, FolderView, HolderSeed, NewEpoch, NewFolder, NewVault, OwnerView, ResealedRecord, ResealedRecords,
    VaultView,
};

/// Carries `VRQ1`, base64url, with every authenticated call.
pub const REQUEST_HEADER: &str = "coffre-request";

/// How far a signed request's time may be from the server's, in milliseconds (5 minutes).
pub const REQUEST_WINDOW_MS: u64 = 5 * 60 * 1000;

/// Media type of RFC 9457 answers.
pub const PROBLEM_MEDIA_TYPE: &str = "application/problem+json";
