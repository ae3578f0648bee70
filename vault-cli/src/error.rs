//! Everything that can stop a command: a stable code for scripts, an exit code, and, in `messages/*/problems.ftl`,
//! one sentence (`problem-<code>`) with what to do next (its attribute `next`).

use fluent_bundle::FluentValue;
use serde_json::{Value, json};
use vault_core::api::{Problem as Refusal, ProblemCode};
use vault_core::error::Error as Broken;

use crate::display::clean;
use crate::exit::Exit;
use crate::i18n::I18n;

/// The result of a stage or a command.
pub(crate) type Result<T, E = Error> = std::result::Result<T, E>;

/// Declares the local problems once: variant, fields, code and exit code.
macro_rules! problems {
    ($($(#[$doc:meta])* $name:ident $({ $($field:ident),* })? = $code:literal => $exit:ident),* $(,)?) => {
        /// A problem found on this side.
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[allow(missing_docs, reason = "the fields are the variables of the message")]
        pub(crate) enum Problem {
            $($(#[$doc])* $name $({ $($field: String),* })?,)*
        }

        impl Problem {
            /// Every code with the variables of its message, for the test of the Fluent files.
            #[cfg(test)]
            pub(crate) const ALL: &'static [(&'static str, &'static [&'static str])] =
                &[$(($code, &[$($(stringify!($field)),*)?])),*];

            /// The stable name, for scripts and message ids.
            #[must_use]
            pub(crate) const fn code(&self) -> &'static str {
                match self { $(Self::$name $({ $($field: _),* })? => $code,)* }
            }

            /// The exit code.
            #[must_use]
            pub(crate) const fn exit(&self) -> Exit {
                match self { $(Self::$name $({ $($field: _),* })? => Exit::$exit,)* }
            }

            fn args(&self) -> Vec<(&'static str, &str)> {
                match self { $(Self::$name $({ $($field),* })? => vec![$($((stringify!($field), $field.as_str())),*)?],)* }
            }
        }
    };
}

problems! {
    /// The command line was not understood; the sentence is clap's, translated.
    CommandLine { sentence } = "command-line" => Usage,
    /// No one is logged in with this profile.
    NotLoggedIn = "not-logged-in" => Refused,
    /// Only staff may have a computer enrolled.
    RememberStaffOnly = "remember-staff-only" => Refused,
    /// This computer is enrolled for somebody else.
    ComputerTaken { name } = "computer-taken" => Refused,
    /// The credential of this computer was withdrawn or blocked, and is removed from it.
    ComputerForgotten = "computer-forgotten" => Refused,
    /// This computer was never enrolled.
    ComputerUnknown = "computer-unknown" => NotFound,
    /// The profile folder cannot be used.
    Profile { path, cause } = "profile" => Unexpected,
    /// A file of the profile cannot be read as what it should be.
    ProfileBroken { path } = "profile-broken" => Unexpected,
    /// No server was given and the profile knows none.
    ServerMissing = "server-missing" => Usage,
    /// Not an https URL of the form `https://host[:port]`.
    ServerUrl { url } = "server-url" => Usage,
    /// The server goes by another address than the one given.
    ServerName { asked, said } = "server-name" => Usage,
    /// The file of the certificate authority holds no certificate.
    CaFile { path } = "ca-file" => Usage,
    /// A file to read is not there.
    FileMissing { path } = "file-missing" => Usage,
    /// A file to read holds nothing.
    FileEmpty { path } = "file-empty" => Usage,
    /// A file to read is a folder, a pipe or a device.
    FileNotRegular { path } = "file-not-regular" => Usage,
    /// The system refuses to read a file.
    FileUnreadable { path, cause } = "file-unreadable" => Usage,
    /// A file changed while it was read.
    FileChanged { path } = "file-changed" => Usage,
    /// A file is larger than the server accepts.
    FileTooLarge { path, limit } = "file-too-large" => Usage,
    /// A file that should hold one short text holds something else.
    SecretFile { path } = "secret-file" => Usage,
    /// A file to write is there already.
    OutputExists { path } = "output-exists" => Usage,
    /// A file cannot be written.
    OutputFailed { path, cause } = "output-failed" => Unexpected,
    /// JSON and a document cannot both go to standard output.
    OutputTwice = "output-twice" => Usage,
    /// A question needs a terminal or a file.
    NoTerminal { option } = "no-terminal" => Usage,
    /// Two typed PINs differ.
    PinMismatch = "pin-mismatch" => Usage,
    /// A PIN that anybody would guess.
    PinWeak = "pin-weak" => Usage,
    /// The text is not a credential.
    CredentialUnreadable = "credential-unreadable" => Usage,
    /// No folder of that name.
    FolderUnknown { folder, known } = "folder-unknown" => Usage,
    /// A folder that no mandate in force covers.
    FolderNotCovered { folder, known } = "folder-not-covered" => Refused,
    /// No folder with that id.
    FolderMissing { folder } = "folder-missing" => NotFound,
    /// No such purpose.
    PurposeUnknown { purpose, known } = "purpose-unknown" => Usage,
    /// No such kind of document.
    TypeUnknown { document_type, known } = "type-unknown" => Usage,
    /// Not a date.
    DateUnknown { date } = "date-unknown" => Usage,
    /// A name that cannot be written.
    NameUnusable = "name-unusable" => Usage,
    /// Not for this kind of account.
    WrongKindOfAccount = "wrong-kind-of-account" => Refused,
    /// Not an id.
    IdUnreadable { id } = "id-unreadable" => Usage,
    /// Not 4 to 8 digits.
    PinUnreadable = "pin-unreadable" => Usage,
    /// A telephone number without its country.
    PhoneUnreadable = "phone-unreadable" => Usage,
    /// No document with that id in this vault.
    DocumentMissing { document } = "document-missing" => NotFound,
    /// A document that lies where it is to be moved.
    DocumentThere { folder } = "document-there" => Usage,
    /// A document whose description is sealed to a former key of its folder.
    DocumentSealedBefore { document } = "document-sealed-before" => Refused,
    /// A document with reminders, which do not move.
    /// A reminder for a day that is past.
    ReminderDayPast { day } = "reminder-day-past" => Usage,
    /// A reminder for a day that is too far ahead.
    ReminderDayFar { day } = "reminder-day-far" => Usage,
    /// The text of a reminder is empty, too long, or holds what no screen shows.
    ReminderText { limit } = "reminder-text" => Usage,
    /// The document has as many reminders as it may have.
    ReminderTooMany { limit } = "reminder-too-many" => Refused,
    /// No mandate with that id.
    MandateMissing { mandate } = "mandate-missing" => NotFound,
    /// Nobody to grant a mandate to.
    RecipientMissing = "recipient-missing" => Usage,
    /// A guardian sees another fingerprint than the professional.
    OtherFingerprint = "other-fingerprint" => Integrity,
    /// No recovery with that id.
    RecoveryMissing { recovery } = "recovery-missing" => NotFound,
    /// The actor guards no such vault.
    NotGuarded { vault } = "not-guarded" => Refused,
    /// Not three guardians.
    GuardiansThree = "guardians-three" => Usage,
    /// Neither staff nor a beneficiary with an anchor.
    GuardianCode = "guardian-code" => Usage,
    /// Not the id of a card.
    CredentialIdUnreadable { id } = "credential-id-unreadable" => Usage,
    /// Several cards might be the lost one.
    CardUnclear = "card-unclear" => Usage,
    /// Another card than that of the session.
    OtherCard = "other-card" => Usage,
    /// A vault must be named.
    VaultMissing = "vault-missing" => Usage,
    /// The person does not agree.
    ConsentRefused = "consent-refused" => Refused,
    /// There is a measure of legal protection: the vault is not opened here and now.
    ProtectionMeasure = "protection-measure" => Refused,
    /// The question about legal protection has no answer.
    ProtectionUnanswered = "protection-unanswered" => Usage,
    /// This account is in no organisation.
    OrganisationNone = "organisation-none" => Refused,
    /// No such member in the organisation.
    MemberMissing { account } = "member-missing" => NotFound,
    /// Nobody removes themself.
    OneselfRemoved = "oneself-removed" => Refused,
    /// The keys have turned, and some names are still under the former ones.
    NamesLeft { cause } = "names-left" => Unreachable,
    /// Not in the queue.
    QueueNone { document } = "queue-none" => NotFound,
    /// A deposit was sealed and kept, but could not be sent.
    DepositKept { title, cause } = "deposit-kept" => Unreachable,
    /// Not an age recipient.
    RecipientUnreadable { recipient } = "recipient-unreadable" => Usage,
    /// Not a file of age identities.
    IdentityUnreadable { path } = "identity-unreadable" => Usage,
    /// An export that is encrypted to somebody else, or for which no identity was given.
    ExportSealed { path } = "export-sealed" => Usage,
    /// A file that the manifest names is not in the archive.
    ExportFileMissing { file } = "export-file-missing" => Integrity,
    /// A file of the archive that the manifest does not name.
    ExportFileExtra { file } = "export-file-extra" => Integrity,
    /// A file of the archive that is not the one that the manifest names.
    ExportFileChanged { file } = "export-file-changed" => Integrity,
    /// The credential belongs to another vault than the one named.
    OtherVault = "other-vault" => Refused,
    /// Neither a printed act nor a receipt.
    NotAnAct { path } = "not-an-act" => Usage,
    /// Not the receipt of a closing, with its claim code.
    NotAClosing { path } = "not-a-closing" => Usage,
    /// The log continues what was kept: there is nothing to accept.
    LogNotBehind = "log-not-behind" => Usage,
    /// No decision of the operator in that line of the log.
    DecisionMissing { line } = "decision-missing" => Integrity,
    /// The operator's decision gives up less than what this computer has seen.
    DecisionTooSmall { line, given, seen } = "decision-too-small" => Integrity,
    /// This decision was accepted before.
    DecisionUsed { line } = "decision-used" => Integrity,
    /// The restored log was not accepted.
    NotAccepted = "not-accepted" => Refused,
    /// A receipt is asked for several papers at once.
    ReceiptOfOne = "receipt-of-one" => Usage,
    /// Not a log's public key.
    LogKeyUnreadable { key } = "log-key-unreadable" => Usage,
    /// The key of this log is neither given nor known.
    LogKeyMissing { log } = "log-key-missing" => Usage,
    /// The server cannot be reached.
    Unreachable { server, cause } = "unreachable" => Unreachable,
    /// The server's certificate is not signed by the authority that was given.
    Untrusted { server, cause } = "untrusted" => Unreachable,
    /// The server's answer is not one.
    AnswerUnreadable { cause } = "answer-unreadable" => Integrity,
    /// The server's answer is larger than any true one.
    AnswerTooLarge = "answer-too-large" => Integrity,
    /// No published list of the page's files was given, and none lay beside when this program was built.
    PublishedMissing = "published-missing" => Usage,
    /// Not a published list of the page's files.
    PublishedUnreadable { path } = "published-unreadable" => Usage,
    /// What the server serves is not the published page.
    PageDiffers { server, count } = "page-differs" => Integrity,
    /// Nobody foresaw this.
    Unforeseen { cause } = "unforeseen" => Unexpected,
}

/// Why a command stops.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// Found on this side.
    #[error("{}", .0.code())]
    Problem(Problem),
    /// Found on this side, in several places.
    #[error("{}", .problem.code())]
    Listed {
        /// What they come to.
        problem: Problem,
        /// Each of them, for scripts.
        differences: Vec<Value>,
    },
    /// Said by the server, as its problem document tells it.
    #[error("the server refused: {}", .0.code.code())]
    Server(Box<Refusal>),
    /// Bytes that are not what they should be; the subject is the id or file concerned, if there is one.
    #[error("{broken} ({subject})")]
    Integrity {
        /// The object and the property of it that does not hold.
        broken: Broken,
        /// Id or name of the object.
        subject: String,
    },
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<Broken> for Error {
    fn from(broken: Broken) -> Self {
        Self::Integrity { broken, subject: String::new() }
    }
}

/// Names the object in which something broke.
pub(crate) trait About<T> {
    /// Adds the id or the name of the object to an integrity error.
    fn about(self, subject: &dyn std::fmt::Display) -> Result<T>;
}

impl<T> About<T> for std::result::Result<T, Broken> {
    fn about(self, subject: &dyn std::fmt::Display) -> Result<T> {
        self.map_err(|broken| Error::Integrity { broken, subject: subject.to_string() })
    }
}

impl Error {
    /// The exit code of this end.
    #[must_use]
    pub(crate) fn exit(&self) -> Exit {
        match self {
            Self::Problem(problem) | Self::Listed { problem, .. } => problem.exit(),
            Self::Integrity { .. } => Exit::Integrity,
            Self::Server(refusal) => refused_exit(refusal),
        }
    }

    /// The stable code for scripts.
    #[must_use]
    pub(crate) fn code(&self) -> String {
        match self {
            Self::Problem(problem) | Self::Listed { problem, .. } => problem.code().to_owned(),
            Self::Server(refusal) => refusal.code.code().to_owned(),
            Self::Integrity { broken, .. } => format!("integrity-{}", broken.what.code()),
        }
    }

    /// What happened and what to do next.
    #[must_use]
    pub(crate) fn told(&self, i18n: &I18n) -> (String, String) {
        match self {
            Self::Problem(problem) | Self::Listed { problem, .. } => {
                let args: Vec<_> =
                    problem.args().into_iter().map(|(n, v)| (n, FluentValue::from(clean(v, 4000)))).collect();
                tell(i18n, &format!("problem-{}", problem.code()), &args)
            }
            Self::Server(refusal) => tell_refusal(i18n, refusal),
            Self::Integrity { broken, subject } => {
                tell_broken(i18n, broken.what.code(), broken.property.code(), subject)
            }
        }
    }

    /// The JSON form.
    #[must_use]
    pub(crate) fn json(&self, i18n: &I18n) -> Value {
        let (sentence, next) = self.told(i18n);
        let mut error = json!({ "code": self.code(), "message": sentence, "next": next });
        match self {
            Self::Integrity { broken, subject } => {
                error["what"] = broken.what.code().into();
                error["property"] = broken.property.code().into();
                error["subject"] = subject.as_str().into();
            }
            Self::Server(refusal) => {
                // What was told and nothing else: `tries_left`, `limit`, `what`…
                if let Ok(Value::Object(told)) = serde_json::to_value(refusal) {
                    for (name, value) in
                        told.into_iter().filter(|(n, _)| !matches!(n.as_str(), "type" | "title" | "code"))
                    {
                        error[name] = value;
                    }
                }
            }
            Self::Listed { differences, .. } => error["differences"] = differences.clone().into(),
            Self::Problem(_) => {}
        }
        json!({ "error": error })
    }
}

fn tell(i18n: &I18n, id: &str, args: &[(&str, FluentValue<'_>)]) -> (String, String) {
    (i18n.format(id, args), i18n.find(&format!("{id}.next"), args).unwrap_or_default())
}

fn tell_broken(i18n: &I18n, what: &str, property: &str, subject: &str) -> (String, String) {
    let subject = if subject.is_empty() { String::new() } else { format!(" ({})", clean(subject, 80)) };
    tell(
        i18n,
        "problem-integrity",
        &[
            ("what", i18n.text(&format!("integrity-{what}")).into()),
            ("property", i18n.text(&format!("property-{property}")).into()),
            ("subject", subject.into()),
        ],
    )
}

/// The exit code of a refusal: its HTTP status says it, but for what is stored broken, or made broken by this program.
fn refused_exit(refusal: &Refusal) -> Exit {
    match (refusal.code, refusal.status) {
        (ProblemCode::Integrity, _) => Exit::Integrity,
        (ProblemCode::Malformed, _) => Exit::Unexpected,
        (ProblemCode::BodyMismatch, _) | (_, 408 | 429 | 500..=599) => Exit::Unreachable,
        (_, 400 | 405 | 411 | 413 | 415 | 422) => Exit::Usage,
        (_, 401 | 403 | 409 | 410 | 423) => Exit::Refused,
        (_, 404) => Exit::NotFound,
        _ => Exit::Unexpected,
    }
}

fn tell_refusal(i18n: &I18n, refusal: &Refusal) -> (String, String) {
    if let (ProblemCode::Integrity, Some(what), Some(property)) = (refusal.code, &refusal.what, &refusal.property) {
        return tell_broken(i18n, what, property, "");
    }
    let aside = |text: Option<String>| text.map(|t| format!(" ({})", clean(&t, 200))).unwrap_or_default();
    let number = |n: Option<u64>| n.map(|n| n.to_string()).unwrap_or_default();
    let place = refusal.what.as_ref().zip(refusal.property.as_ref()).map(|(w, p)| format!("{w}: {p}"));
    let args = [
        ("detail", aside(place.or_else(|| refusal.detail.clone())).into()),
        ("limit", aside(refusal.limit.map(|n| crate::words::size(i18n, n))).into()),
        ("tries_left", number(refusal.tries_left.map(u64::from)).into()),
        ("retry_after_s", number(refusal.retry_after_s).into()),
    ];
    tell(i18n, &format!("problem-{}", refusal.code.code()), &args)
}
