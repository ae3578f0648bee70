//! An S3 store in this process (`s3s-fs`), for the servers of the tests that run with their objects in a bucket. Each server has
//! a bucket of its own, which is a folder of files with the names that they would have on a disk: what a test does to those, it does here too.

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
use vault_server::clock::{Clock, SystemClock};
use vault_server::config::Settings;
use vault_server::tls::{DemoCertificate, demo_certificate, server_config};

/// Set to `s3` for the tests that run with objects in either place.
const OBJECTS: &str = "COFFRE_TEST_OBJECTS";

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
pub(crate) fn unfinished_parts() -> usize {
    let found = fs::read_dir(&store().root).expect("a folder").filter_map(Result::ok);
    found.filter(|entry| entry.file_name().to_string_lossy().starts_with(".upload")).count()
}

fn name_of(data: &Path) -> String {
    format!("coffre-{}", HEXLOWER.encode(&sha256(&[data.as_os_str().as_encoded_bytes()])[..12]))
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
    let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("s3");
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
