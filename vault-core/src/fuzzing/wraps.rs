//! What is sealed: wraps and all that they hold, rows at rest, roots, sessions, names, guardians' pieces.

use super::{opening, signing, take};
use crate::at_rest::{Lock, epoch_of};
use crate::credential::{Credential, open_root};
use crate::entropy::SeededEntropy;
use crate::error::What;
use crate::ids::{
    AccountId, CredentialId, DocumentId, DocumentVersion, FolderEpoch, FolderId, MandateId, OrganisationId, ReminderId,
    VaultId,
};
use crate::keys::AccountKeys;
use crate::name::Directory;
use crate::padded::pad;
use crate::recovery::{Piece, combine};
use crate::reminder::Reminder;
use crate::secret::{CardSecret, DirectorySeed, HalfB, RestKey, SessionHalf};
use crate::session::SessionHalves;
use crate::wrap::{About, Envelope, MemberEpoch, OVERHEAD, Reading, SeedFor, Wrap, WrapKind};

/// The first byte chooses: what a stranger shows, or what somebody with a key has sealed.
pub fn wraps(data: &[u8]) {
    match data.split_first() {
        Some((0, rest)) => shown(rest),
        Some((1, rest)) => sealed(rest),
        Some((2, rest)) => pieces(rest),
        Some((3, rest)) => at_rest(rest),
        _ => {}
    }
}

/// A wrap as it lies there: if its structure is accepted, one with the same words is made again.
fn shown(data: &[u8]) {
    let Ok(wrap) = Wrap::parse(data) else { return };
    let (to, maker) = (opening(), signing());
    assert!(wrap.check_about(wrap.about()).is_ok());
    let _ = (wrap.check_valid_at(0), wrap.check_valid_at(u64::MAX), wrap.is_for(to.sealing_key()));
    assert!(wrap.verify(&maker.verifying_key()).is_err() || wrap.maker() == maker.kid());
    let envelope = Envelope { to: to.sealing_key(), maker: &maker, not_after: wrap.not_after() };
    let length = data.len() - OVERHEAD;
    let made = envelope.seal(&mut SeededEntropy::new(1), wrap.about(), &vec![0; length]);
    assert!(made.is_ok(), "what is read can be written: {made:?}");
    let made = made.unwrap_or_default();
    assert_eq!(made.len(), data.len());
    // Magic, suite, kind, scope, object, version and epoch; the recipient and the maker are others.
    assert_eq!(made[..52], data[..52]);
}

/// A plaintext of any content, sealed truly: the readers of contents.
fn sealed(mut data: &[u8]) {
    let [kind, epoch, version] = take(&mut data);
    let Some(kind) = WrapKind::from_code(kind) else { return };
    let (to, maker) = (opening(), signing());
    let envelope = Envelope { to: to.sealing_key(), maker: &maker, not_after: 0 };
    let about =
        About { kind, scope: [0xa1; 16], object: [0xc1; 16], version: u64::from(version), epoch: u32::from(epoch) };
    let about = About { object: if kind == WrapKind::DisplayToSelf { about.scope } else { about.object }, ..about };
    let Ok(bytes) = envelope.seal(&mut SeededEntropy::new(1), &about, data) else { return };
    let known = maker.verifying_key();
    contents(&Reading { with: &to, maker: &known }, &bytes, &about);
}

/// Every reader of contents is asked; the one of this kind may accept.
fn contents(reading: &Reading<'_>, bytes: &[u8], about: &About) {
    let (vault, account) = (VaultId::from_bytes(about.scope), AccountId::from_bytes(about.scope));
    let other = AccountId::from_bytes(about.object);
    let document = DocumentId::from_bytes(about.object);
    let of = DocumentVersion { vault, document, version: about.version };
    let folder = FolderEpoch { vault, folder: FolderId::from_bytes(about.object), epoch: about.epoch };
    let organisation = OrganisationId::from_bytes(about.scope);
    let member = MemberEpoch { organisation, member: other, epoch: about.epoch };
    let mut credential = [0; CredentialId::LEN];
    credential.copy_from_slice(&about.object[..CredentialId::LEN]);
    let credential = CredentialId::from_bytes(credential);
    for seed_for in [SeedFor::Owner, SeedFor::Holder] {
        let _ = reading.open_folder_seed(bytes, seed_for, &folder);
    }
    for payload in
        [reading.open_record_to_folder(bytes, &of, about.epoch), reading.open_record_to_holder(bytes, &of, about.epoch)]
    {
        let _ = payload.and_then(|payload| payload.read());
    }
    if let Ok(piece) = reading.open_recovery_piece(bytes, vault, other) {
        assert_eq!(Piece::from_bytes(&piece.to_bytes()[..]).as_ref(), Ok(&piece));
    }
    let _ = reading.open_mandate_seed(bytes, &member);
    let _ = reading.open_share_to_server(bytes, &of, about.epoch);
    let _ = reading.open_share_to_reader(bytes, &of);
    let _ = reading.open_directory_seed(bytes, &member);
    let _ = reading.open_signing_seed(bytes, &member);
    let _ = reading.open_half_to_server(bytes, account, credential, about.epoch);
    let _ = reading.open_half_to_login(bytes, account, credential);
    let envelope = (opening(), signing());
    let envelope = Envelope { to: envelope.0.sealing_key(), maker: &envelope.1, not_after: 0 };
    let entropy = &mut SeededEntropy::new(2);
    let mandate = MandateId::from_bytes(about.object);
    if let Ok(text) = reading.open_purpose_text(bytes, vault, mandate, about.epoch) {
        assert!(envelope.seal_purpose_text(entropy, vault, mandate, about.epoch, &text).is_ok());
    }
    let reminder = Reminder { id: ReminderId::from_bytes(about.object), vault, document, due_ms: 1_900_051_200_000 };
    if let Ok(text) = reading.open_reminder(bytes, &reminder, about.epoch) {
        assert!(envelope.seal_reminder(entropy, &reminder, about.epoch, &text).is_ok());
    }
    if let Ok(display) = reading.open_display(bytes, account) {
        assert!(envelope.seal_display(entropy, account, &display).is_ok());
    }
}

/// Guardians' pieces, two at a time.
fn pieces(data: &[u8]) {
    let one = Piece::from_bytes(data);
    if let Ok(piece) = &one {
        assert_eq!(&piece.to_bytes()[..], data);
    }
    let (one, other) = data.split_at(data.len() / 2);
    if let (Ok(one), Ok(other)) = (Piece::from_bytes(one), Piece::from_bytes(other)) {
        let (there, back) = (combine(&one, &other), combine(&other, &one));
        assert_eq!(there, back, "the order of the two does not matter");
    }
}

/// Rows under the server's lock, roots, sessions and names: first as they are, then truly sealed.
fn at_rest(data: &[u8]) {
    let _ = epoch_of(data);
    let key = RestKey::from_bytes([7; RestKey::LEN]);
    let lock = Lock { epoch: 7, key: &key };
    let entropy = &mut SeededEntropy::new(3);
    let of = DocumentVersion { vault: VaultId::NONE, document: DocumentId::NONE, version: 1 };
    let _ = (lock.open_row(1, b"row", data), lock.open_share(&of, data));
    let row = lock.seal_row(entropy, 1, b"row", data);
    assert_eq!(lock.open_row(1, b"row", &row).as_deref().map(Vec::as_slice), Ok(data));
    assert!(lock.open_row(2, b"row", &row).is_err() && lock.open_row(1, b"other", &row).is_err());

    let account = AccountId::from_bytes([1; 16]);
    let credential =
        Credential { id: CredentialId::from_bytes([2; CredentialId::LEN]), secret: CardSecret::from_bytes([3; 20]) };
    let _ = lock.open_half(account, credential.id, data);
    let _ = open_root(&credential, &HalfB::from_bytes([4; HalfB::LEN]), account, data);
    let half = SessionHalf::from_bytes([5; SessionHalf::LEN]);
    let _ = SessionHalves { local: &half, server: &half }.open(account, data);
    if let Some(keys) = AccountKeys::from_root(data) {
        assert_eq!(&keys.to_root()[..], data);
    }
    names(data);
}

/// A name in a directory, its plaintext hostile.
fn names(data: &[u8]) {
    let directory = Directory::derive(&DirectorySeed::from_bytes([6; DirectorySeed::LEN]), OrganisationId::NONE, 1);
    let _ = directory.open(VaultId::NONE, data);
    let padded = pad(What::Name, &[], data, usize::MAX).map(|padded| padded.to_vec());
    for plain in [Ok(data.to_vec()), padded].into_iter().flatten() {
        let sealed = directory.seal_plain(&mut SeededEntropy::new(4), VaultId::NONE, &plain);
        if let Ok(entry) = directory.open(VaultId::NONE, &sealed) {
            let again = directory.seal(&mut SeededEntropy::new(4), VaultId::NONE, &entry);
            let again = again.and_then(|sealed| directory.open(VaultId::NONE, &sealed));
            assert_eq!(again.as_ref(), Ok(&entry));
        }
    }
}
