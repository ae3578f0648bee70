//! An S3 store in this process (`s3s-fs`), for the servers of the tests that run with their objects in a bucket. Each server has
//! a bucket of its own, which is a folder of files with the names that they would have on a disk: what a test does to those, it does here too.
//! The tests of the engine itself run against another store as well (`scripts/with-garage.sh`).

use std::fs::{self, Permissions};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use data_encoding::HEXLOWER;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use s3s::auth::SimpleAuth;
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s_fs::FileSystem;
use tokio_rustls::TlsAcceptor;
use vault_core::suite::sha256;
use vault_server::blobs::{Bucket, Location};
use vault_server::clock::{Clock, SystemClock};
use vault_server::config::{Config, Settings};
use vault_server::tls::{DemoCertificate, demo_certificate, server_config};

/// Set to `s3` for the tests that run with objects in either place.
const OBJECTS: &str = "COFFRE_TEST_OBJECTS";

/// A store outside: its address, and the id of a key that may make buckets.
const OUTSIDE: (&str, &str) = ("COFFRE_TEST_S3", "COFFRE_TEST_S3_KEY_ID");
/// The file with that key's secret.
const OUTSIDE_SECRET: &str = "COFFRE_TEST_S3_SECRET_FILE";

const KEY_ID: &str = "GK0123456789abcdef01234567";
const SECRET: &str = "SPECIMEN0123456789abcdef0123456789abcdef0123456789abcdef01234567";

struct Store {
    root: PathBuf,
    endpoint: String,
    certificate: DemoCertificate,
}

/// The one store of this process.
fn store() -> &'static Store {
    static STORE: OnceLock<Store> = OnceLock::new();
    STORE.get_or_init(start)
}

/// The settings by which a server has its objects in a bucket instead of this data folder; none when tests run on the disk.
pub(crate) fn bucket_of(data: &Path) -> Option<Settings> {
    match std::env::var(OBJECTS).ok()?.as_str() {
        "s3" => Some(bucket(data)),
        "disk" => None,
        other => panic!("{OBJECTS} is {other}: disk or s3"),
    }
}

/// The folder in which the sealed objects of a server are, on a disk or as the bucket.
pub(crate) fn objects_in(data: &Path) -> PathBuf {
    match std::env::var(OBJECTS).as_deref() {
        Ok("s3") => bucket_folder(data),
        _ => data.join("blobs"),
    }
}

/// The folder that is the bucket for these data.
pub(crate) fn bucket_folder(data: &Path) -> PathBuf {
    store().root.join(name_of(data))
}

/// Parts of multipart uploads that were neither completed nor aborted, whoever's.
fn unfinished_parts() -> usize {
    let found = fs::read_dir(&store().root).expect("a folder").filter_map(Result::ok);
    found.filter(|entry| entry.file_name().to_string_lossy().starts_with(".upload")).count()
}

fn name_of(data: &Path) -> String {
    format!("coffre-{}", HEXLOWER.encode(&sha256(&[data.as_os_str().as_encoded_bytes()])[..12]))
}

/// A new bucket, wherever the others have theirs: in the store outside if there is one.
pub(crate) async fn any_bucket(data: &Path) -> Settings {
    let Ok(endpoint) = std::env::var(OUTSIDE.0) else { return bucket(data) };
    let told = |name: &str| std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set"));
    let settings = Settings {
        s3_endpoint: Some(endpoint),
        s3_bucket: Some(name_of(data)),
        s3_access_key_id: Some(told(OUTSIDE.1)),
        s3_secret_key_file: Some(told(OUTSIDE_SECRET).into()),
        ..Settings::default()
    };
    let place = place(&settings);
    let client = place.client().expect("a client");
    client.create_bucket().bucket(&place.name).send().await.expect("a bucket");
    settings
}

/// Where a bucket is.
fn place(settings: &Settings) -> Bucket {
    match Config::from_settings(settings.clone()).objects().expect("a place") {
        Location::Bucket(bucket) => bucket,
        Location::Folder(folder) => panic!("{} is no bucket", folder.display()),
    }
}

/// A multipart upload in a bucket of [`any_bucket`] that its server never ends. Gives whether the store can list it: the one in
/// this process cannot, where it is ended at once.
pub(crate) async fn leave_unfinished(settings: &Settings, key: &str) -> bool {
    let place = place(settings);
    let client = place.client().expect("a client");
    let begun = client.create_multipart_upload().bucket(&place.name).key(key).send().await.expect("an upload");
    let can_list = std::env::var(OUTSIDE.0).is_ok();
    if !can_list {
        let ended = client.abort_multipart_upload().bucket(&place.name).key(key).set_upload_id(begun.upload_id);
        ended.send().await.expect("an end");
    }
    can_list
}

/// How many objects a bucket of [`any_bucket`] has, and how many multipart uploads were neither completed nor aborted. The
/// store in this process tells the parts of all buckets together.
pub(crate) async fn stored(settings: &Settings) -> (usize, usize) {
    let place = place(settings);
    let client = place.client().expect("a client");
    let (mut objects, mut pages) = (0, client.list_objects_v2().bucket(&place.name).into_paginator().send());
    while let Some(page) = pages.next().await {
        objects += page.expect("a list").contents().len();
    }
    if std::env::var(OUTSIDE.0).is_err() {
        return (objects, unfinished_parts());
    }
    let uploads = client.list_multipart_uploads().bucket(&place.name).send().await.expect("a list");
    (objects, uploads.uploads().len())
}

/// The same as [`bucket_of`], wherever the others have theirs.
pub(crate) fn bucket(data: &Path) -> Settings {
    let store = store();
    fs::create_dir_all(bucket_folder(data)).expect("a bucket");
    Settings {
        s3_endpoint: Some(store.endpoint.clone()),
        s3_bucket: Some(name_of(data)),
        s3_access_key_id: Some(KEY_ID.to_owned()),
        s3_secret_key_file: Some(secret_file(&store.root)),
        s3_ca: Some(store.certificate.ca.clone()),
        ..Settings::default()
    }
}

fn secret_file(root: &Path) -> PathBuf {
    root.join(".secret")
}

fn start() -> Store {
    let Some(folder) = option_env!("CARGO_TARGET_TMPDIR") else {
        panic!("Cargo gives a folder to tests, not to the fuzzer's program")
    };
    let root = Path::new(folder).join("s3");
    // Of an earlier run: nothing ends with the process by itself.
    if root.exists() {
        fs::remove_dir_all(&root).expect("removed");
    }
    fs::create_dir_all(&root).expect("a folder");
    fs::write(secret_file(&root), SECRET).expect("a file");
    fs::set_permissions(secret_file(&root), Permissions::from_mode(0o600)).expect("closed");
    let mut builder = S3ServiceBuilder::new(FileSystem::new(&root).expect("a store"));
    builder.set_auth(SimpleAuth::from_single(KEY_ID, SECRET));
    let service = builder.build();
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.set_nonblocking(true).expect("a listener");
    let endpoint = format!("https://{}", listener.local_addr().expect("an address"));
    let certificate = demo_certificate(&root.join(".tls"), SystemClock.now_ms()).expect("a certificate");
    let mut config = server_config(&certificate.certificate, &certificate.key).expect("a certificate that serves");
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    let acceptor = TlsAcceptor::from(Arc::new(config));
    std::thread::spawn(move || {
        let tasks = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        tasks.expect("a runtime").block_on(serve(listener, acceptor, service));
    });
    Store { root, endpoint, certificate }
}

async fn serve(listener: TcpListener, acceptor: TlsAcceptor, service: S3Service) {
    let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
    loop {
        let Ok((stream, _)) = listener.accept().await else { continue };
        let (acceptor, service) = (acceptor.clone(), service.clone());
        tokio::spawn(async move {
            // Whoever goes away in the middle has gone away.
            let Ok(stream) = acceptor.accept(stream).await else { return };
            let _ = Builder::new(TokioExecutor::new()).serve_connection(TokioIo::new(stream), service).await;
        });
    }
}
