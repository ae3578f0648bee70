//! The database as somebody with the server's disk would edit it, while the server is stopped.

use std::fs;
use std::path::Path;

use sqlx::Connection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};

use super::Server;

/// Runs something on the database of a stopped server.
pub(crate) fn edit<T>(server: &Server, act: impl AsyncFnOnce(&mut SqliteConnection) -> sqlx::Result<T>) -> T {
    let tasks = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    tasks
        .block_on(async {
            let options = SqliteConnectOptions::new().filename(server.database());
            let mut connection = SqliteConnection::connect_with(&options).await?;
            let done = act(&mut connection).await?;
            connection.close().await?;
            Ok::<T, sqlx::Error>(done)
        })
        .expect("the database is edited")
}

/// The database of a stopped server, to be put back later.
#[derive(Debug)]
pub(crate) struct Kept(Vec<(std::path::PathBuf, Vec<u8>)>);

impl Kept {
    /// Copies the database and what SQLite keeps beside it.
    pub(crate) fn of(server: &Server) -> Self {
        let files = database_files(&server.database());
        Self(files.into_iter().map(|path| (path.clone(), fs::read(path).expect("a file"))).collect())
    }

    /// Puts it back as it was.
    pub(crate) fn put_back(&self, server: &Server) {
        for path in database_files(&server.database()) {
            fs::remove_file(path).expect("removed");
        }
        // A server that lies does not look at what it remembers either.
        server.forget_checkpoint();
        for (path, bytes) in &self.0 {
            fs::write(path, bytes).expect("written");
        }
    }
}

fn database_files(database: &Path) -> Vec<std::path::PathBuf> {
    let name = |suffix: &str| database.with_file_name(format!("vault.db{suffix}"));
    ["", "-wal", "-shm"].map(name).into_iter().filter(|path| path.exists()).collect()
}
