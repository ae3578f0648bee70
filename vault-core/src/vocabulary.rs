//! The closed lists: each code has one number in the formats and one word in JSON, messages and
//! documentation. Numbers are never given a second meaning.

use serde::{Deserialize, Serialize};

/// The schema of a closed list: its words. A derived one would tell the names in Rust, as it cannot read a word that a macro
/// was given.
macro_rules! words_in_openapi {
    ($name:ident) => {
        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::Type::String)
                    .enum_values(Some(Self::ALL.iter().map(|known| known.code())))
                    .into()
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $name {}
    };
}

pub(crate) use words_in_openapi;

macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident: $int:ty { $($(#[$vdoc:meta])* $variant:ident = $number:literal, $code:literal;)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $code)] $variant,)*
        }

        crate::vocabulary::words_in_openapi!($name);

        impl $name {
            /// Every code, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The number in the formats.
            #[must_use]
            pub const fn number(self) -> $int {
                match self { $(Self::$variant => $number,)* }
            }

            /// The word in JSON, on the command line and in message ids.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The code of a number; `None` when unknown.
            #[must_use]
            pub const fn from_number(number: $int) -> Option<Self> {
                match number { $($number => Some(Self::$variant),)* _ => None }
            }

            /// The code of a word; `None` when unknown.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.code() == code)
            }
        }
    };
}

vocabulary! {
    /// The folders of a new vault. The server knows which is which; its rows at rest do not show it.
    FolderKind: u8 {
        /// Identité.
        Identity = 1, "identity";
        /// Logement.
        Housing = 2, "housing";
        /// Ressources.
        Resources = 3, "resources";
        /// Famille.
        Family = 4, "family";
        /// Droits santé; an operator may disable it.
        Health = 5, "health";
        /// Emploi.
        Employment = 6, "employment";
        /// Séjour.
        Residence = 7, "residence";
        /// Justice.
        Justice = 8, "justice";
        /// Divers.
        Other = 9, "other";
        /// Privé: no mandate by default.
        Private = 10, "private";
    }
}

vocabulary! {
    /// For which démarche a document is used (FORMATS 5 and 8).
    Purpose: u16 {
        /// The person's own use, or none was named.
        None = 0, "none";
        /// Accompagnement social.
        SocialSupport = 1, "social-support";
        /// Revenu de solidarité active.
        Rsa = 2, "rsa";
        /// Logement.
        Housing = 3, "housing";
        /// Couverture santé.
        HealthCover = 4, "health-cover";
        /// Prestations familiales.
        FamilyBenefits = 5, "family-benefits";
        /// Impôts.
        Taxes = 6, "taxes";
        /// Emploi.
        Employment = 7, "employment";
        /// Droit au séjour.
        ResidencePermit = 8, "residence-permit";
        /// Justice.
        Justice = 9, "justice";
        /// Domiciliation.
        Domiciliation = 10, "domiciliation";
        /// Handicap (MDPH).
        Disability = 11, "disability";
        /// Retraite.
        Retirement = 12, "retirement";
        /// Surendettement.
        Debt = 13, "debt";
        /// Aide d'urgence.
        EmergencyAid = 14, "emergency-aid";
        /// Scolarité.
        Schooling = 15, "schooling";
        /// Compte bancaire.
        Bank = 16, "bank";
        /// Another démarche, told in the mandate's sealed text.
        Other = 99, "other";
    }
}

vocabulary! {
    /// What an account is.
    AccountKind: u8 {
        /// Owns a vault.
        Beneficiary = 1, "beneficiary";
        /// Works in an organisation, or is invited to create one.
        Staff = 2, "staff";
        /// Reads and verifies the whole log; sees no name and no content.
        Auditor = 3, "auditor";
    }
}

vocabulary! {
    /// What a member may do in an organisation.
    Role: u8 {
        /// Enrols and removes staff; signs for the organisation; does what a professional does.
        Referent = 1, "referent";
        /// Opens vaults with the person, deposits and opens under a mandate.
        Professional = 2, "professional";
        /// Deposits under a mandate and cannot read.
        Desk = 3, "desk";
    }
}

vocabulary! {
    /// Where a member of an organisation stands.
    MemberState: u8 {
        /// May act.
        Active = 1, "active";
        /// May not act until somebody resumes it.
        Suspended = 2, "suspended";
        /// Is no member any more, for good.
        Removed = 3, "removed";
    }
}

vocabulary! {
    /// What holds a credential's secret.
    CredentialKind: u8 {
        /// A printed QR.
        Card = 1, "card";
        /// An enrolled computer.
        Device = 2, "device";
        /// A sealed recovery page.
        Sheet = 3, "sheet";
        /// Half a secret that three guardians hold in pieces.
        Guardians = 4, "guardians";
    }
}

vocabulary! {
    /// What was done or attempted (FORMATS 8). Whether it was done is told by [`ResultCode`].
    EventType: u8 {
        /// An account was made.
        Enrolment = 1, "enrolment";
        /// A credential was used to log in.
        Login = 2, "login";
        /// The PIN of a credential was changed.
        PinChange = 3, "pin-change";
        /// A public key was published.
        KeyPublication = 4, "key-publication";
        /// An organisation was created.
        OrganisationCreated = 5, "organisation-created";
        /// A member joined an organisation.
        MemberAdded = 6, "member-added";
        /// A vault was created.
        VaultCreated = 7, "vault-created";
        /// A mandate was granted.
        MandateGranted = 8, "mandate-granted";
        /// A mandate was revoked.
        MandateRevoked = 9, "mandate-revoked";
        /// A mandate reached its last day.
        MandateExpired = 10, "mandate-expired";
        /// A vault's folders or mandates were asked for.
        VaultRead = 11, "vault-read";
        /// The descriptions of a vault's documents were read by someone else than the owner.
        RecordsRead = 12, "records-read";
        /// A document or a version was added.
        Deposit = 13, "deposit";
        /// A document was opened: a server share was released.
        Opening = 14, "opening";
        /// The log of a vault was read by someone else than the owner.
        LogRead = 15, "log-read";
        /// A credential was invited by the operator.
        Invitation = 16, "invitation";
        /// An operator acted on the server: start, key made, configuration.
        Maintenance = 17, "maintenance";
        /// Requests that nobody signed, counted over a minute.
        UnsignedRequests = 18, "unsigned-requests";
        /// A credential was given to an account that has one already.
        CredentialAdded = 19, "credential-added";
        /// A credential was withdrawn: it logs in no more.
        CredentialRevoked = 20, "credential-revoked";
        /// A member of an organisation vouched for somebody who forgot the PIN.
        PinResetApproved = 21, "pin-reset-approved";
        /// A new PIN was chosen after two members had vouched.
        PinReset = 22, "pin-reset";
        /// A recovery of an account was asked for.
        RecoveryStarted = 23, "recovery-started";
        /// A professional or a guardian approved a recovery.
        RecoveryApproved = 24, "recovery-approved";
        /// A recovery was stopped.
        RecoveryStopped = 25, "recovery-stopped";
        /// A recovery ended: the server let go of its half.
        RecoveryFinished = 26, "recovery-finished";
        /// The person named three guardians, or no more guardians.
        GuardiansNamed = 27, "guardians-named";
        /// A guardian proved to hold a piece that works. Nothing was opened.
        GuardianRehearsed = 28, "guardian-rehearsed";
        /// A deposit was undone by its depositor.
        DepositUndone = 29, "deposit-undone";
        /// A document was moved to another folder.
        DocumentMoved = 30, "document-moved";
        /// A document's description was replaced.
        DocumentRenamed = 31, "document-renamed";
        /// A document was erased, with all its versions.
        DocumentErased = 32, "document-erased";
        /// A folder got a new key.
        FolderKeysTurned = 33, "folder-keys-turned";
        /// A member may not act until a référent says so.
        MemberSuspended = 34, "member-suspended";
        /// A suspended member may act again.
        MemberResumed = 35, "member-resumed";
        /// A member left the organisation.
        MemberRemoved = 36, "member-removed";
        /// An organisation got new keys.
        OrganisationKeysTurned = 37, "organisation-keys-turned";
        /// Another organisation was given the person's name in its directory.
        OrganisationJoined = 38, "organisation-joined";
        /// An organisation follows the person no more.
        OrganisationLeft = 39, "organisation-left";
        /// Somebody was offered a vault and said no. Nothing else was kept.
        ConsentRefused = 40, "consent-refused";
        /// The person asked for the vault to be destroyed after the days of grace.
        VaultClosing = 41, "vault-closing";
        /// The person changed their mind during the days of grace.
        VaultKept = 42, "vault-kept";
        /// The days of grace are over: nothing of the vault is left but tombstones and its log.
        VaultDestroyed = 43, "vault-destroyed";
        /// The person took everything out.
        Export = 44, "export";
        /// A way to reach the person was added or removed.
        ChannelChanged = 45, "channel-changed";
        /// A reminder was set or removed.
        ReminderChanged = 46, "reminder-changed";
        /// A notice was handed to a channel of the person.
        NoticeSent = 47, "notice-sent";
        /// Somebody who has not come for long was told.
        IdleWarned = 48, "idle-warned";
        /// A staff account that nobody used was disabled.
        IdleDisabled = 49, "idle-disabled";
        /// The bodies of a month of the log were forgotten.
        LogPurged = 50, "log-purged";
        /// Mandates that ended long ago were forgotten.
        MandatesPurged = 51, "mandates-purged";
        /// The operator made a backup.
        Backup = 52, "backup";
        /// The operator verified a backup.
        BackupVerified = 53, "backup-verified";
        /// The operator restored a backup.
        Restore = 54, "restore";
        /// The operator decided to go on from a log that is behind a checkpoint that was kept.
        LogBehindAccepted = 55, "log-behind-accepted";
        /// The server's lock has a new key, and every row is under it.
        KeysTurned = 56, "keys-turned";
        /// A past key of the server was destroyed: what was erased is gone from old backups too.
        KeysDestroyed = 57, "keys-destroyed";
        /// The operator made the second copy of the key directory.
        KeysExported = 58, "keys-exported";
        /// Somebody who may not asked for an organisation's names, members or seeds.
        DirectoryRead = 59, "directory-read";
    }
}

vocabulary! {
    /// How it ended: done, or the reason of the refusal. The same words serve problems and exit code 3.
    ResultCode: u16 {
        /// Done.
        Done = 0, "done";
        /// No mandate covers it.
        NoMandate = 1, "no-mandate";
        /// The mandate's last day is past.
        MandateExpired = 2, "mandate-expired";
        /// The mandate was revoked.
        MandateRevoked = 3, "mandate-revoked";
        /// The mandate has not begun.
        MandateNotStarted = 4, "mandate-not-started";
        /// The mandate does not give this right.
        RightMissing = 5, "right-missing";
        /// The member's role does not allow it.
        RoleForbids = 6, "role-forbids";
        /// Not a member of that organisation.
        NotAMember = 7, "not-a-member";
        /// The account may not do this at all.
        NotAllowed = 8, "not-allowed";
        /// The account is not active.
        AccountDisabled = 9, "account-disabled";
        /// Wrong PIN.
        WrongPin = 10, "wrong-pin";
        /// The credential is blocked after five wrong PINs.
        CredentialBlocked = 11, "credential-blocked";
        /// The credential was replaced or withdrawn.
        CredentialRevoked = 12, "credential-revoked";
        /// Its time has not come.
        TooEarly = 13, "too-early";
        /// Its time is past.
        TooLate = 14, "too-late";
        /// Somebody has read it.
        AlreadyRead = 15, "already-read";
        /// Another person must approve.
        SecondPersonMissing = 16, "second-person-missing";
        /// The person has no tie with this organisation.
        NotTrusted = 17, "not-trusted";
        /// The vault is being closed.
        VaultClosing = 18, "vault-closing";
        /// It was stopped.
        Stopped = 19, "stopped";
        /// The message could not be handed over.
        NotDelivered = 20, "not-delivered";
        /// The member is suspended.
        MemberSuspended = 21, "member-suspended";
    }
}

vocabulary! {
    /// By what access is restored.
    RecoveryMeans: u8 {
        /// The sheet from the safe.
        Sheet = 1, "sheet";
        /// Two of three guardians.
        Guardians = 2, "guardians";
    }
}

vocabulary! {
    /// Where a request to restore access stands.
    RecoveryState: u8 {
        /// Approvals or days are missing, or it may be finished.
        Waiting = 1, "waiting";
        /// Somebody stopped it.
        Stopped = 2, "stopped";
        /// The new card is there.
        Finished = 3, "finished";
        /// Nobody finished it in time.
        Lapsed = 4, "lapsed";
    }
}

vocabulary! {
    /// How a person is reached.
    ChannelKind: u8 {
        /// An e-mail address.
        Mail = 1, "mail";
        /// A telephone number, for short messages.
        Phone = 2, "phone";
    }
}

vocabulary! {
    /// What a notice tells. It never names a document, a folder or an organisation.
    NoticeKind: u8 {
        /// Somebody asked to restore access to the vault.
        RecoveryStarted = 1, "recovery-started";
        /// The request to restore access was stopped.
        RecoveryStopped = 2, "recovery-stopped";
        /// Access to the vault was restored.
        RecoveryFinished = 3, "recovery-finished";
        /// The card was replaced.
        CardReplaced = 4, "card-replaced";
        /// A new PIN was chosen after it was forgotten.
        PinReset = 5, "pin-reset";
        /// The vault will be destroyed after the days of grace.
        VaultClosing = 6, "vault-closing";
        /// The vault was destroyed.
        VaultDestroyed = 7, "vault-destroyed";
        /// A document has to be renewed.
        Reminder = 8, "reminder";
        /// The account has not been used for long.
        Idle = 9, "idle";
        /// A way to reach the person was added or removed.
        ChannelChanged = 10, "channel-changed";
    }
}

impl CredentialKind {
    /// Whether a PIN goes with it. One without a PIN never logs in: it serves a recovery only.
    #[must_use]
    pub const fn has_pin(self) -> bool {
        matches!(self, Self::Card | Self::Device)
    }
}

impl ResultCode {
    /// Whether something was refused.
    #[must_use]
    pub const fn is_refusal(self) -> bool {
        !matches!(self, Self::Done)
    }
}

/// Document types offered by name. A record may hold another word of the same form.
pub const DOCUMENT_TYPES: &[&str] = &[
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
];

/// Whether a document type has the form that records accept: 1 to 40 of `a-z`, `0-9` and `-`.
#[must_use]
pub fn is_document_type(text: &str) -> bool {
    (1..=40).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_comes_back_from_its_number_and_its_word() {
        for event in EventType::ALL {
            assert_eq!(EventType::from_number(event.number()), Some(*event));
            assert_eq!(EventType::from_code(event.code()), Some(*event));
        }
        for result in ResultCode::ALL {
            assert_eq!(ResultCode::from_number(result.number()), Some(*result));
        }
        assert_eq!(Purpose::from_number(12345), None);
        assert!(DOCUMENT_TYPES.iter().all(|code| is_document_type(code)));
    }

    #[test]
    fn the_formats_list_every_code_with_its_number() {
        let text = include_str!("../../docs/FORMATS.md");
        let (_, text) = text.split_once("\n## Appendix A").unwrap();
        let (text, _) = text.split_once("\n## Appendix B").unwrap();
        let listed = |number: u16, code: &str| {
            let (inline, row) = (format!("{number} `{code}`"), format!("| {number} | `{code}` |"));
            assert!(text.contains(&inline) || text.contains(&row), "{number} {code}");
        };
        for kind in FolderKind::ALL {
            listed(kind.number().into(), kind.code());
        }
        for purpose in Purpose::ALL {
            listed(purpose.number(), purpose.code());
        }
        for kind in AccountKind::ALL {
            listed(kind.number().into(), kind.code());
        }
        for role in Role::ALL {
            listed(role.number().into(), role.code());
        }
        for kind in CredentialKind::ALL {
            listed(kind.number().into(), kind.code());
        }
        for event in EventType::ALL {
            listed(event.number().into(), event.code());
        }
        for result in ResultCode::ALL {
            listed(result.number(), result.code());
        }
        for means in RecoveryMeans::ALL {
            listed(means.number().into(), means.code());
        }
        for state in RecoveryState::ALL {
            listed(state.number().into(), state.code());
        }
        for kind in ChannelKind::ALL {
            listed(kind.number().into(), kind.code());
        }
        for kind in NoticeKind::ALL {
            listed(kind.number().into(), kind.code());
        }
        for code in DOCUMENT_TYPES {
            assert!(text.contains(&format!("`{code}`")), "{code}");
        }
    }
}
