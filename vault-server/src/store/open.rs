//! Opening the database, and transactions over whichever engine it is.

use std::path::Path;
use std::time::Duration;

use sqlx::Connection;
use sqlx::pool::PoolOptions;
use sqlx::postgres::{PgConnectOptions, PgPool};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqliteSynchronous};
use vault_core::error::Error as FormatError;

use super::{Location, execute};

/// Readers at a time; writes have one connection of their own.
const READERS: u32 = 4;

/// How long one waits for another who holds the embedded database, or for a connection to one that may be away.
const WAIT: Duration = Duration::from_secs(10);

/// A connection that was given back so recently is not asked whether it still answers.
const TRUSTED: Duration = Duration::from_millis(100);

/// A writing transaction on `PostgreSQL` in which nothing is said for so many milliseconds is ended by the database: a server that
/// is stopped in the middle of a batch must not hold up the others.
const PAUSE_MS: u64 = 3_000;

/// The lock that whoever writes holds: any number, the same for every server of one database ("coffre" in ASCII).
const WRITERS_LOCK: i64 = 0x0063_6f66_6672_6500;

pub(super) static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("../migrations");

/// What the database may answer.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The driver or the database failed.
    #[error("the database failed: {0}")]
    Database(#[from] sqlx::Error),
    /// The schema could not be brought up to date.
    #[error("the database schema could not be brought up to date: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// A row does not verify or does not have its form.
    #[error("a stored row does not verify: {0}")]
    Corrupt(FormatError),
    /// A row has the wrong form: which table and column.
    #[error("a stored row does not have its form: {0}")]
    Form(&'static str),
    /// The log was written by somebody else since it was read.
    #[error("the log has gone on under another server")]
    WentOn,
    /// The data are on their way to another place, or there.
    #[error("the data are carried to another place")]
    Elsewhere,
    /// The row's key epoch is not in the key directory.
    #[error("the key directory has no key of epoch {0}")]
    KeyMissing(u32),
}

impl StoreError {
    /// Whether a unique or primary key was taken already.
    #[must_use]
    pub fn is_taken(&self) -> bool {
        matches!(self, Self::Database(sqlx::Error::Database(error)) if error.is_unique_violation())
    }

    /// Whether the disk is full (SQLite: 13, `PostgreSQL`: 53100), which passes once there is room.
    #[must_use]
    pub fn is_full(&self) -> bool {
        let full = |code: &str| code == "13" || code == "53100";
        matches!(self, Self::Database(sqlx::Error::Database(error)) if error.code().as_deref().is_some_and(full))
    }

    /// Whether the database could not be reached, or went away (`PostgreSQL`: classes 08 and 57), which passes once it is back.
    #[must_use]
    pub fn is_away(&self) -> bool {
        let Self::Database(error) = self else { return false };
        match error {
            sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed
            // What the driver makes of a connection that ends where the first answer should begin.
            | sqlx::Error::Protocol(_) => true,
            sqlx::Error::Database(told) => {
                told.code().is_some_and(|code| code.len() == 5 && (code.starts_with("08") || code.starts_with("57")))
            }
            _ => false,
        }
    }
}

/// The database.
#[derive(Debug, Clone)]
pub enum Store {
    /// The embedded default: one file, WAL, every commit synced.
    Sqlite {
        /// The one connection that writes.
        writer: SqlitePool,
        /// Connections that only read.
        readers: SqlitePool,
    },
    /// `PostgreSQL`, for several servers at once.
    Postgres {
        /// The one connection of this server that writes.
        writer: PgPool,
        /// Connections that only read.
        readers: PgPool,
    },
}

/// A transaction.
#[derive(Debug)]
pub enum Tx {
    /// On SQLite.
    Sqlite(sqlx::SqliteTransaction<'static>),
    /// On `PostgreSQL`.
    Postgres(sqlx::Transaction<'static, sqlx::Postgres>),
}

impl Store {
    /// Opens the database in its place, and brings its schema up to date.
    pub async fn open(place: &Location) -> Result<Self, StoreError> {
        match place {
            Location::File(path) => Self::open_sqlite(path).await,
            Location::Postgres(options) => Self::open_postgres(options).await,
        }
    }

    /// Opens, and creates when new, the embedded database in `path`.
    ///
    /// `synchronous=FULL` makes a commit survive a power cut; `secure_delete` overwrites what is
    /// deleted, so that erasure does not leave bytes in free pages.
    pub async fn open_sqlite(path: &Path) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .pragma("secure_delete", "ON")
            .busy_timeout(WAIT);
        let writer = pool(1).connect_with(options.clone()).await?;
        MIGRATIONS.run(&writer).await?;
        let readers = pool(READERS).connect_with(options.read_only(true)).await?;
        Ok(Self::Sqlite { writer, readers })
    }

    async fn open_postgres(options: &PgConnectOptions) -> Result<Self, StoreError> {
        // Only of whoever writes: a reader holds nobody up, and may look at something else for long.
        let writing = options.clone().options([("idle_in_transaction_session_timeout", PAUSE_MS.to_string())]);
        let writer = pool(1).connect_with(writing).await?;
        MIGRATIONS.run(&writer).await?;
        let readers = pool(READERS).connect_with(options.clone()).await?;
        Ok(Self::Postgres { writer, readers })
    }

    /// Opens the database for reading only, beside whoever writes in it: it is neither made nor brought up to date, and what
    /// a crash left in an embedded one's journal is read with it.
    pub async fn open_to_read(place: &Location) -> Result<Self, StoreError> {
        match place {
            Location::File(path) => {
                let options = SqliteConnectOptions::new().filename(path).read_only(true).busy_timeout(WAIT);
                let readers = pool(2).connect_with(options).await?;
                Ok(Self::Sqlite { writer: readers.clone(), readers })
            }
            Location::Postgres(options) => {
                let options = options.clone().options([("default_transaction_read_only", "on")]);
                let readers = pool(2).connect_with(options).await?;
                Ok(Self::Postgres { writer: readers.clone(), readers })
            }
        }
    }

    /// A transaction that sees one moment of the database and changes nothing.
    pub async fn read(&self) -> Result<Tx, StoreError> {
        match self {
            Self::Sqlite { readers, .. } => Ok(Tx::Sqlite(readers.begin().await?)),
            Self::Postgres { readers, .. } => {
                Ok(Tx::Postgres(readers.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?))
            }
        }
    }

    /// A transaction that may write. Taken at once, so that it cannot fail half-way for another writer: the embedded database
    /// has one writer, and on `PostgreSQL` one server at a time holds the lock until its transaction ends, by itself or because
    /// the database ends one that was silent for [`PAUSE_MS`]. A server that wakes up after that finds its transaction gone.
    pub async fn write(&self) -> Result<Tx, StoreError> {
        match self {
            Self::Sqlite { writer, .. } => Ok(Tx::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?)),
            Self::Postgres { writer, .. } => {
                let mut tx = writer.begin().await?;
                sqlx::query("SELECT pg_advisory_xact_lock($1)").bind(WRITERS_LOCK).execute(&mut *tx).await?;
                Ok(Tx::Postgres(tx))
            }
        }
    }

    /// Waits for the connections to be given back and closes them.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Self::Postgres { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
        }
    }
}

/// Connections, of which none is given out while it thinks that it is in a transaction: the embedded engine ends one by itself
/// when the disk is full or fails, and the driver would refuse every later one on that connection. Whether one still answers was
/// asked when it was given back; it is asked again only once it has lain idle: under load, every question to the database counts.
fn pool<D: sqlx::Database>(most: u32) -> PoolOptions<D> {
    let options = PoolOptions::new().max_connections(most).acquire_timeout(WAIT).test_before_acquire(false);
    options.before_acquire(|connection: &mut D::Connection, about| {
        Box::pin(async move {
            if about.idle_for > TRUSTED {
                connection.ping().await?;
            }
            Ok(!connection.is_in_transaction())
        })
    })
}

impl Tx {
    /// Makes everything durable.
    pub async fn commit(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(tx) => Ok(tx.commit().await?),
            Self::Postgres(tx) => Ok(tx.commit().await?),
        }
    }

    /// Marks a point to which one act can be undone without the others of its batch.
    pub async fn savepoint(&mut self) -> Result<(), StoreError> {
        execute!(self, "SAVEPOINT act").map(drop)
    }

    /// Undoes everything since the last mark, which stays.
    pub async fn roll_back_to_savepoint(&mut self) -> Result<(), StoreError> {
        execute!(self, "ROLLBACK TO SAVEPOINT act").map(drop)
    }

    /// Keeps everything since the last mark, and marks this point instead.
    pub async fn move_savepoint(&mut self) -> Result<(), StoreError> {
        match self {
            // One way there and back for both.
            Self::Sqlite(tx) => {
                sqlx::raw_sql("RELEASE SAVEPOINT act; SAVEPOINT act").execute(&mut **tx).await?;
            }
            Self::Postgres(tx) => {
                sqlx::raw_sql("RELEASE SAVEPOINT act; SAVEPOINT act").execute(&mut **tx).await?;
            }
        }
        Ok(())
    }
}
