//! Problems: RFC 9457 answers whose `code` clients translate into a sentence.

use serde::{Deserialize, Serialize};

macro_rules! problems {
    ($($(#[$doc:meta])* $variant:ident, $code:literal, $status:literal, $title:literal;)*) => {
        /// What went wrong, as a stable word. The sentence that people read is `problem-<code>` in the messages.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum ProblemCode {
            $($(#[$doc])* #[serde(rename = $code)] $variant,)*
        }

        crate::vocabulary::words_in_openapi!(ProblemCode);

        impl ProblemCode {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The stable word.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The HTTP status that goes with it.
            #[must_use]
            pub const fn status(self) -> u16 {
                match self { $(Self::$variant => $status,)* }
            }

            /// A short title for developers (RFC 9457 `title`).
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title,)* }
            }
        }
    };
}

problems! {
    /// The request is not what the OpenAPI document says.
    InvalidRequest, "invalid-request", 400, "The request does not have the documented form";
    /// No session token, or a session that is over.
    SessionOver, "session-over", 401, "There is no such session any more";
    /// No signed request, or one that does not match what was sent.
    NotSigned, "not-signed", 401, "The request is not signed by the account";
    /// The signed request's time is too far from the server's.
    ClockSkew, "clock-skew", 401, "The request's time is too far from the server's";
    /// Unknown credential, or a login signed by another.
    WrongCredential, "wrong-credential", 401, "This credential does not log in";
    /// Wrong PIN; `tries_left` tells how many remain.
    WrongPin, "wrong-pin", 403, "Wrong PIN";
    /// Blocked after five wrong PINs.
    CredentialBlocked, "credential-blocked", 403, "The credential is blocked";
    /// Replaced or withdrawn.
    CredentialRevoked, "credential-revoked", 403, "The credential was withdrawn";
    /// The account is not active.
    AccountDisabled, "account-disabled", 403, "The account is not active";
    /// No mandate covers it.
    NoMandate, "no-mandate", 403, "No mandate covers this";
    /// The mandate's last day is past.
    MandateExpired, "mandate-expired", 403, "The mandate has expired";
    /// The mandate was revoked.
    MandateRevoked, "mandate-revoked", 403, "The mandate was revoked";
    /// The mandate has not begun.
    MandateNotStarted, "mandate-not-started", 403, "The mandate has not begun";
    /// The mandate does not give this right.
    RightMissing, "right-missing", 403, "The mandate does not give this right";
    /// The member's role does not allow it.
    RoleForbids, "role-forbids", 403, "The member's role does not allow this";
    /// Not a member of that organisation.
    NotAMember, "not-a-member", 403, "Not a member of this organisation";
    /// The account may not do this at all.
    NotAllowed, "not-allowed", 403, "The account may not do this";
    /// Its time has not come.
    TooEarly, "too-early", 403, "Its time has not come";
    /// Its time is past.
    TooLate, "too-late", 403, "Its time is past";
    /// Somebody has read it.
    AlreadyRead, "already-read", 403, "Somebody has read it";
    /// Another person must approve.
    SecondPersonMissing, "second-person-missing", 403, "Another person must approve";
    /// The person has no tie with this organisation.
    NotTrusted, "not-trusted", 403, "The person has no tie with this organisation";
    /// The vault is being closed.
    VaultClosing, "vault-closing", 403, "The vault is being closed";
    /// It was stopped.
    Stopped, "stopped", 403, "It was stopped";
    /// The member is suspended.
    MemberSuspended, "member-suspended", 403, "The member is suspended";
    /// Nothing of that name.
    NotFound, "not-found", 404, "Nothing of that name";
    /// The path exists, not with this method.
    MethodNotAllowed, "method-not-allowed", 405, "Not with this method";
    /// It exists already with another content, or the request was sent before.
    Conflict, "conflict", 409, "It exists already with another content";
    /// It was erased.
    Erased, "erased", 410, "It was erased";
    /// A length is required.
    LengthRequired, "length-required", 411, "The length must be announced";
    /// The document or the body is over the limit; `limit` tells it, in bytes.
    TooLarge, "too-large", 413, "Over the limit";
    /// The vault is full; `limit` tells its size, in bytes.
    VaultFull, "vault-full", 413, "The vault is full";
    /// Not the media type that this call takes.
    UnsupportedMediaType, "unsupported-media-type", 415, "Not this media type";
    /// An object of FORMATS.md is refused; `what` and `property` tell why.
    Malformed, "malformed", 422, "An object is refused";
    /// What arrived is not what was announced: cut, or another hash.
    BodyMismatch, "body-mismatch", 422, "What arrived is not what was announced";
    /// Too many requests from here; try again after `retry_after_s`.
    TooManyRequests, "too-many-requests", 429, "Too many requests";
    /// Took too long.
    TimedOut, "timed-out", 408, "Took too long";
    /// What is stored does not verify; `what` and `property` tell which.
    Integrity, "integrity", 500, "What is stored does not verify";
    /// The server failed; its own log tells why.
    Unexpected, "unexpected", 500, "The server failed";
    /// The server is stopping or overloaded.
    Unavailable, "unavailable", 503, "The server is stopping or overloaded";
}

/// An RFC 9457 answer.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// `urn:coffre:problem:<code>`.
    #[serde(rename = "type")]
    pub type_uri: String,
    /// For developers, in English.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What clients translate.
    pub code: ProblemCode,
    /// For developers: which field, which name.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub detail: Option<String>,
    /// The object of FORMATS.md that failed, when one did.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub what: Option<String>,
    /// The property of it that failed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub property: Option<String>,
    /// PIN tries that remain.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub tries_left: Option<u8>,
    /// The limit that was passed, in bytes.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub limit: Option<u64>,
    /// Seconds to wait.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub retry_after_s: Option<u64>,
}

impl Problem {
    /// A problem with nothing but its code.
    #[must_use]
    pub fn new(code: ProblemCode) -> Self {
        Self {
            type_uri: format!("urn:coffre:problem:{}", code.code()),
            title: code.title().to_owned(),
            status: code.status(),
            code,
            detail: None,
            what: None,
            property: None,
            tries_left: None,
            limit: None,
            retry_after_s: None,
        }
    }
}
