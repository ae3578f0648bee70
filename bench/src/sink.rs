//! A bare server to compare with: TLS by the same library, a body that is hashed, written and synced, and given back.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use axum_server::tls_rustls::RustlsConfig;
use data_encoding::HEXLOWER;
use futures_util::StreamExt;
use ring::digest::{Context, SHA256};
use tokio::fs::File;
use tokio::io::AsyncWriteExt;
use tokio_util::io::ReaderStream;
use vault_server::tls;

use crate::Result;

/// What it reads and writes at once.
const PIECE: usize = 256 * 1024;

/// Serves `/object` on this port until it is killed, with the certificate in `tls/` of the folder.
pub(crate) fn serve(folder: &Path, port: &str) -> Result<()> {
    let tls = tls::server_config(&folder.join("tls/server.pem"), &folder.join("tls/server.key"))?;
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port.parse()?));
    let object = folder.join("sink-object");
    let router = Router::new().route("/object", get(give).put(take)).with_state(object);
    let tasks = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    tasks.block_on(async {
        let server = axum_server::bind_rustls(address, RustlsConfig::from_config(Arc::new(tls)));
        Ok(server.serve(router.into_make_service()).await?)
    })
}

async fn take(State(object): State<PathBuf>, body: Body) -> std::result::Result<String, StatusCode> {
    keep(&object, body).await.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}

async fn keep(object: &Path, body: Body) -> Result<String> {
    let mut file = File::create(object).await?;
    file.set_max_buf_size(PIECE);
    let (mut hash, mut bytes) = (Context::new(&SHA256), body.into_data_stream());
    while let Some(piece) = bytes.next().await {
        let piece = piece?;
        hash.update(&piece);
        file.write_all(&piece).await?;
    }
    file.flush().await?;
    file.sync_all().await?;
    Ok(HEXLOWER.encode(hash.finish().as_ref()))
}

async fn give(State(object): State<PathBuf>) -> std::result::Result<Body, StatusCode> {
    let file = File::open(object).await.map_err(|_| StatusCode::NOT_FOUND)?;
    Ok(Body::from_stream(ReaderStream::with_capacity(file, PIECE)))
}
