//! All that an archive proves by itself: signatures, chains, descriptions, and the log's proofs.

use std::collections::{BTreeMap, BTreeSet};

use super::manifest::{Document, FileEntry, JOURNAL, Journal, Manifest, Version};
use super::seal::ManifestSeal;
use crate::amendment::{Amendment, Place};
use crate::api::{EntryView, VaultLogView};
use crate::certificate::Chain;
use crate::codec::ensure;
use crate::deposit::Deposit;
use crate::error::{Error, Property, Result, What};
use crate::ids::{DocumentVersion, Hash, Kid};
use crate::keys::VerifyingKey;
use crate::log::proof::verify_inclusion;
use crate::log::{Checkpoint, EventBody, LogKey, VaultChain, VaultHead};
use crate::mandate::Mandate;
use crate::provenance::{Anchor, Claim};
use crate::request::Request;
use crate::revocation::Revocation;
use crate::secret::LeafSalt;
use crate::suite::sha256;

const W: What = What::Export;

/// What an archive proves, and on whose word.
#[derive(Debug, Clone)]
pub struct Verified {
    /// The manifest.
    pub manifest: Manifest,
    /// The anchor of the owner: the hash of their first certificate, as on the card.
    pub owner: Hash,
    /// The anchors of those who deposited, other than the owner.
    pub depositors: BTreeSet<Anchor>,
    /// The anchors of former homes, proved again.
    pub former: BTreeSet<Anchor>,
    /// The log's checkpoint of the last page.
    pub checkpoint: Checkpoint,
    /// The log's entries, in order.
    pub entries: Vec<EventBody>,
}

/// Verifies a manifest, its signature and the journal. What remains for the caller is to hold the archive's files to
/// [`Manifest::files`]: lengths, hashes, none missing and none more; `journal` is one of them.
///
/// Names are not proved: nobody signed them.
pub fn verify(manifest_json: &[u8], signature: &[u8], journal: &[u8]) -> Result<Verified> {
    let manifest = Manifest::parse(manifest_json)?;
    let vault = &manifest.vault;
    let owner = Chain::verify_beneficiary(&vault.certificates, vault.account_id, vault.vault_id)?;
    let claimed = ManifestSeal::parse(signature)?;
    let key = owner.find(&claimed.maker).ok_or(Error::new(W, Property::Maker))?;
    ManifestSeal::verify(signature, key)?.check(vault.vault_id, manifest_json)?;
    let depositors = deposits(&manifest, &owner)?;
    let former = former_homes(&manifest)?;
    mandates(&manifest, &owner)?;
    let stated = manifest.files.iter().find(|f| f.path == JOURNAL).ok_or(Error::new(W, Property::Ids))?;
    let same = (Hash::from_bytes(sha256(&[journal])), journal.len() as u64) == (stated.sha256, stated.length);
    ensure(same, W, Property::Hash)?;
    let (checkpoint, entries) = log(&manifest, &Journal::parse(journal)?)?;
    Ok(Verified { owner: owner.anchor(), manifest, depositors, former, checkpoint, entries })
}

/// Each version: signed by whom the manifest names, its description the signed one, its file the described one.
fn deposits(manifest: &Manifest, owner: &Chain) -> Result<BTreeSet<Anchor>> {
    let files: BTreeMap<&str, &FileEntry> = manifest.files.iter().map(|f| (f.path.as_str(), f)).collect();
    let mut anchors = BTreeSet::new();
    for (document, version) in manifest.versions() {
        let file = files.get(version.path.as_str()).ok_or(Error::new(W, Property::Ids))?;
        let described = (version.record.content_sha256, version.record.length);
        ensure((file.sha256, file.length) == described, W, Property::Hash)?;
        deposit(manifest, owner, (document, version), &mut anchors)?;
    }
    anchors.retain(|anchor| matches!(anchor, Anchor::Organisation(..)));
    Ok(anchors)
}

fn deposit(
    manifest: &Manifest,
    owner: &Chain,
    (document, version): (&Document, &Version),
    anchors: &mut BTreeSet<Anchor>,
) -> Result<()> {
    let payload = version.to_payload()?;
    let maker = Deposit::parse(&version.deposit)?.maker;
    let signer = manifest.signer(&maker).ok_or(Error::new(What::Deposit, Property::Maker))?;
    let is_owner = signer.account_id == manifest.vault.account_id;
    let organisation = signer.organisation_id.and_then(|id| manifest.organisation(&id));
    let proven = Claim {
        deposit: &version.deposit,
        payload: &payload,
        depositor: if is_owner { &manifest.vault.certificates } else { &signer.certificates },
        organisation: organisation.filter(|_| !is_owner).map_or(&[], |o| &o.certificates),
    }
    .verify_signer()?;
    let vault = manifest.vault.vault_id;
    let of = DocumentVersion { vault, document: document.document_id, version: version.version };
    proven.deposit.check_document(&of)?;
    let mut place = Place::deposited(&proven.deposit, &version.deposit);
    for bytes in &version.amendments {
        let (key, anchor) = maker_of(manifest, owner, &Amendment::parse(bytes)?.maker)?;
        place = place.amended(&Amendment::verify(bytes, &key)?, bytes)?;
        anchors.extend(anchor);
    }
    place.check_folder(document.folder_id)?;
    place.check_record(&payload)?;
    ensure(proven.record == version.record, What::Record, Property::Hash)?;
    ensure(proven.record.depositor == signer.account_id, What::Record, Property::Maker)?;
    anchors.insert(proven.anchor);
    Ok(())
}

/// The key of whoever amended a description: the owner's, or that of a member, with the organisation it rests on.
fn maker_of(manifest: &Manifest, owner: &Chain, kid: &Kid) -> Result<(VerifyingKey, Option<Anchor>)> {
    if let Some(key) = owner.find(kid) {
        return Ok((*key, None));
    }
    let refused = || Error::new(What::Amendment, Property::Maker);
    let signer = manifest.signer(kid).ok_or_else(refused)?;
    let organisation = signer.organisation_id.and_then(|id| manifest.organisation(&id)).ok_or_else(refused)?;
    let id = organisation.organisation_id;
    let its = Chain::verify_organisation(&organisation.certificates, id)?;
    let chain = Chain::verify_staff(&signer.certificates, signer.account_id, &its)?;
    Ok((*chain.find(kid).ok_or_else(refused)?, Some(Anchor::Organisation(id, its.anchor()))))
}

fn former_homes(manifest: &Manifest) -> Result<BTreeSet<Anchor>> {
    let homes = manifest.versions().flat_map(|(_, version)| &version.record.provenance);
    homes.filter_map(|home| home.verify().transpose()).collect()
}

/// Each mandate was signed by the owner; a revocation names it.
fn mandates(manifest: &Manifest, owner: &Chain) -> Result<()> {
    for entry in &manifest.mandates {
        let claimed = Mandate::parse(&entry.mandate)?;
        let key = owner.find(&claimed.maker).ok_or(Error::new(What::Mandate, Property::Maker))?;
        let mandate = Mandate::verify(&entry.mandate, key)?;
        let same = (mandate.id, mandate.vault) == (entry.mandate_id, manifest.vault.vault_id);
        ensure(same, What::Mandate, Property::Ids)?;
        if let Some(bytes) = &entry.revocation {
            let revocation = Revocation::parse(bytes)?;
            revocation.check_mandate(mandate.id, &Mandate::hash_of(&entry.mandate))?;
            if let Some(key) = owner.find(&revocation.maker) {
                Revocation::verify(bytes, key)?;
            }
        }
    }
    Ok(())
}

/// The vault's chain from its first entry to its signed head, each entry in the tree of its page's checkpoint.
fn log(manifest: &Manifest, journal: &Journal) -> Result<(Checkpoint, Vec<EventBody>)> {
    let vault = manifest.vault.vault_id;
    let key: LogKey = manifest.server.log_key.parse()?;
    let forgotten = journal.pages.iter().flat_map(|p| &p.erased).map(|e| (e.index, e.leaf_hash)).collect();
    let mut chain = VaultChain::new(vault, &forgotten);
    let (mut bodies, mut last) = (Vec::new(), None);
    for page in &journal.pages {
        let (checkpoint, head) = signed(page, &key)?;
        ensure(page.vault_id == vault && head.vault == vault, What::LogBody, Property::Ids)?;
        for entry in &page.entries {
            let (salt, body) = read(entry)?;
            let leaf = chain.push(entry.index, &salt, &body)?;
            verify_inclusion(&leaf, entry.index, checkpoint.size, &checkpoint.root, &entry.inclusion)?;
            bodies.push(body);
        }
        last = Some((checkpoint, head));
    }
    let (checkpoint, head) = last.ok_or(Error::new(What::VaultHead, Property::Sequence))?;
    chain.finish(&head)?;
    ensure(manifest.log_index < checkpoint.size, What::Checkpoint, Property::Order)?;
    Ok((checkpoint, bodies))
}

fn signed(page: &VaultLogView, key: &LogKey) -> Result<(Checkpoint, VaultHead)> {
    let checkpoint = Checkpoint::open(&page.checkpoint, key)?;
    let head = VaultHead::open(&page.head, key.key())?;
    ensure((head.tree_size, head.root) == (checkpoint.size, checkpoint.root), What::VaultHead, Property::Ids)?;
    Ok((checkpoint, head))
}

/// An entry, and that the signed request that it names is shown with it, and no other.
fn read(entry: &EntryView) -> Result<(LeafSalt, EventBody)> {
    let salt = LeafSalt::from_slice(&entry.salt).ok_or(Error::new(What::LogBody, Property::Length))?;
    let body = EventBody::parse(&entry.body)?;
    let same = match &entry.request {
        None => body.request_hash.is_none(),
        Some(bytes) => {
            let maker: Kid = Request::parse(bytes)?.maker;
            Request::hash_of(bytes) == body.request_hash
                && Request::signature_of(bytes) == Some(&body.request_signature)
                && maker == body.actor
        }
    };
    ensure(same, What::Request, Property::Hash)?;
    Ok((salt, body))
}
