//! Rows as somebody with the database would read and change them, on either engine.

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, PgConnection, SqliteConnection};
use vault_server::store::Location;

/// A connection of one's own, behind the server's back.
pub(crate) enum Rows {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Rows {
    pub(crate) async fn of(location: &Location) -> Self {
        match location {
            Location::File(path) => {
                Self::Sqlite(SqliteConnectOptions::new().filename(path).connect().await.expect("the database opens"))
            }
            Location::Postgres(options) => Self::Postgres(options.connect().await.expect("the database opens")),
        }
    }

    /// Tests write bytes as SQLite does, `x'00'`; that would be bits here. The other words that it knows and `PostgreSQL` does
    /// not are functions of the template (`harness/postgres.rs`).
    fn worded(&self, statement: &str) -> AssertSqlSafe<String> {
        AssertSqlSafe(match self {
            Self::Sqlite(_) => statement.to_owned(),
            Self::Postgres(_) => statement.replace("x'", r"bytea '\x"),
        })
    }

    /// Runs a statement; gives the number of rows that it changed.
    pub(crate) async fn change(&mut self, statement: &str) -> u64 {
        let statement = self.worded(statement);
        let done = match self {
            Self::Sqlite(rows) => sqlx::query(statement).execute(rows).await.map(|done| done.rows_affected()),
            Self::Postgres(rows) => sqlx::query(statement).execute(rows).await.map(|done| done.rows_affected()),
        };
        done.expect("the statement runs")
    }

    /// Runs a statement about an id; gives the number of rows that it changed.
    pub(crate) async fn execute(&mut self, statement: &str, id: &[u8]) -> u64 {
        let statement = self.worded(statement);
        let done = match self {
            Self::Sqlite(rows) => {
                sqlx::query(statement).bind(id.to_vec()).execute(rows).await.map(|done| done.rows_affected())
            }
            Self::Postgres(rows) => {
                sqlx::query(statement).bind(id.to_vec()).execute(rows).await.map(|done| done.rows_affected())
            }
        };
        done.expect("the statement runs")
    }

    /// The number that a query gives.
    pub(crate) async fn number(&mut self, query: &str) -> i64 {
        // A sum is of a wider type on PostgreSQL.
        let query = self.worded(&format!("SELECT CAST(({query}) AS BIGINT)"));
        let number = match self {
            Self::Sqlite(rows) => sqlx::query_scalar(query).fetch_one(rows).await,
            Self::Postgres(rows) => sqlx::query_scalar(query).fetch_one(rows).await,
        };
        number.expect("a number")
    }

    /// The text that a query gives.
    pub(crate) async fn text(&mut self, query: &str) -> String {
        let query = self.worded(query);
        let text = match self {
            Self::Sqlite(rows) => sqlx::query_scalar(query).fetch_one(rows).await,
            Self::Postgres(rows) => sqlx::query_scalar(query).fetch_one(rows).await,
        };
        text.expect("a text")
    }

    /// The tables of which a row holds these bytes, in any column.
    pub(crate) async fn tables_with(&mut self, bytes: &[u8]) -> Vec<String> {
        let mut found = Vec::new();
        for (table, column, _) in self.columns().await {
            let rows = match self {
                Self::Sqlite(rows) => {
                    let query =
                        format!("SELECT count(*) FROM \"{table}\" WHERE instr(CAST(\"{column}\" AS BLOB), $1) > 0");
                    sqlx::query_scalar(AssertSqlSafe(query)).bind(bytes.to_vec()).fetch_one(rows).await
                }
                Self::Postgres(rows) => {
                    let query = format!(
                        "SELECT count(*) FROM \"{table}\" WHERE position(encode($1, 'hex')
                         IN encode(convert_to(\"{column}\"::text, 'UTF8'), 'hex')) > 0
                         OR position(encode($1, 'hex') IN substr(\"{column}\"::text, 3)) > 0"
                    );
                    sqlx::query_scalar(AssertSqlSafe(query)).bind(bytes.to_vec()).fetch_one(rows).await
                }
            };
            let rows: i64 = rows.expect("a number");
            if rows > 0 {
                found.push(table);
            }
        }
        found
    }

    /// Table, name and type of each column of the server's own tables.
    pub(crate) async fn columns(&mut self) -> Vec<(String, String, String)> {
        let columns = match self {
            Self::Sqlite(rows) => {
                let query = "SELECT m.name, c.name, upper(c.type) FROM sqlite_master m, pragma_table_info(m.name) c
                     WHERE m.type = 'table' AND substr(m.name, 1, 5) <> '_sqlx' AND substr(m.name, 1, 7) <> 'sqlite_'";
                sqlx::query_as(query).fetch_all(rows).await
            }
            Self::Postgres(rows) => {
                let query =
                    "SELECT table_name::text, column_name::text, upper(data_type) FROM information_schema.columns
                     WHERE table_schema = current_schema() AND substr(table_name, 1, 5) <> '_sqlx'";
                sqlx::query_as(query).fetch_all(rows).await
            }
        };
        columns.expect("the columns")
    }
}
