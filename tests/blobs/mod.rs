//! Sealed objects in a bucket, against a store in this process or one outside: the same promises as on a disk (`vault-server/src/blobs/tests.rs`),
//! and those that only a bucket needs.

mod refusals;

use std::convert::Infallible;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::body::Bytes;
use futures_util::{Stream, StreamExt, TryStreamExt, future, stream};
use vault_core::entropy::SeededEntropy;
use vault_core::suite::sha256;
use vault_server::blobs::{BlobError, BlobStore, StagedBlob};
use vault_server::clock::{Clock, SystemClock};
use vault_server::config::{Config, Settings};

use crate::harness::{any_bucket, leave_unfinished, stored};

/// Long enough for three parts.
const THREE_PARTS: usize = (17 << 20) + 5;

struct Place {
    settings: Settings,
    store: BlobStore,
}

/// A bucket that is nobody else's.
async fn settings() -> Settings {
    // Only its name is used.
    any_bucket(tempfile::tempdir().unwrap().path()).await
}

fn store(settings: Settings) -> BlobStore {
    BlobStore::at(&Config::from_settings(settings).objects().unwrap(), SeededEntropy::new(1)).unwrap()
}

async fn fresh() -> Place {
    let settings = settings().await;
    Place { store: store(settings.clone()), settings }
}

fn chunks(bytes: &[u8]) -> impl Stream<Item = Result<Bytes, Infallible>> + Send + use<> {
    stream::iter(bytes.chunks(100_000).map(|chunk| Ok(Bytes::copy_from_slice(chunk))).collect::<Vec<_>>())
}

fn specimen(length: usize) -> Vec<u8> {
    (0..length).map(|place| u8::try_from(place % 251).unwrap()).collect()
}

impl Place {
    async fn put(&self, bytes: &[u8]) -> StagedBlob {
        self.store.put(chunks(bytes), bytes.len() as u64).await.unwrap()
    }

    async fn read(&self, key: &str) -> Vec<u8> {
        let reader = self.store.open(key).await.unwrap();
        let length = reader.length();
        let bytes: Vec<_> = reader.try_collect().await.unwrap();
        assert_eq!(length, bytes.iter().map(|chunk| chunk.len() as u64).sum::<u64>());
        bytes.concat()
    }

    /// What was begun goes after its caller.
    async fn is_empty(&self) {
        let mut left = (1, 1);
        for _ in 0..600 {
            left = stored(&self.settings).await;
            if left == (0, 0) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{} objects and {} unfinished uploads are left", left.0, left.1);
    }
}

#[tokio::test]
async fn what_was_put_comes_back_whole_in_one_part_or_in_several() {
    let place = fresh().await;
    let part = 8 << 20;
    for length in [0, 1, 103, 104, 105, part - 1, part, part + 1, 2 * part, THREE_PARTS] {
        let bytes = specimen(length);
        let staged = place.put(&bytes).await;
        assert_eq!(staged.length, length as u64);
        assert_eq!(staged.sha256.as_bytes(), &sha256(&[&bytes]));
        assert_eq!(staged.head_sha256.as_bytes(), &sha256(&[&bytes[..length.min(104)]]));
        assert!(place.read(&staged.key).await == bytes, "{length}");
    }
    assert_eq!(stored(&place.settings).await.0, 10);
    let same = place.store.put_as(&"ab".repeat(16), chunks(b"SPECIMEN"), 8).await.unwrap();
    assert_eq!(same.key, "ab".repeat(16));
    assert_eq!(place.read(&same.key).await, b"SPECIMEN");
}

#[tokio::test]
async fn a_wrong_length_and_a_cut_leave_nothing() {
    let place = fresh().await;
    for length in [5_000, THREE_PARTS] {
        let bytes = specimen(length);
        for announced in [0, length as u64 - 1, length as u64 + 1] {
            let error = place.store.put(chunks(&bytes), announced).await.unwrap_err();
            assert!(matches!(error, BlobError::WrongLength), "{error}");
        }
        let cut =
            chunks(&bytes).map_err(|never| match never {}).chain(stream::iter([Err(std::io::Error::other("reset"))]));
        let error = place.store.put(cut, length as u64 + 1).await.unwrap_err();
        assert!(matches!(error, BlobError::Cut), "{error}");
        place.is_empty().await;
    }
    let read = AtomicUsize::new(0);
    let endless = stream::repeat_with(|| {
        read.fetch_add(1, Ordering::SeqCst);
        Ok::<_, Infallible>(Bytes::from_static(&[0; 1_000]))
    });
    let error = place.store.put(endless.take(1_000), 5_000).await.unwrap_err();
    assert!(matches!(error, BlobError::WrongLength), "{error}");
    assert_eq!(read.load(Ordering::SeqCst), 6, "no more is read than was announced");
}

#[tokio::test]
async fn an_upload_that_is_abandoned_leaves_nothing() {
    let place = fresh().await;
    for parts in 0..3_usize {
        let begun = chunks(&specimen(parts * (8 << 20) + 1_000)).chain(stream::once(future::pending()));
        let upload = place.store.put(begun, THREE_PARTS as u64);
        assert!(tokio::time::timeout(Duration::from_millis(1_500), upload).await.is_err(), "it waits for the rest");
    }
    place.is_empty().await;
}

#[tokio::test]
async fn deleted_blobs_are_gone_and_deleting_twice_is_harmless() {
    let place = fresh().await;
    let staged = place.put(b"SPECIMEN").await;
    place.store.delete(&staged.key).await.unwrap();
    place.store.delete(&staged.key).await.unwrap();
    place.is_empty().await;
    assert!(matches!(place.store.open(&staged.key).await, Err(BlobError::Missing(key)) if key == staged.key));
}

#[tokio::test]
async fn orphans_are_found_by_age_and_by_part() {
    let place = fresh().await;
    let staged = place.put(b"SPECIMEN").await;
    let now_ms = SystemClock.now_ms();
    let part = u8::from_str_radix(&staged.key[..2], 16).unwrap();
    let older = async |part, moment_ms| place.store.list_older_than(part, moment_ms).await.unwrap();
    assert_eq!(older(part, now_ms - 60_000).await, Vec::<String>::new());
    assert_eq!(older(part ^ 1, now_ms + 60_000).await, Vec::<String>::new());
    assert_eq!(older(part, now_ms + 60_000).await, [staged.key]);
}

#[tokio::test]
async fn uploads_that_were_never_ended_are_found_by_age() {
    let place = fresh().await;
    let name = format!("ab/{}", "ab".repeat(16));
    let can_list = leave_unfinished(&place.settings, &name).await;
    let expected: &[String] = if can_list { &[name] } else { &[] };
    let now_ms = SystemClock.now_ms();
    assert_eq!(place.store.unfinished_before(now_ms - 60_000).await.unwrap(), Vec::<String>::new());
    assert_eq!(place.store.unfinished_before(now_ms + 60_000).await.unwrap(), expected);
    assert_eq!(place.store.remove_unfinished_before(now_ms + 60_000).await.unwrap(), expected.len());
    place.is_empty().await;
}

#[tokio::test]
async fn a_bucket_of_thousands_is_listed_to_its_end() {
    let place = fresh().await;
    for number in 0..1_100_u32 {
        let key = format!("ab{number:030x}");
        place.store.put_as(&key, chunks(b"x"), 1).await.unwrap();
    }
    let far = 9_000_000_000_000;
    assert_eq!(place.store.list_older_than(0xab, far).await.unwrap().len(), 1_100);
}
