//! Accounts, their credentials and every published certificate.

use vault_core::certificate::{Certificate, CertificateKind};
use vault_core::entropy::Entropy;
use vault_core::ids::{AccountId, CredentialId, Kid, OrganisationId, VaultId};
use vault_core::secret::HalfB;
use vault_core::vocabulary::{AccountKind, CredentialKind, MemberState, Role};

use super::lock::Table;
use super::{Lock, StoreError, Tx, execute, fetch_all, fetch_optional, rows};

/// Where an account stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountStatus {
    /// Has a credential and no keys yet.
    Invited,
    /// May act.
    Active,
    /// May not act any more.
    Disabled,
}

impl AccountStatus {
    const fn number(self) -> i64 {
        match self {
            Self::Invited => 1,
            Self::Active => 2,
            Self::Disabled => 3,
        }
    }

    const fn from_number(number: u8) -> Option<Self> {
        match number {
            1 => Some(Self::Invited),
            2 => Some(Self::Active),
            3 => Some(Self::Disabled),
            _ => None,
        }
    }
}

/// An account.
#[derive(Debug, Clone)]
pub struct Account {
    /// Its id.
    pub account_id: AccountId,
    /// What it is.
    pub kind: AccountKind,
    /// Where it stands.
    pub status: AccountStatus,
    /// As staff chose to appear.
    pub display_name: Option<String>,
    /// A beneficiary's vault.
    pub vault_id: Option<VaultId>,
}

/// Where staff belong, or belonged until they were removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Membership {
    /// The organisation.
    pub organisation_id: OrganisationId,
    /// The role in it.
    pub role: Role,
    /// Active, suspended or removed.
    pub state: MemberState,
}

/// Where a credential stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CredentialStatus {
    /// Logs in.
    Live,
    /// Blocked by wrong PINs.
    Blocked,
    /// Replaced or withdrawn.
    Revoked,
}

impl CredentialStatus {
    const fn number(self) -> i64 {
        match self {
            Self::Live => 1,
            Self::Blocked => 2,
            Self::Revoked => 3,
        }
    }

    pub(super) const fn from_number(number: u8) -> Option<Self> {
        match number {
            1 => Some(Self::Live),
            2 => Some(Self::Blocked),
            3 => Some(Self::Revoked),
            _ => None,
        }
    }
}

/// A credential, as a login needs it.
#[derive(Debug)]
pub struct Credential {
    /// Its id.
    pub credential_id: CredentialId,
    /// Whose it is.
    pub account_id: AccountId,
    /// What holds it.
    pub kind: CredentialKind,
    /// Where it stands.
    pub status: CredentialStatus,
    /// Ed25519.
    pub public_key: [u8; 32],
    /// `HMAC(pepper, pin_tag)`.
    pub pin_hash: [u8; 32],
    /// PIN tries that remain.
    pub tries_left: u8,
    /// The server's half of what unlocks the account.
    pub half_b: HalfB,
    /// The account root under both halves; none while invited.
    pub root: Option<Vec<u8>>,
}

/// A credential about to be written.
#[derive(Debug)]
pub struct NewCredential<'a> {
    /// Its id.
    pub credential_id: CredentialId,
    /// Whose it is.
    pub account_id: AccountId,
    /// What holds the secret.
    pub kind: CredentialKind,
    /// Ed25519.
    pub public_key: [u8; 32],
    /// `HMAC(pepper, pin_tag)`.
    pub pin_hash: [u8; 32],
    /// The server's half.
    pub half_b: &'a HalfB,
    /// The account root under both halves.
    pub root: Option<&'a [u8]>,
}

/// How many PIN tries a credential has (FORMATS 6).
pub const PIN_TRIES: u8 = 5;

/// Writes a new account.
pub async fn insert(tx: &mut Tx, account: &Account, now_ms: u64) -> Result<(), StoreError> {
    execute!(
        tx,
        "INSERT INTO accounts (account_id, kind, status, display_name, vault_id, created_ms)
         VALUES ($1, $2, $3, $4, $5, $6)",
        account.account_id.as_ref().to_vec(),
        i64::from(account.kind.number()),
        account.status.number(),
        account.display_name.clone(),
        account.vault_id.map(|id| id.as_ref().to_vec()),
        rows::signed(now_ms),
    )
    .map(drop)
}

/// Reads an account.
pub async fn find(tx: &mut Tx, account_id: AccountId) -> Result<Option<Account>, StoreError> {
    Ok(with_membership(tx, account_id).await?.map(|(account, _)| account))
}

/// Reads an account, and where it belongs.
pub async fn with_membership(
    tx: &mut Tx,
    account_id: AccountId,
) -> Result<Option<(Account, Option<Membership>)>, StoreError> {
    type Row = (i64, i64, Option<String>, Option<Vec<u8>>, Option<Vec<u8>>, Option<i64>, Option<i64>);
    let row: Option<Row> = fetch_optional!(
        tx,
        "SELECT a.kind, a.status, a.display_name, a.vault_id, m.organisation_id, m.role, m.state
         FROM accounts a LEFT JOIN members m ON m.account_id = a.account_id WHERE a.account_id = $1",
        account_id.as_ref().to_vec(),
    )?;
    let Some((kind, status, display_name, vault_id, organisation_id, role, state)) = row else { return Ok(None) };
    let account = Account {
        account_id,
        kind: rows::code(kind, AccountKind::from_number, "accounts.kind")?,
        status: rows::code(status, AccountStatus::from_number, "accounts.status")?,
        display_name,
        vault_id: vault_id.map(|id| rows::id(&id, "accounts.vault_id")).transpose()?,
    };
    let (Some(organisation_id), Some(role), Some(state)) = (organisation_id, role, state) else {
        return Ok(Some((account, None)));
    };
    let membership = Membership {
        organisation_id: rows::id(&organisation_id, "members.organisation_id")?,
        role: rows::code(role, Role::from_number, "members.role")?,
        state: rows::code(state, MemberState::from_number, "members.state")?,
    };
    Ok(Some((account, Some(membership))))
}

/// An invited account becomes active once its keys are there.
pub async fn activate(tx: &mut Tx, account_id: AccountId) -> Result<bool, StoreError> {
    execute!(tx, "UPDATE accounts SET status = 2 WHERE account_id = $1 AND status = 1", account_id.as_ref().to_vec(),)
        .map(|changed| changed == 1)
}

/// Writes a new credential.
pub async fn insert_credential(
    tx: &mut Tx,
    lock: &Lock,
    entropy: &mut (dyn Entropy + Send),
    credential: &NewCredential<'_>,
    now_ms: u64,
) -> Result<(), StoreError> {
    let half = lock.seal_half(entropy, credential.account_id, credential.credential_id, credential.half_b);
    let root =
        credential.root.map(|root| lock.seal_row(entropy, Table::Roots, credential.credential_id.as_ref(), root));
    execute!(
        tx,
        "INSERT INTO credentials (credential_id, account_id, kind, status, public_key, pin_hash, tries_left,
             sealed_half_b, sealed_root, created_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        credential.credential_id.as_ref().to_vec(),
        credential.account_id.as_ref().to_vec(),
        i64::from(credential.kind.number()),
        CredentialStatus::Live.number(),
        credential.public_key.to_vec(),
        credential.pin_hash.to_vec(),
        i64::from(PIN_TRIES),
        half,
        root,
        rows::signed(now_ms),
    )
    .map(drop)
}

/// Reads a credential.
pub async fn credential(
    tx: &mut Tx,
    lock: &Lock,
    credential_id: CredentialId,
) -> Result<Option<Credential>, StoreError> {
    type Row = (Vec<u8>, i64, i64, Vec<u8>, Vec<u8>, i64, Vec<u8>, Option<Vec<u8>>);
    let row: Option<Row> = fetch_optional!(
        tx,
        "SELECT account_id, kind, status, public_key, pin_hash, tries_left, sealed_half_b, sealed_root
         FROM credentials WHERE credential_id = $1",
        credential_id.as_ref().to_vec(),
    )?;
    let Some((account_id, kind, status, public_key, pin_hash, tries_left, half, root)) = row else { return Ok(None) };
    let account_id = rows::id(&account_id, "credentials.account_id")?;
    Ok(Some(Credential {
        credential_id,
        account_id,
        kind: rows::code(kind, CredentialKind::from_number, "credentials.kind")?,
        status: rows::code(status, CredentialStatus::from_number, "credentials.status")?,
        public_key: rows::array(&public_key, "credentials.public_key")?,
        pin_hash: rows::array(&pin_hash, "credentials.pin_hash")?,
        tries_left: rows::unsigned(tries_left, "credentials.tries_left")?,
        half_b: lock.open_half(account_id, credential_id, &half)?,
        root: root
            .map(|root| lock.open_row(Table::Roots, credential_id.as_ref(), &root).map(|root| root.to_vec()))
            .transpose()?,
    }))
}

/// Gives an invited account's credential its root; `false` when it has one already.
pub async fn set_root(
    tx: &mut Tx,
    lock: &Lock,
    entropy: &mut (dyn Entropy + Send),
    credential_id: CredentialId,
    root: &[u8],
) -> Result<bool, StoreError> {
    let sealed = lock.seal_row(entropy, Table::Roots, credential_id.as_ref(), root);
    execute!(
        tx,
        "UPDATE credentials SET sealed_root = $1 WHERE credential_id = $2 AND sealed_root IS NULL",
        sealed,
        credential_id.as_ref().to_vec(),
    )
    .map(|changed| changed == 1)
}

/// One try fewer; the credential is blocked with the last one.
pub async fn take_pin_try(tx: &mut Tx, credential_id: CredentialId) -> Result<(), StoreError> {
    execute!(
        tx,
        "UPDATE credentials SET tries_left = tries_left - 1,
             status = CASE WHEN tries_left <= 1 THEN 2 ELSE status END
         WHERE credential_id = $1 AND tries_left > 0",
        credential_id.as_ref().to_vec(),
    )
    .map(drop)
}

/// PIN tries that remain.
pub async fn tries_left(tx: &mut Tx, credential_id: CredentialId) -> Result<u8, StoreError> {
    let row: Option<(i64,)> = fetch_optional!(
        tx,
        "SELECT tries_left FROM credentials WHERE credential_id = $1",
        credential_id.as_ref().to_vec(),
    )?;
    row.map_or(Ok(0), |(tries,)| rows::unsigned(tries, "credentials.tries_left"))
}

/// The right PIN, given in time, gives all tries back: the fifth try blocks only when it was wrong.
pub async fn restore_pin_tries(tx: &mut Tx, credential_id: CredentialId) -> Result<(), StoreError> {
    execute!(
        tx,
        "UPDATE credentials SET tries_left = $1, status = 1 WHERE credential_id = $2 AND status <> 3",
        i64::from(PIN_TRIES),
        credential_id.as_ref().to_vec(),
    )
    .map(drop)
}

/// Another PIN.
pub async fn set_pin_hash(tx: &mut Tx, credential_id: CredentialId, hash: &[u8; 32]) -> Result<(), StoreError> {
    execute!(
        tx,
        "UPDATE credentials SET pin_hash = $1 WHERE credential_id = $2",
        hash.to_vec(),
        credential_id.as_ref().to_vec(),
    )
    .map(drop)
}

/// Publishes a certificate that the caller has verified.
pub async fn publish(tx: &mut Tx, certificate: &Certificate, bytes: &[u8], now_ms: u64) -> Result<(), StoreError> {
    execute!(
        tx,
        "INSERT INTO certificates (certificate_hash, kind, subject, epoch, kid, certificate, created_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        Certificate::hash_of(bytes).as_ref().to_vec(),
        i64::from(certificate.kind as u8),
        certificate.subject.to_vec(),
        i64::from(certificate.epoch),
        certificate.verifying.map(|key| key.kid().as_ref().to_vec()),
        bytes.to_vec(),
        rows::signed(now_ms),
    )
    .map(drop)
}

/// A subject's chain, oldest first.
pub async fn chain(tx: &mut Tx, kind: CertificateKind, subject: &[u8; 16]) -> Result<Vec<Vec<u8>>, StoreError> {
    let rows: Vec<(Vec<u8>,)> = fetch_all!(
        tx,
        "SELECT certificate FROM certificates WHERE kind = $1 AND subject = $2 ORDER BY epoch",
        i64::from(kind as u8),
        subject.to_vec(),
    )?;
    Ok(rows.into_iter().map(|(certificate,)| certificate).collect())
}

/// The account that a signing key belongs, or belonged, to.
pub async fn by_kid(tx: &mut Tx, kid: Kid) -> Result<Option<AccountId>, StoreError> {
    let row: Option<(Vec<u8>,)> = fetch_optional!(
        tx,
        "SELECT subject FROM certificates WHERE kind = 1 AND kid = $1 LIMIT 1",
        kid.as_ref().to_vec(),
    )?;
    row.map(|(subject,)| rows::id(&subject, "certificates.subject")).transpose()
}
