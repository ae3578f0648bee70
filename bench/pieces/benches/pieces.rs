//! The small costs of which an opening and a verification are made (criterion): what bounds them is the sum of these.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use vault_core::entropy::SeededEntropy;
use vault_core::ids::{AccountId, DocumentId, DocumentVersion, Hash, Kid, MandateId, Nonce, VaultId};
use vault_core::keys::{AccountKeys, OpeningKey};
use vault_core::log::{EventBody, SealedRow, leaf_data, leaf_hash};
use vault_core::request::{Method, Request};
use vault_core::secret::{LeafSalt, LogBodyKey, ServerShare};
use vault_core::wrap::{Envelope, Reading};

/// An event like those of openings.
fn body() -> EventBody {
    EventBody {
        event_type: 15,
        unix_ms: 1_800_000_000_000,
        vault: VaultId::from_bytes([1; 16]),
        vault_seq: 7,
        previous: Hash::from_bytes([2; 32]),
        document: DocumentId::from_bytes([3; 16]),
        version: 1,
        actor: Kid::NONE,
        mandate: MandateId::NONE,
        purpose: 0,
        result: 0,
        request_hash: Hash::from_bytes([4; 32]),
        request_signature: [5; 64],
    }
}

fn signatures(criterion: &mut Criterion) {
    let random = &mut SeededEntropy::new(1);
    let keys = AccountKeys::generate(random);
    let request = Request {
        account: AccountId::generate(random),
        maker: keys.signing.kid(),
        origin: Hash::from_bytes([6; 32]),
        unix_ms: 1_800_000_000_000,
        nonce: Nonce::generate(random),
        body: Hash::from_bytes([7; 32]),
        method: Method::Post,
        path: "/v1/openings".to_owned(),
    };
    let Ok(signed) = request.sign(&keys.signing) else { return };
    let key = keys.signing.verifying_key();
    criterion.bench_function("a request is signed", |b| b.iter(|| request.sign(black_box(&keys.signing))));
    criterion.bench_function("a request is verified", |b| b.iter(|| Request::verify(black_box(&signed), &key)));
}

fn shares(criterion: &mut Criterion) {
    let random = &mut SeededEntropy::new(2);
    let (server, reader) = (AccountKeys::generate(random), OpeningKey::generate(random));
    let of = DocumentVersion { vault: VaultId::generate(random), document: DocumentId::generate(random), version: 1 };
    let share = ServerShare::generate(random);
    let envelope = Envelope { to: reader.sealing_key(), maker: &server.signing, not_after: 0 };
    let Ok(sealed) = envelope.seal_share_to_reader(random, &of, &share) else { return };
    let maker = server.signing.verifying_key();
    let reading = Reading { with: &reader, maker: &maker };
    criterion.bench_function("a share is sealed to its reader", |b| {
        b.iter(|| envelope.seal_share_to_reader(random, black_box(&of), &share));
    });
    criterion.bench_function("a share is opened by its reader", |b| {
        b.iter(|| reading.open_share_to_reader(black_box(&sealed), &of));
    });
}

fn entries(criterion: &mut Criterion) {
    let random = &mut SeededEntropy::new(3);
    let (salt, key, body) = (LeafSalt::generate(random), LogBodyKey::generate(random), body());
    let row = SealedRow { index: 7, salt: &salt, body: &body, request: &[8; 208] };
    criterion.bench_function("an entry becomes a leaf", |b| {
        b.iter(|| leaf_hash(&leaf_data(&salt, black_box(&body))));
    });
    criterion.bench_function("an entry is sealed at rest", |b| b.iter(|| row.seal(random, 202_701, black_box(&key))));
}

criterion_group!(pieces, signatures, shares, entries);
criterion_main!(pieces);
