//! Uploads whole, cut, abandoned and too large.

use std::convert::Infallible;
use std::fs;
use std::future::Future;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::task::Poll;
use std::time::{Duration, SystemTime};

use axum::body::Body;
use futures_util::{StreamExt, TryStreamExt, future, stream};
use tempfile::TempDir;
use tower_http::timeout::TimeoutBody;
use vault_core::entropy::SeededEntropy;
use vault_core::suite::sha256;

use super::*;

const SPECIMEN: &[u8] = b"SPECIMEN";

struct Place {
    folder: TempDir,
    store: BlobStore,
}

fn fresh() -> Place {
    let folder = tempfile::tempdir().unwrap();
    let store = BlobStore::at(&Location::Folder(folder.path().join("blobs")), SeededEntropy::new(1)).unwrap();
    Place { folder, store }
}

impl Place {
    fn files(&self) -> Vec<PathBuf> {
        let mut found = Vec::new();
        for shelf in fs::read_dir(self.folder.path().join("blobs")).unwrap() {
            found.extend(fs::read_dir(shelf.unwrap().path()).unwrap().map(|entry| entry.unwrap().path()));
        }
        found
    }

    fn assert_empty(&self) {
        assert_eq!(self.files(), Vec::<PathBuf>::new());
    }

    async fn put(&self, bytes: &[u8]) -> StagedBlob {
        self.store.put(chunks(bytes), bytes.len() as u64).await.unwrap()
    }

    async fn read(&self, key: &str) -> Vec<u8> {
        let reader = self.store.open(key).await.unwrap();
        let length = reader.length();
        let bytes: Vec<Bytes> = reader.try_collect().await.unwrap();
        assert_eq!(length, bytes.iter().map(|chunk| chunk.len() as u64).sum::<u64>());
        bytes.concat()
    }
}

fn chunks(bytes: &[u8]) -> impl Stream<Item = Result<Bytes, Infallible>> + Send + use<> {
    stream::iter(bytes.chunks(1000).map(|chunk| Ok(Bytes::copy_from_slice(chunk))).collect::<Vec<_>>())
}

/// Begins, then says nothing more.
fn stalled() -> impl Stream<Item = Result<Bytes, Infallible>> + Send {
    stream::iter([Ok(Bytes::from_static(b"begun"))]).chain(stream::once(future::pending()))
}

#[tokio::test]
async fn what_was_put_comes_back_from_a_private_file() {
    let place = fresh();
    for length in [0_u8, 1, 103, 104, 105, 250] {
        let bytes: Vec<u8> = (0..length).collect();
        let staged = place.put(&bytes).await;
        assert_eq!(staged.length, u64::from(length));
        assert_eq!(staged.sha256.as_bytes(), &sha256(&[&bytes]));
        assert_eq!(staged.head_sha256.as_bytes(), &sha256(&[&bytes[..bytes.len().min(104)]]));
        assert_eq!(place.read(&staged.key).await, bytes);
    }
    assert_eq!(place.files().len(), 6);
    for file in place.files() {
        assert_eq!(fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[tokio::test]
async fn many_chunks_come_back_in_order() {
    let place = fresh();
    let bytes: Vec<u8> = (0..300_000_u32).flat_map(u32::to_be_bytes).collect();
    let staged = place.put(&bytes).await;
    assert_eq!(place.read(&staged.key).await, bytes);
}

#[tokio::test]
async fn a_wrong_length_leaves_nothing() {
    let place = fresh();
    let bytes = vec![7; 5_000];
    for announced in [0, 4_999, 5_001] {
        let error = place.store.put(chunks(&bytes), announced).await.unwrap_err();
        assert!(matches!(error, BlobError::WrongLength), "{error}");
        place.assert_empty();
    }
}

#[tokio::test]
async fn an_endless_body_is_stopped_at_the_announced_length() {
    let place = fresh();
    let endless = stream::repeat_with(|| Ok::<_, Infallible>(Bytes::from_static(&[0; 4096])));
    let error = place.store.put(endless, 10_000).await.unwrap_err();
    assert!(matches!(error, BlobError::WrongLength), "{error}");
    place.assert_empty();
}

#[tokio::test]
async fn a_cut_upload_leaves_nothing() {
    let place = fresh();
    let cut = stream::iter([Ok(Bytes::from_static(b"begun")), Err(io::Error::other("connection reset"))]);
    let error = place.store.put(cut, 100).await.unwrap_err();
    assert!(matches!(error, BlobError::Cut), "{error}");
    place.assert_empty();
}

#[tokio::test]
async fn a_silent_upload_is_told_apart_and_leaves_nothing() {
    let place = fresh();
    let silent = Body::new(TimeoutBody::new(Duration::from_millis(50), Body::from_stream(stalled())));
    let error = place.store.put(silent.into_data_stream(), 100).await.unwrap_err();
    assert!(matches!(error, BlobError::TimedOut), "{error}");
    place.assert_empty();
}

#[tokio::test]
async fn an_upload_abandoned_at_any_point_leaves_nothing() {
    let place = fresh();
    let bytes = vec![3; 20_000];
    for polls in 0.. {
        // A pause before each piece: however fast the disk is, there are points at which to stop.
        let slowly = chunks(&bytes).then(|piece| async move {
            tokio::task::yield_now().await;
            piece
        });
        let mut upload = Box::pin(place.store.put(slowly, 20_000));
        let mut left = polls;
        let outcome = future::poll_fn(|context| {
            if left == 0 {
                return Poll::Ready(None);
            }
            left -= 1;
            upload.as_mut().poll(context).map(Some)
        });
        if outcome.await.is_some() {
            assert!(polls > 2, "the upload was never interrupted");
            break;
        }
        drop(upload);
        // A step that another thread had begun may end after the upload was dropped.
        for _ in 0..100 {
            if place.files().is_empty() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        place.assert_empty();
    }
    assert_eq!(place.files().len(), 1);
}

#[tokio::test]
async fn deleted_blobs_are_gone_and_deleting_twice_is_harmless() {
    let place = fresh();
    let staged = place.put(SPECIMEN).await;
    place.store.delete(&staged.key).await.unwrap();
    place.store.delete(&staged.key).await.unwrap();
    place.assert_empty();
    assert!(matches!(place.store.open(&staged.key).await, Err(BlobError::Missing(key)) if key == staged.key));
}

#[tokio::test]
async fn orphans_are_found_by_age_and_unfinished_uploads_removed() {
    let place = fresh();
    let staged = place.put(SPECIMEN).await;
    let written = fs::metadata(place.files().remove(0)).unwrap().modified().unwrap();
    let written_ms = u64::try_from(written.duration_since(SystemTime::UNIX_EPOCH).unwrap().as_millis()).unwrap();
    fs::write(place.folder.path().join("blobs/incoming/left-by-a-crash"), b"x").unwrap();
    let part = u8::from_str_radix(&staged.key[..2], 16).unwrap();
    assert_eq!(place.store.list_older_than(part, written_ms).await.unwrap(), Vec::<String>::new());
    assert_eq!(place.store.list_older_than(part ^ 1, written_ms + 1).await.unwrap(), Vec::<String>::new());
    assert_eq!(place.store.list_older_than(part, written_ms + 1).await.unwrap(), [staged.key]);
    assert_eq!(place.store.remove_unfinished().await.unwrap(), 1);
    assert_eq!(place.files().len(), 1);
}

#[tokio::test]
async fn only_hexadecimal_names_are_names() {
    let place = fresh();
    let good = place.put(SPECIMEN).await.key;
    fs::write(place.folder.path().join("outside"), SPECIMEN).unwrap();
    for wrong in ["", "../outside", &good[1..], &good.to_uppercase(), &format!("{good}0"), "incoming"] {
        assert!(matches!(place.store.open(wrong).await, Err(BlobError::InvalidKey)), "{wrong}");
        assert!(matches!(place.store.delete(wrong).await, Err(BlobError::InvalidKey)), "{wrong}");
    }
}
