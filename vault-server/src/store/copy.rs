//! A whole database copied into another, of whichever engine, row by row, in constant memory.

use futures_util::TryStreamExt;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Row};

use super::{Store, StoreError, Tx, rows};

/// A table of the schema.
struct Table {
    name: String,
    columns: Vec<(String, Kind)>,
    /// The columns that order it.
    key: Vec<String>,
}

/// What a column holds.
#[derive(Clone, Copy)]
enum Kind {
    Number,
    Text,
    Bytes,
}

enum Cell {
    Number(Option<i64>),
    Text(Option<String>),
    Bytes(Option<Vec<u8>>),
}

/// The tables of the schema, in the order of their names: those of a new embedded database, which knows its own columns.
async fn tables() -> Result<Vec<Table>, StoreError> {
    let mut new = SqliteConnectOptions::new().in_memory(true).connect().await?;
    super::open::MIGRATIONS.run(&mut new).await?;
    let names: Vec<(String,)> = sqlx::query_as(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND substr(name, 1, 6) <> 'sqlite' AND substr(name, 1, 5) <> '_sqlx'
         ORDER BY name",
    )
    .fetch_all(&mut new)
    .await?;
    let mut tables = Vec::with_capacity(names.len());
    for (name,) in names {
        let rows: Vec<(String, String, i64)> =
            sqlx::query_as("SELECT name, type, pk FROM pragma_table_info($1) ORDER BY cid")
                .bind(name.clone())
                .fetch_all(&mut new)
                .await?;
        let mut key: Vec<_> = rows.iter().filter(|(_, _, place)| *place > 0).collect();
        key.sort_by_key(|(_, _, place)| *place);
        let key = key.into_iter().map(|(name, ..)| name.clone()).collect();
        let columns = rows.iter().map(|(name, kind, _)| Ok((name.clone(), Kind::of(kind)?)));
        let columns = columns.collect::<Result<_, StoreError>>()?;
        tables.push(Table { name, columns, key });
    }
    Ok(tables)
}

impl Store {
    /// Takes every row of another database as it is at one moment, whole or not at all; this one is new. Gives their number.
    ///
    /// # Errors
    ///
    /// [`StoreError::Form`] where the copy has other rows than were read.
    pub async fn fill_from(&self, other: &Self) -> Result<u64, StoreError> {
        let (mut from, mut to) = (other.read().await?, self.write().await?);
        let rows = copy(&mut from, &mut to).await?;
        to.commit().await?;
        Ok(rows)
    }
}

/// Copies every row of every table; gives their number.
pub(super) async fn copy(from: &mut Tx, to: &mut Tx) -> Result<u64, StoreError> {
    let mut all = 0;
    for table in tables().await? {
        let copied = copy_table(from, to, &table).await?;
        if count(to, &table).await? != copied {
            return Err(StoreError::Form("a copied table has other rows than its original"));
        }
        all += copied;
    }
    Ok(all)
}

impl Kind {
    fn of(declared: &str) -> Result<Self, StoreError> {
        match declared {
            "BIGINT" => Ok(Self::Number),
            "TEXT" => Ok(Self::Text),
            "BYTEA" => Ok(Self::Bytes),
            _ => Err(StoreError::Form("a column of an unknown type")),
        }
    }
}

impl Table {
    fn columns(&self) -> String {
        self.columns.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ")
    }

    fn insertion(&self) -> String {
        let places: Vec<_> = (1..=self.columns.len()).map(|place| format!("${place}")).collect();
        format!("INSERT INTO {} ({}) VALUES ({})", self.name, self.columns(), places.join(", "))
    }
}

async fn count(tx: &mut Tx, table: &Table) -> Result<u64, StoreError> {
    let sql = format!("SELECT COUNT(*) FROM {}", table.name);
    let (count,): (i64,) = match tx {
        Tx::Sqlite(tx) => sqlx::query_as(AssertSqlSafe(sql)).fetch_one(&mut **tx).await?,
        Tx::Postgres(tx) => sqlx::query_as(AssertSqlSafe(sql)).fetch_one(&mut **tx).await?,
    };
    rows::unsigned(count, "a number of rows")
}

async fn copy_table(from: &mut Tx, to: &mut Tx, table: &Table) -> Result<u64, StoreError> {
    let insertion = table.insertion();
    let sql = format!("SELECT {} FROM {} ORDER BY {}", table.columns(), table.name, table.key.join(", "));
    let mut copied = 0;
    match from {
        Tx::Sqlite(from) => {
            let mut rows = sqlx::query(AssertSqlSafe(sql)).fetch(&mut **from);
            while let Some(row) = rows.try_next().await? {
                put(to, &insertion, cells(&row, table)?).await?;
                copied += 1;
            }
        }
        Tx::Postgres(from) => {
            let mut rows = sqlx::query(AssertSqlSafe(sql)).fetch(&mut **from);
            while let Some(row) = rows.try_next().await? {
                put(to, &insertion, cells(&row, table)?).await?;
                copied += 1;
            }
        }
    }
    Ok(copied)
}

fn cells<R: Row>(row: &R, table: &Table) -> Result<Vec<Cell>, StoreError>
where
    usize: sqlx::ColumnIndex<R>,
    Option<i64>: for<'r> sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
    Option<String>: for<'r> sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
    Option<Vec<u8>>: for<'r> sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
{
    let cell = |(place, (_, kind)): (usize, &(String, Kind))| {
        Ok(match kind {
            Kind::Number => Cell::Number(row.try_get(place)?),
            Kind::Text => Cell::Text(row.try_get(place)?),
            Kind::Bytes => Cell::Bytes(row.try_get(place)?),
        })
    };
    table.columns.iter().enumerate().map(cell).collect()
}

macro_rules! bound {
    ($sql:expr, $cells:expr) => {
        $cells.into_iter().fold(sqlx::query(AssertSqlSafe($sql.to_owned())), |query, cell| match cell {
            Cell::Number(value) => query.bind(value),
            Cell::Text(value) => query.bind(value),
            Cell::Bytes(value) => query.bind(value),
        })
    };
}

async fn put(to: &mut Tx, sql: &str, cells: Vec<Cell>) -> Result<(), StoreError> {
    match to {
        Tx::Sqlite(to) => bound!(sql, cells).execute(&mut **to).await.map(drop)?,
        Tx::Postgres(to) => bound!(sql, cells).execute(&mut **to).await.map(drop)?,
    }
    Ok(())
}
