//! Where the servers of a stage keep their rows and their sealed objects: this machine's disk, or a PostgreSQL and an S3 store
//! that `scripts/with-postgres.sh` and `scripts/with-garage.sh` have started.

use std::ffi::OsString;

use aws_sdk_s3::Client;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use tokio::runtime::Builder;
use vault_server::blobs::Location;
use vault_server::config::{Config, Settings};

use crate::Result;
use crate::process::cpu_of_family;

/// The database's cluster: `postgres://USER@HOST:PORT`, without a database.
const CLUSTER: &str = "COFFRE_TEST_POSTGRES";
/// The store's address, the id of a key that may make buckets, and the file with its secret.
const STORE: [&str; 3] = ["COFFRE_TEST_S3", "COFFRE_TEST_S3_KEY_ID", "COFFRE_TEST_S3_SECRET_FILE"];

/// Whose processor time is theirs: the first processes of database and store.
const PROCESSES: [&str; 2] = ["COFFRE_TEST_POSTGRES_PID", "COFFRE_TEST_S3_PID"];

/// What stands behind the servers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    /// The embedded database, and a folder.
    Embedded,
    /// PostgreSQL, and a folder.
    Postgres,
    /// PostgreSQL, and Garage.
    Garage,
    /// The same, with two servers.
    Two,
}

impl Engine {
    pub(crate) const ALL: [Self; 4] = [Self::Embedded, Self::Postgres, Self::Garage, Self::Two];

    /// As tables and curves call it.
    pub(crate) const fn told(self) -> &'static str {
        match self {
            Self::Embedded => "SQLite + disk",
            Self::Postgres => "PostgreSQL + disk",
            Self::Garage => "PostgreSQL + Garage",
            Self::Two => "PostgreSQL + Garage, two servers",
        }
    }

    /// How many servers share it.
    pub(crate) const fn servers(self) -> usize {
        if matches!(self, Self::Two) { 2 } else { 1 }
    }
}

/// A database and a place of objects that belong to one stage.
#[derive(Debug)]
pub(crate) struct Place(Settings);

impl Place {
    /// New ones. Not from within a runtime.
    pub(crate) fn make(engine: Engine, name: &str) -> Result<Self> {
        let mut settings = Settings::default();
        let tasks = Builder::new_current_thread().enable_all().build()?;
        if engine != Engine::Embedded {
            settings.database_url = Some(tasks.block_on(new_database(&format!("bench_{}", name.replace('-', "_"))))?);
        }
        if matches!(engine, Engine::Garage | Engine::Two) {
            let told = |which: usize| from_scripts(STORE[which]);
            settings.s3_endpoint = Some(told(0)?);
            settings.s3_bucket = Some(format!("bench-{name}"));
            settings.s3_access_key_id = Some(told(1)?);
            settings.s3_secret_key_file = Some(told(2)?.into());
        }
        let place = Self(settings);
        if let Some((client, bucket)) = place.bucket()? {
            tasks.block_on(client.create_bucket().bucket(bucket).send())?;
        }
        Ok(place)
    }

    /// As the server is told of it.
    pub(crate) fn flags(&self) -> Vec<OsString> {
        let text = |flag: &str, value: &Option<String>| value.as_ref().map(|value| format!("--{flag}={value}").into());
        let secret = self.0.s3_secret_key_file.as_ref().map(|file| format!("--s3-secret-key-file={}", file.display()));
        let all = [
            text("database-url", &self.0.database_url),
            text("s3-endpoint", &self.0.s3_endpoint),
            text("s3-bucket", &self.0.s3_bucket),
            text("s3-access-key-id", &self.0.s3_access_key_id),
            secret.map(OsString::from),
        ];
        all.into_iter().flatten().collect()
    }

    /// Processor time of what stands behind the servers until now, in seconds.
    pub(crate) fn cpu(&self) -> Result<f64> {
        let used = [self.0.database_url.is_some(), self.0.s3_endpoint.is_some()];
        let names = PROCESSES.into_iter().zip(used).filter(|(_, used)| *used);
        names.map(|(name, _)| cpu_of_family(from_scripts(name)?.parse()?)).sum()
    }

    /// As the server's rules in this process are told of it.
    pub(crate) fn settings(&self) -> Settings {
        self.0.clone()
    }

    /// The database's address, where it is not a file.
    pub(crate) fn database(&self) -> Option<&str> {
        self.0.database_url.as_deref()
    }

    /// Who speaks to the bucket as the server does, and its name; none where objects lie in a folder.
    pub(crate) fn bucket(&self) -> Result<Option<(Client, String)>> {
        match Config::from_settings(self.0.clone()).objects()? {
            Location::Bucket(bucket) => Ok(Some((bucket.client()?, bucket.name))),
            Location::Folder(_) => Ok(None),
        }
    }
}

/// What the scripts tell in the environment.
pub(crate) fn from_scripts(name: &str) -> Result<String> {
    std::env::var(name).map_err(|_| format!("{name} is not set: use `make bench-load`").into())
}

async fn new_database(name: &str) -> Result<String> {
    let cluster = from_scripts(CLUSTER)?;
    let mut connection = PgConnection::connect(&format!("{cluster}/postgres")).await?;
    for sql in [format!("DROP DATABASE IF EXISTS {name}"), format!("CREATE DATABASE {name}")] {
        sqlx::query(AssertSqlSafe(sql)).execute(&mut connection).await?;
    }
    connection.close().await?;
    Ok(format!("{cluster}/{name}"))
}
