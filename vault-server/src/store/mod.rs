//! The database: one SQL text and one body per function for every engine.
//!
//! Native drivers stand behind [`Store`] and [`Tx`]; the macros below write the match over engines
//! once, so that a second engine is one variant more and no second statement. Functions that
//! change or release anything take a proof from [`crate::access`]; [`facts`] may be read without.
//! Values that people must not read in a copy of the database pass through [`lock`].

pub mod accounts;
pub mod amendments;
pub mod backup;
pub mod channels;
pub mod check;
pub mod closings;
mod copy;
pub mod credentials;
pub mod destroyed;
pub mod display;
pub mod documents;
pub mod erasure;
pub mod facts;
pub mod folders;
pub mod guardians;
pub mod idle;
mod location;
mod lock;
pub mod lock_epochs;
pub mod log;
pub mod mandates;
pub mod notices;
mod open;
pub mod organisations;
pub mod recoveries;
pub mod relocation;
pub mod reminders;
pub mod rest;
mod rows;
pub mod sessions;
pub mod staff;
pub mod ties;
pub mod vaults;

pub use location::{Location, NotAnAddress};
pub use lock::Lock;
pub use open::{Store, StoreError, Tx};

/// Runs a statement; gives the number of rows it changed.
macro_rules! execute {
    ($tx:expr, $sql:literal $(, $bind:expr)* $(,)?) => {
        match $tx {
            $crate::store::Tx::Sqlite(tx) => sqlx::query($sql)$(.bind($bind))*
                .execute(&mut **tx)
                .await
                .map(|done| done.rows_affected())
                .map_err($crate::store::StoreError::from),
            $crate::store::Tx::Postgres(tx) => sqlx::query($sql)$(.bind($bind))*
                .execute(&mut **tx)
                .await
                .map(|done| done.rows_affected())
                .map_err($crate::store::StoreError::from),
        }
    };
}

/// Reads all rows of a query as tuples or `FromRow` types.
macro_rules! fetch_all {
    ($tx:expr, $sql:literal $(, $bind:expr)* $(,)?) => {
        match $tx {
            $crate::store::Tx::Sqlite(tx) => sqlx::query_as($sql)$(.bind($bind))*
                .fetch_all(&mut **tx)
                .await
                .map_err($crate::store::StoreError::from),
            $crate::store::Tx::Postgres(tx) => sqlx::query_as($sql)$(.bind($bind))*
                .fetch_all(&mut **tx)
                .await
                .map_err($crate::store::StoreError::from),
        }
    };
}

/// Reads the one row of a query, or none.
macro_rules! fetch_optional {
    ($tx:expr, $sql:literal $(, $bind:expr)* $(,)?) => {
        match $tx {
            $crate::store::Tx::Sqlite(tx) => sqlx::query_as($sql)$(.bind($bind))*
                .fetch_optional(&mut **tx)
                .await
                .map_err($crate::store::StoreError::from),
            $crate::store::Tx::Postgres(tx) => sqlx::query_as($sql)$(.bind($bind))*
                .fetch_optional(&mut **tx)
                .await
                .map_err($crate::store::StoreError::from),
        }
    };
}

pub(crate) use {execute, fetch_all, fetch_optional};
