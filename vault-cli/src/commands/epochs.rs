//! A folder's next key, once somebody who could read it may no longer; and descriptions sealed to the key in force.

use vault_core::api::{HolderSeed, MandateState, MandateView, NewEpoch, RecordsView, ResealedRecord, ResealedRecords};
use vault_core::certificate::{Certificate, CertificateKind};
use vault_core::ids::{FolderEpoch, FolderId, VaultId};
use vault_core::keys::{OpeningKey, SealingKey};
use vault_core::mandate::{Mandate, Recipient, Rights};
use vault_core::wrap::{Envelope, SeedFor, Wrap};

use super::mandate;
use crate::desk::Desk;
use crate::error::{About, Result};
use crate::i18n::msg;
use crate::output::remark;
use crate::papers::Shelves;
use crate::receive::CLOCK_SLACK;
use crate::session::Actor;
use crate::trust::{self, Owner};
use crate::words::label;

/// How many bytes of sealed descriptions go with one call.
const BATCH: usize = 128 * 1024;

/// Gives a new key to each folder of the person's vault that needs one, and says so in one line. Does nothing for
/// anybody but the owner. Gives how many there were.
pub(super) fn turn_due(desk: &Desk, actor: &Actor) -> Result<usize> {
    let Some(vault) = actor.view.vault_id else { return Ok(0) };
    let view = actor.calls(desk).vault(vault)?;
    let due: Vec<_> = view.folders.iter().filter(|folder| folder.key_due).collect();
    for folder in &due {
        turn(desk, actor, vault, folder.folder_id)?;
    }
    if !due.is_empty() {
        let names: Vec<_> = due.iter().map(|folder| label(&desk.i18n, "folder", folder.kind.code())).collect();
        remark(&msg!(desk.i18n, "done-folder-keys", folders = names.join(", ")));
    }
    Ok(due.len())
}

/// Gives one folder of the person's own vault its next key: certified by the person, sealed to them and to each holder
/// of a live mandate that reads it; its descriptions are sealed anew, the first of them in the same act.
pub(super) fn turn(desk: &Desk, actor: &Actor, vault: VaultId, folder: FolderId) -> Result<u32> {
    let view = actor.calls(desk).all_records(vault)?;
    let shelves = Shelves::verify(desk, actor, vault, &view)?;
    let chain = shelves.chain(folder)?;
    let random = &mut &desk.random;
    let signing = &actor.keys.signing;
    let key = OpeningKey::generate(random);
    let certificate = Certificate {
        kind: CertificateKind::Folder,
        scope: *vault.as_bytes(),
        subject: *folder.as_bytes(),
        epoch: chain.current().epoch + 1,
        not_before: desk.now_s(),
        not_after: 0,
        sealing: key.sealing_key().clone(),
        verifying: None,
        previous: chain.current_hash(),
        issuer: signing.kid(),
    };
    let of = FolderEpoch { vault, folder, epoch: certificate.epoch };
    let own = Envelope { to: actor.keys.opening.sealing_key(), maker: signing, not_after: 0 };
    let seed = own.seal_folder_seed(random, SeedFor::Owner, &of, &key)?;
    let mut batches = sealed_anew(desk, actor, &shelves, &view, (&of, &certificate.sealing))?.into_iter();
    let new = NewEpoch {
        certificate: certificate.issue(signing).into(),
        seed: seed.into(),
        holders: holders(desk, actor, &shelves.owner, (&of, &key))?,
        records: batches.next().unwrap_or_default(),
    };
    let answer = actor.calls(desk).turn_folder(vault, folder, &new)?;
    for records in batches {
        actor.calls(desk).reseal(vault, folder, &ResealedRecords { records })?;
    }
    Ok(answer.epoch)
}

/// Seals anew, to the key in force, what lies in a folder under a former one: a deposit that waited in a queue, or the
/// rest of a turn that was interrupted. For those who may; the others leave it to them.
pub(super) fn reseal_left(desk: &Desk, actor: &Actor, vault: VaultId, view: &RecordsView) -> Result<()> {
    let shelves = Shelves::verify(desk, actor, vault, view)?;
    for folder in &view.vault.folders {
        let current = shelves.chain(folder.folder_id)?.current();
        if !may_reseal(actor, &shelves.owner, view, folder.folder_id)? {
            continue;
        }
        let of = FolderEpoch { vault, folder: folder.folder_id, epoch: current.epoch };
        for records in sealed_anew(desk, actor, &shelves, view, (&of, &current.sealing))? {
            actor.calls(desk).reseal(vault, folder.folder_id, &ResealedRecords { records })?;
        }
    }
    Ok(())
}

fn may_reseal(actor: &Actor, owner: &Owner, view: &RecordsView, folder: FolderId) -> Result<bool> {
    if owner.account == actor.view.account_id {
        return Ok(true);
    }
    let both = Rights::READ | Rights::DEPOSIT;
    for shown in &view.mandates {
        let mandate = Mandate::parse(&shown.mandate).about(&shown.mandate_id)?;
        if mandate.rights.contains(both) && mandate.covers_folder(folder) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The descriptions of a folder that are not sealed to this key yet, in batches of a size that one call may have.
fn sealed_anew(
    desk: &Desk,
    actor: &Actor,
    shelves: &Shelves,
    view: &RecordsView,
    (of, to): (&FolderEpoch, &SealingKey),
) -> Result<Vec<Vec<ResealedRecord>>> {
    let (mut batches, mut length) = (Vec::<Vec<ResealedRecord>>::new(), 0);
    for shown in view.records.iter().filter(|shown| shown.folder_id == of.folder) {
        if Wrap::parse(&shown.record).about(&shown.document_id)?.about().epoch >= of.epoch {
            continue;
        }
        let Some(paper) = shelves.open(desk, view, shown)? else { continue };
        let envelope = Envelope { to, maker: &actor.keys.signing, not_after: 0 };
        let version = paper.place.document;
        let record = envelope.seal_record_to_folder(&mut &desk.random, &version, of.epoch, &paper.payload)?;
        length += record.len();
        if batches.is_empty() || length > BATCH {
            batches.push(Vec::new());
            length = record.len();
        }
        let sealed = ResealedRecord { document_id: shown.document_id, version: shown.version, record: record.into() };
        if let Some(batch) = batches.last_mut() {
            batch.push(sealed);
        }
    }
    Ok(batches)
}

/// The new seed for each holder of a live mandate that reads the folder. Whoever was seen to be revoked here is refused
/// by [`trust::mandate`], whatever the server says.
fn holders(
    desk: &Desk,
    actor: &Actor,
    owner: &Owner,
    (of, key): (&FolderEpoch, &OpeningKey),
) -> Result<Vec<HolderSeed>> {
    let mut seeds = Vec::new();
    for view in actor.calls(desk).vault_mandates(of.vault)? {
        let mandate = trust::mandate(desk, actor, &view, Some(owner))?;
        let live = matches!(view.state, MandateState::Active | MandateState::NotStarted)
            && view.revocation.is_none()
            && mandate.not_after.saturating_add(CLOCK_SLACK) >= desk.now_s();
        if !live || !mandate.rights.contains(Rights::READ) || !mandate.covers_folder(of.folder) {
            continue;
        }
        let to = recipient_key(desk, actor, &view, &mandate)?;
        let envelope = Envelope { to: &to, maker: &actor.keys.signing, not_after: mandate.not_after };
        let seed = envelope.seal_folder_seed(&mut &desk.random, SeedFor::Holder, of, key)?;
        seeds.push(HolderSeed { mandate_id: mandate.id, seed: seed.into() });
    }
    Ok(seeds)
}

/// The key in force of whoever holds a mandate, verified.
fn recipient_key(desk: &Desk, actor: &Actor, view: &MandateView, mandate: &Mandate) -> Result<SealingKey> {
    let chain = match mandate.recipient {
        Recipient::Organisation(id) => trust::organisation(desk, id, &view.recipient.certificates)?,
        Recipient::Account(id) => mandate::staff(desk, actor, id)?.chain,
    };
    Ok(chain.current().sealing.clone())
}
