//! Everything that can stop a request, told once. `http/error.rs` gives each its status.

use vault_core::api::ProblemCode;
use vault_core::error::Error as FormatError;
use vault_core::vocabulary::ResultCode;

use crate::access::Refusal;
use crate::blobs::BlobError;
use crate::key_directory::KeyDirectoryError;
use crate::store::StoreError;

/// Why a request was not done. Nothing of it remains, except the event of a refusal.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The client's to mend; `detail` is for developers and holds no secret.
    #[error("{}: {detail}", code.code())]
    Problem {
        /// What clients translate.
        code: ProblemCode,
        /// Which field, which name.
        detail: String,
    },
    /// An object of FORMATS.md that the client sent is refused.
    #[error("malformed {0}")]
    Malformed(FormatError),
    /// Over a limit, in bytes.
    #[error("{}: over {limit} bytes", code.code())]
    OverLimit {
        /// Which limit.
        code: ProblemCode,
        /// Its value in bytes.
        limit: u64,
    },
    /// Wrong PIN.
    #[error("wrong PIN, {tries_left} tries left")]
    WrongPin {
        /// How many remain.
        tries_left: u8,
    },
    /// Too often from one address.
    #[error("too many logins, for {wait_s} seconds")]
    TooOften {
        /// How long to wait, in seconds.
        wait_s: u64,
    },
    /// Policy said no; the event is written.
    #[error("refused: {}", .0.reason.code())]
    Refused(Refusal),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The blob store.
    #[error(transparent)]
    Blob(#[from] BlobError),
    /// The key directory.
    #[error(transparent)]
    Keys(#[from] KeyDirectoryError),
    /// What we hold does not verify.
    #[error("what is stored does not verify: {0}")]
    Corrupt(FormatError),
    /// The batch could not be committed; why is in the server's own messages.
    #[error("nothing was written: the batch could not be committed")]
    Unwritten,
    /// The ledger has stopped.
    #[error("the server is stopping")]
    Stopping,
}

impl Error {
    /// The client's to mend.
    pub fn problem(code: ProblemCode, detail: impl Into<String>) -> Self {
        Self::Problem { code, detail: detail.into() }
    }

    /// Nothing of that name.
    pub fn not_found(what: impl Into<String>) -> Self {
        Self::problem(ProblemCode::NotFound, what)
    }

    /// The problem that a refusal becomes.
    #[must_use]
    pub const fn code_of(reason: ResultCode) -> ProblemCode {
        match reason {
            ResultCode::NoMandate => ProblemCode::NoMandate,
            ResultCode::MandateExpired => ProblemCode::MandateExpired,
            ResultCode::MandateRevoked => ProblemCode::MandateRevoked,
            ResultCode::MandateNotStarted => ProblemCode::MandateNotStarted,
            ResultCode::RightMissing => ProblemCode::RightMissing,
            ResultCode::RoleForbids => ProblemCode::RoleForbids,
            ResultCode::NotAMember => ProblemCode::NotAMember,
            ResultCode::AccountDisabled => ProblemCode::AccountDisabled,
            ResultCode::WrongPin => ProblemCode::WrongPin,
            ResultCode::CredentialBlocked => ProblemCode::CredentialBlocked,
            ResultCode::CredentialRevoked => ProblemCode::CredentialRevoked,
            ResultCode::TooEarly => ProblemCode::TooEarly,
            ResultCode::TooLate => ProblemCode::TooLate,
            ResultCode::AlreadyRead => ProblemCode::AlreadyRead,
            ResultCode::SecondPersonMissing => ProblemCode::SecondPersonMissing,
            ResultCode::NotTrusted => ProblemCode::NotTrusted,
            ResultCode::VaultClosing => ProblemCode::VaultClosing,
            ResultCode::Stopped => ProblemCode::Stopped,
            ResultCode::MemberSuspended => ProblemCode::MemberSuspended,
            ResultCode::Done | ResultCode::NotAllowed | ResultCode::NotDelivered => ProblemCode::NotAllowed,
        }
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// The result of anything a request asks for.
pub type Result<T, E = Error> = std::result::Result<T, E>;
