//! The closed lists: each code has one number in the formats and one word in JSON, messages and
//! documentation. Numbers are never given a second meaning.

use serde::{Deserialize, Serialize};

macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident: $int:ty { $($(#[$vdoc:meta])* $variant:ident = $number:literal, $code:literal;)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $code)] $variant,)*
        }

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
    /// What holds a credential's secret.
    CredentialKind: u8 {
        /// A printed QR.
        Card = 1, "card";
        /// An enrolled computer.
        Device = 2, "device";
        /// A sealed recovery page.
        Sheet = 3, "sheet";
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
        for code in DOCUMENT_TYPES {
            assert!(text.contains(&format!("`{code}`")), "{code}");
        }
    }
}
