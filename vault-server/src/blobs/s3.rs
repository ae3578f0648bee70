//! Blobs in a bucket of an S3 store: `ab/abcdef…`, as on a disk. What is there is whole: a small blob is one `PutObject`, a
//! large one a multipart upload, which has no name before it is completed.
//!
//! Nothing relies on what S3 stores differ in. A name is drawn for each upload and never used again, so that nothing is ever
//! written over and no conditional request is needed (Garage ignores them); the database is the truth about which names count.
//! Each part goes with its SHA-256, which the store checks; the header that tells it is signed, so that the body is not hashed
//! once more to be signed itself.

use std::fmt;
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use aws_sdk_s3::Client;
use aws_sdk_s3::config::retry::RetryConfig;
use aws_sdk_s3::config::timeout::TimeoutConfig;
use aws_sdk_s3::config::{
    BehaviorVersion, Credentials, Region, RequestChecksumCalculation, ResponseChecksumValidation,
};
use aws_sdk_s3::error::{DisplayErrorContext, ProvideErrorMetadata, SdkError};
use aws_sdk_s3::primitives::{ByteStream, DateTime};
use aws_sdk_s3::types::{ChecksumAlgorithm, CompletedMultipartUpload, CompletedPart};
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore};
use bytes::{Bytes, BytesMut};
use data_encoding::BASE64;
use futures_util::{Stream, StreamExt, stream};
use tokio::runtime::Handle;
use vault_core::ids::Hash;
use vault_core::suite::sha256;
use zeroize::Zeroizing;

use super::measure::{Measure, why_cut};
use super::{BlobError, BlobKey, BlobReader, StagedBlob};

/// What one upload holds in memory, and the length of each part but the last: 8 MiB. S3 takes 10,000 parts, hence 78 GiB.
const PART_LEN: usize = 8 << 20;

/// Tries of one request, the first included, at growing distances.
const TRIES: u32 = 5;
/// Longest distance between two tries.
const LONGEST_WAIT: Duration = Duration::from_secs(5);
/// To reach the store.
const CONNECT: Duration = Duration::from_secs(5);
/// One try, from its first byte to the head of the answer.
const TRY: Duration = Duration::from_secs(30);

/// Where a bucket is, and who this server is to it.
#[derive(Clone)]
pub struct Bucket {
    /// `https://HOST[:PORT]`; `http://` on this machine only.
    pub endpoint: String,
    /// The region that requests are signed for.
    pub region: String,
    /// The bucket's name.
    pub name: String,
    /// The id of the access key.
    pub access_key_id: String,
    /// The secret of the access key.
    pub secret_key: Zeroizing<String>,
    /// The authorities by which the store is trusted, PEM; none: the system's.
    pub authorities: Option<Vec<u8>>,
}

impl fmt::Debug for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bucket").field("endpoint", &self.endpoint).field("name", &self.name).finish_non_exhaustive()
    }
}

/// Blobs in a bucket.
#[derive(Debug, Clone)]
pub(super) struct S3 {
    client: Client,
    bucket: Arc<str>,
}

impl Bucket {
    /// Who speaks to the store: retries, waits and trust as everywhere.
    pub fn client(&self) -> Result<Client, BlobError> {
        let trust = match &self.authorities {
            // The system's, of which there may be none where they are not needed.
            None => TrustStore::default().with_native_roots(self.endpoint.starts_with("https://")),
            Some(pem) => TrustStore::empty().with_pem_certificate(pem.as_slice()),
        };
        let tls = TlsContext::builder().with_trust_store(trust).build().map_err(io::Error::other)?;
        let http = aws_smithy_http_client::Builder::new()
            .tls_provider(Provider::Rustls(CryptoMode::Ring))
            .tls_context(tls)
            .build_https();
        let key = Credentials::new(&self.access_key_id, self.secret_key.as_str(), None, None, "configuration");
        let config = aws_sdk_s3::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .endpoint_url(&self.endpoint)
            .region(Region::new(self.region.clone()))
            .credentials_provider(key)
            .force_path_style(true)
            .http_client(http)
            // Parts go with a checksum of their own; a trailer is not understood by every store.
            .request_checksum_calculation(RequestChecksumCalculation::WhenRequired)
            // What comes back is held to the hash of its signed deposit, by whoever needs it whole.
            .response_checksum_validation(ResponseChecksumValidation::WhenRequired)
            .retry_config(RetryConfig::standard().with_max_attempts(TRIES).with_max_backoff(LONGEST_WAIT))
            .timeout_config(TimeoutConfig::builder().connect_timeout(CONNECT).operation_attempt_timeout(TRY).build())
            .build();
        Ok(Client::from_conf(config))
    }
}

impl S3 {
    pub(super) fn open(place: &Bucket) -> Result<Self, BlobError> {
        Ok(Self { client: place.client()?, bucket: Arc::from(place.name.as_str()) })
    }

    pub(super) async fn put<S, E>(&self, key: BlobKey, bytes: S, length: u64) -> Result<StagedBlob, BlobError>
    where
        S: Stream<Item = Result<Bytes, E>> + Send,
        E: std::error::Error + 'static,
    {
        let mut measure = Measure::default();
        let mut upload: Option<Multipart> = None;
        let mut part = BytesMut::new();
        let mut bytes = pin!(bytes);
        while let Some(chunk) = bytes.next().await {
            let mut chunk = chunk.map_err(|error| why_cut(&error))?;
            measure.take(&chunk);
            if measure.length > length {
                return Err(BlobError::WrongLength);
            }
            while !chunk.is_empty() {
                let taken = chunk.split_to(chunk.len().min(PART_LEN - part.len()));
                part.extend_from_slice(&taken);
                // The last part, however long, is sent below.
                if part.len() == PART_LEN && (!chunk.is_empty() || measure.length < length) {
                    if upload.is_none() {
                        upload = Some(Multipart::begin(self, &key).await?);
                    }
                    if let Some(upload) = &mut upload {
                        upload.send(part.split().freeze()).await?;
                    }
                }
            }
        }
        if measure.length != length {
            return Err(BlobError::WrongLength);
        }
        let (last, staged) = (part.freeze(), measure.finish(&key));
        match upload {
            None => self.put_whole(&key, last, &staged.sha256).await?,
            Some(mut upload) => {
                upload.send(last).await?;
                upload.complete().await?;
            }
        }
        Ok(staged)
    }

    /// What fits into one request, with its SHA-256, which is known by now.
    async fn put_whole(&self, key: &BlobKey, bytes: Bytes, sha256: &Hash) -> Result<(), BlobError> {
        let guard = DeletedUnlessKept { s3: Some(self.clone()), key: *key };
        let sent = self
            .client
            .put_object()
            .bucket(&*self.bucket)
            .key(name(key))
            .checksum_sha256(BASE64.encode(sha256.as_ref()))
            .body(ByteStream::from(bytes))
            .customize()
            .disable_payload_signing()
            .send();
        sent.await.map_err(failed)?;
        guard.keep();
        Ok(())
    }

    pub(super) async fn open_blob(&self, key: &BlobKey) -> Result<BlobReader, BlobError> {
        let asked = self.client.get_object().bucket(&*self.bucket).key(name(key)).send().await;
        let answer = asked.map_err(|error| match &error {
            SdkError::ServiceError(told) if told.err().is_no_such_key() => BlobError::Missing(key.to_string()),
            _ => failed(error),
        })?;
        let told = answer.content_length().and_then(|length| u64::try_from(length).ok());
        let length = told.ok_or_else(|| BlobError::Unavailable("an answer without its length".to_owned()))?;
        let bytes = stream::unfold(answer.body, |mut body| async move {
            let chunk = body.next().await?;
            Some((chunk.map_err(io::Error::other), body))
        });
        Ok(BlobReader { length, bytes: Box::pin(bytes) })
    }

    pub(super) async fn delete(&self, key: &BlobKey) -> Result<(), BlobError> {
        let asked = self.client.delete_object().bucket(&*self.bucket).key(name(key)).send().await;
        match asked {
            Err(SdkError::ServiceError(told)) if told.err().code() == Some("NoSuchKey") => Ok(()),
            other => other.map(drop).map_err(failed),
        }
    }

    pub(super) async fn list_older_than(&self, part: u8, moment_ms: u64) -> Result<Vec<String>, BlobError> {
        let prefix = format!("{part:02x}/");
        let asked = self.client.list_objects_v2().bucket(&*self.bucket).prefix(&prefix);
        let mut pages = asked.into_paginator().send();
        let mut names = Vec::new();
        while let Some(page) = pages.next().await {
            let page = page.map_err(failed)?;
            let old = page.contents().iter().filter(|object| is_before(object.last_modified(), moment_ms));
            let found = old.filter_map(|object| object.key()?.strip_prefix(&prefix));
            names.extend(found.filter(|name| name.parse::<BlobKey>().is_ok()).map(str::to_owned));
        }
        Ok(names)
    }

    pub(super) async fn unfinished_before(&self, moment_ms: u64) -> Result<Vec<String>, BlobError> {
        Ok(self.uploads_before(moment_ms).await?.into_iter().map(|(name, _)| name).collect())
    }

    pub(super) async fn remove_unfinished_before(&self, moment_ms: u64) -> Result<usize, BlobError> {
        let uploads = self.uploads_before(moment_ms).await?;
        for (name, id) in &uploads {
            self.abort(name.clone(), id.clone()).await?;
        }
        Ok(uploads.len())
    }

    /// Names and ids of multipart uploads that began before a moment. A store that cannot list them is told by its bucket's
    /// life cycle to forget them, and has none.
    async fn uploads_before(&self, moment_ms: u64) -> Result<Vec<(String, String)>, BlobError> {
        let (mut found, mut marker) = (Vec::new(), (None, None));
        loop {
            let asked = self.client.list_multipart_uploads().bucket(&*self.bucket);
            let page = match asked.set_key_marker(marker.0).set_upload_id_marker(marker.1).send().await {
                Err(SdkError::ServiceError(told)) if told.err().code() == Some("NotImplemented") => return Ok(found),
                page => page.map_err(failed)?,
            };
            let old = page.uploads().iter().filter(|upload| is_before(upload.initiated(), moment_ms));
            found.extend(old.filter_map(|upload| Some((upload.key()?.to_owned(), upload.upload_id()?.to_owned()))));
            marker = (page.next_key_marker, page.next_upload_id_marker);
            if page.is_truncated != Some(true) || marker.0.is_none() {
                return Ok(found);
            }
        }
    }

    async fn abort(&self, name: String, id: String) -> Result<(), BlobError> {
        let asked = self.client.abort_multipart_upload().bucket(&*self.bucket).key(name).upload_id(id).send().await;
        match asked {
            Err(SdkError::ServiceError(told)) if told.err().is_no_such_upload() => Ok(()),
            other => other.map(drop).map_err(failed),
        }
    }
}

/// The name of an object: `ab/abcdef…`.
fn name(key: &BlobKey) -> String {
    let key = key.to_string();
    format!("{}/{key}", &key[..2])
}

fn is_before(moment: Option<&DateTime>, moment_ms: u64) -> bool {
    let limit = SystemTime::UNIX_EPOCH + Duration::from_millis(moment_ms);
    moment.is_some_and(|moment| SystemTime::try_from(*moment).is_ok_and(|moment| moment < limit))
}

/// A request that failed at every try.
fn failed<E, R>(error: SdkError<E, R>) -> BlobError
where
    E: std::error::Error + ProvideErrorMetadata + 'static,
    R: fmt::Debug + 'static,
{
    BlobError::Unavailable(DisplayErrorContext(error).to_string())
}

/// A multipart upload, aborted when it is dropped before its end.
struct Multipart {
    s3: S3,
    name: String,
    id: String,
    parts: Vec<CompletedPart>,
    is_over: bool,
}

impl Multipart {
    async fn begin(s3: &S3, key: &BlobKey) -> Result<Self, BlobError> {
        let name = name(key);
        let asked = s3.client.create_multipart_upload().bucket(&*s3.bucket).key(&name);
        let begun = asked.checksum_algorithm(ChecksumAlgorithm::Sha256).send().await.map_err(failed)?;
        let id = begun.upload_id.ok_or_else(|| BlobError::Unavailable("an upload without its id".to_owned()))?;
        Ok(Self { s3: s3.clone(), name, id, parts: Vec::new(), is_over: false })
    }

    async fn send(&mut self, bytes: Bytes) -> Result<(), BlobError> {
        let number = i32::try_from(self.parts.len() + 1).map_err(|_| BlobError::WrongLength)?;
        let checksum = BASE64.encode(&sha256(&[&bytes]));
        let sent = self
            .s3
            .client
            .upload_part()
            .bucket(&*self.s3.bucket)
            .key(&self.name)
            .upload_id(&self.id)
            .part_number(number)
            .checksum_sha256(&checksum)
            .body(ByteStream::from(bytes))
            .customize()
            .disable_payload_signing()
            .send();
        let told = sent.await.map_err(failed)?;
        let part = CompletedPart::builder().part_number(number).set_e_tag(told.e_tag).checksum_sha256(checksum);
        self.parts.push(part.build());
        Ok(())
    }

    async fn complete(mut self) -> Result<(), BlobError> {
        let parts = CompletedMultipartUpload::builder().set_parts(Some(std::mem::take(&mut self.parts))).build();
        let asked = self.s3.client.complete_multipart_upload().bucket(&*self.s3.bucket).key(&self.name);
        asked.upload_id(&self.id).multipart_upload(parts).send().await.map_err(failed)?;
        self.is_over = true;
        Ok(())
    }
}

impl Drop for Multipart {
    fn drop(&mut self) {
        if self.is_over {
            return;
        }
        let (s3, name, id) = (self.s3.clone(), std::mem::take(&mut self.name), std::mem::take(&mut self.id));
        afterwards(async move { s3.abort(name, id).await });
    }
}

/// An object that is deleted unless its caller has heard that it is there: an answer that never came may have been a yes.
struct DeletedUnlessKept {
    s3: Option<S3>,
    key: BlobKey,
}

impl DeletedUnlessKept {
    fn keep(mut self) {
        self.s3 = None;
    }
}

impl Drop for DeletedUnlessKept {
    fn drop(&mut self) {
        if let Some(s3) = self.s3.take() {
            let key = self.key;
            afterwards(async move { s3.delete(&key).await });
        }
    }
}

/// Does something that nobody waits for. What it leaves, the daily round finds.
fn afterwards(work: impl Future<Output = Result<(), BlobError>> + Send + 'static) {
    if let Ok(runtime) = Handle::try_current() {
        runtime.spawn(async move {
            if let Err(error) = work.await {
                tracing::warn!(%error, "an unfinished upload could not be removed");
            }
        });
    }
}
