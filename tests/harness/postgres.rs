//! A database of its own for each server of a test, on the cluster that `scripts/run-tests.sh` has started.

use std::path::Path;
use std::sync::OnceLock;

use data_encoding::HEXLOWER;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use vault_core::suite::sha256;
use vault_server::store::{Location, Store, StoreError};

/// Set to `postgres` for the tests that run on either engine.
const ENGINE: &str = "COFFRE_TEST_ENGINE";
/// The cluster: `postgres://USER@HOST:PORT`, without a database.
const CLUSTER: &str = "COFFRE_TEST_POSTGRES";
/// The file of the authority that signed the cluster's certificate.
const AUTHORITY: &str = "COFFRE_TEST_POSTGRES_CA";
/// What the statements of tests may say, as on the embedded engine; the server's own never do.
const WORDS: &str = "
    CREATE DOMAIN blob AS bytea;
    CREATE FUNCTION hex(bytea) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT upper(encode($1, 'hex')) $$;
    CREATE FUNCTION zeroblob(integer) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$ SELECT decode(repeat('00', $1), 'hex') $$;
    CREATE FUNCTION randomblob(integer) RETURNS bytea LANGUAGE sql VOLATILE
        AS $$ SELECT substr(sha256(convert_to(random()::text, 'UTF8')), 1, $1) $$;
    CREATE FUNCTION lesser(bytea, bytea) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT
        AS $$ SELECT CASE WHEN $2 < $1 THEN $2 ELSE $1 END $$;
    CREATE AGGREGATE min(bytea) (SFUNC = lesser, STYPE = bytea);
";
/// The database from which the others are copied: its schema is up to date.
const TEMPLATE: &str = "coffre_template";

/// The database of the server whose data lie in this folder, made when it is new; none when tests run on the embedded engine.
pub(crate) fn database_url(data: &Path) -> Option<String> {
    match std::env::var(ENGINE).ok()?.as_str() {
        "postgres" => {}
        "sqlite" => return None,
        other => panic!("{ENGINE} is {other}: sqlite or postgres"),
    }
    Some(made(data))
}

/// A `PostgreSQL` database for these data, made when it is new, on whichever engine the others run.
pub(crate) fn made(data: &Path) -> String {
    let hash = sha256(&[data.as_os_str().as_encoded_bytes()]);
    let name = format!("coffre_{}", HEXLOWER.encode(&hash[..12]));
    let url = url_of(&name);
    // Settings are put together inside and outside of a runtime.
    std::thread::spawn(move || runtime().block_on(create(&name))).join().expect("the database is made");
    url
}

fn cluster() -> String {
    std::env::var(CLUSTER).unwrap_or_else(|_| panic!("{CLUSTER} is not set: start the tests by scripts/run-tests.sh"))
}

/// The file of the authority that signed the cluster's certificate, for `localhost`.
pub(crate) fn authority() -> String {
    std::env::var(AUTHORITY)
        .unwrap_or_else(|_| panic!("{AUTHORITY} is not set: start the tests by scripts/run-tests.sh"))
}

fn url_of(name: &str) -> String {
    format!("{}/{name}", cluster())
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime")
}

async fn create(name: &str) {
    static TEMPLATE_MADE: OnceLock<()> = OnceLock::new();
    let mut connection = PgConnection::connect(&url_of("postgres")).await.expect("the cluster answers");
    TEMPLATE_MADE.get_or_init(|| {
        std::thread::spawn(|| runtime().block_on(make_template())).join().expect("the template is made");
    });
    let known: Option<(i32,)> = sqlx::query_as("SELECT 1 FROM pg_database WHERE datname = $1")
        .bind(name)
        .fetch_optional(&mut connection)
        .await
        .expect("databases are listed");
    if known.is_none() {
        let sql = format!("CREATE DATABASE {name} TEMPLATE {TEMPLATE}");
        sqlx::query(AssertSqlSafe(sql)).execute(&mut connection).await.expect("a database");
    }
}

async fn make_template() {
    let mut connection = PgConnection::connect(&url_of("postgres")).await.expect("the cluster answers");
    // Of an earlier run on the same cluster.
    let drop = format!("DROP DATABASE IF EXISTS {TEMPLATE}");
    sqlx::query(AssertSqlSafe(drop)).execute(&mut connection).await.expect("dropped");
    sqlx::query(AssertSqlSafe(format!("CREATE DATABASE {TEMPLATE}")))
        .execute(&mut connection)
        .await
        .expect("a database");
    let location = Location::postgres(&url_of(TEMPLATE), None).expect("an address");
    Store::open(&location).await.expect("the schema").close().await;
    let mut connection = PgConnection::connect(&url_of(TEMPLATE)).await.expect("the template answers");
    sqlx::raw_sql(WORDS).execute(&mut connection).await.expect("the words of the tests");
    connection.close().await.expect("nobody is connected to a template");
}

/// Copies a server's database into another, that nobody has used; the embedded one is copied with the files.
pub(crate) fn fill(from: &Location, to: &Location) {
    if matches!(from, Location::File(_)) {
        return;
    }
    let copied = async || {
        let (from, to) = (Store::open(from).await?, Store::open(to).await?);
        to.fill_from(&from).await?;
        from.close().await;
        to.close().await;
        Ok::<_, StoreError>(())
    };
    let copied = std::thread::scope(|threads| threads.spawn(|| runtime().block_on(copied())).join().expect("no panic"));
    copied.expect("the database is copied");
}
