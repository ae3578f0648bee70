//! The way to a database on another machine: TLS, and a certificate that was checked.

use std::fs;
use std::net::TcpListener;

use sqlx::{Connection, PgConnection};
use vault_server::clock::{Clock, SystemClock};
use vault_server::store::{Location, Store};
use vault_server::tls;

use crate::harness::{postgres_authority, postgres_made};

/// The address of a database of its own as of another machine's: by a name, verified by this file of authorities, or by those
/// of the web.
fn far(folder: &tempfile::TempDir, authorities: Option<&str>) -> String {
    let near = postgres_made(folder.path()).replace("127.0.0.1", "localhost");
    let file = authorities.map_or_else(String::new, |file| format!("&sslrootcert={file}"));
    format!("{near}?sslmode=verify-full{file}")
}

async fn refused(url: &str) -> bool {
    let error = Store::open(&Location::postgres(url, None).unwrap()).await.expect_err("refused");
    assert!(error.is_away(), "{error}");
    error.to_string().contains("UnknownIssuer")
}

#[tokio::test]
async fn the_way_to_postgres_is_tls_with_a_certificate_of_the_named_authority() {
    let folder = tempfile::tempdir().unwrap();
    let url = far(&folder, Some(&postgres_authority()));
    let store = Store::open(&Location::postgres(&url, None).unwrap()).await.unwrap();
    assert!(store.read().await.is_ok());
    store.close().await;

    let mut connection = PgConnection::connect(&url).await.unwrap();
    let (version,): (String,) = sqlx::query_as("SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid() AND ssl")
        .fetch_one(&mut connection)
        .await
        .expect("TLS");
    assert_eq!(version, "TLSv1.3");
}

#[tokio::test]
async fn a_certificate_of_another_authority_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let other = folder.path().join("other");
    tls::demo_certificate(&other, SystemClock.now_ms()).unwrap();
    let other = other.join("ca.pem");
    assert!(tls::are_authorities(&fs::read(&other).unwrap()));
    assert!(refused(&far(&folder, Some(other.to_str().unwrap()))).await);
    assert!(refused(&far(&folder, None)).await, "the authorities of the web did not sign it");
}

#[tokio::test]
async fn a_database_that_ends_a_connection_before_its_first_answer_is_away() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || listener.incoming().for_each(drop));
    for way in ["disable", "require"] {
        let url = format!("postgres://coffre@127.0.0.1:{port}/coffre?sslmode={way}");
        let error = Store::open(&Location::postgres(&url, None).unwrap()).await.expect_err("no database");
        assert!(error.is_away(), "{way}: {error:?}");
    }
}
