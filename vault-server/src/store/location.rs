//! Where the database is, as an operator writes it.

use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;

use sqlx::postgres::{PgConnectOptions, PgSslMode};

use super::{Store, StoreError, Tx};

/// Where the database is.
#[derive(Clone)]
pub enum Location {
    /// The embedded default: a file of this machine.
    File(PathBuf),
    /// A database of a `PostgreSQL` server, 15 or later.
    Postgres(Box<PgConnectOptions>),
}

impl Location {
    /// Reads `postgres://user@host:port/database`, with the password apart: an address is shown in messages and lists of processes.
    /// Over a network the connection is TLS, and the certificate of the database's machine is checked, by the authorities of the
    /// web or by the file that `sslrootcert` names. Inside this machine it is plain, unless `sslmode` asks for more.
    ///
    /// # Errors
    ///
    /// What is not such an address, one that bears a password, and one that asks for less over a network.
    pub fn postgres(url: &str, password: Option<&str>) -> Result<Self, NotAnAddress> {
        let rest = url.strip_prefix("postgres://").or_else(|| url.strip_prefix("postgresql://"));
        let (authority, query) = rest.ok_or(NotAnAddress::Form)?.split_once('/').ok_or(NotAnAddress::Form)?;
        let user = authority.rsplit_once('@').map_or("", |(user, _)| user);
        if user.contains(':') || query.contains("password=") {
            return Err(NotAnAddress::Password);
        }
        let mut options: PgConnectOptions = url.parse().map_err(|_| NotAnAddress::Form)?;
        if is_near(&options) {
            // A database offers TLS here too, with a certificate that nobody checks: that keeps nobody out, and costs.
            if !query.contains("sslmode=") {
                options = options.ssl_mode(PgSslMode::Disable);
            }
        } else {
            if !query.contains("sslmode=") {
                options = options.ssl_mode(PgSslMode::VerifyFull);
            }
            if !matches!(options.get_ssl_mode(), PgSslMode::VerifyFull) {
                return Err(NotAnAddress::Unprotected);
            }
        }
        let options = options.application_name("coffre").options([("synchronous_commit", "on")]);
        let options = match password {
            Some(password) => options.password(password),
            None => options,
        };
        Ok(Self::Postgres(Box::new(options)))
    }

    /// Whether nothing was ever written there, but perhaps the schema.
    pub async fn is_new(&self) -> Result<bool, StoreError> {
        let has_schema = match self {
            Self::File(path) if !path.exists() => return Ok(true),
            Self::File(_) => "SELECT COUNT(*) FROM sqlite_schema WHERE name = 'log_state'",
            Self::Postgres(_) => "SELECT COUNT(*) FROM pg_class WHERE oid = to_regclass('log_state')",
        };
        let store = Store::open_to_read(self).await?;
        let mut tx = store.read().await?;
        let mut used = count(&mut tx, has_schema).await? > 0;
        if used {
            let rows = "SELECT (SELECT COUNT(*) FROM accounts) + (SELECT COUNT(*) FROM log_state)";
            used = count(&mut tx, rows).await? > 0;
        }
        drop(tx);
        store.close().await;
        Ok(!used)
    }

    /// Whether both are one database.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::File(one), Self::File(other)) => one == other,
            (Self::Postgres(one), Self::Postgres(other)) => {
                let name = |place: &PgConnectOptions| {
                    (place.get_host().to_owned(), place.get_port(), place.get_database().map(str::to_owned))
                };
                name(one) == name(other)
            }
            _ => false,
        }
    }
}

async fn count(tx: &mut Tx, sql: &'static str) -> Result<i64, StoreError> {
    let (count,): (i64,) = match tx {
        Tx::Sqlite(tx) => sqlx::query_as(sql).fetch_one(&mut **tx).await?,
        Tx::Postgres(tx) => sqlx::query_as(sql).fetch_one(&mut **tx).await?,
    };
    Ok(count)
}

/// Whether the words between it and this program stay inside this machine.
fn is_near(options: &PgConnectOptions) -> bool {
    let host = options.get_host();
    let address = host.trim_start_matches('[').trim_end_matches(']');
    options.get_socket().is_some()
        || host.starts_with('/')
        || host == "localhost"
        || address.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

impl fmt::Debug for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => f.debug_tuple("File").field(path).finish(),
            Self::Postgres(options) => f.debug_tuple("Postgres").field(&options.get_host()).finish_non_exhaustive(),
        }
    }
}

/// Why an address of a database is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotAnAddress {
    /// Not `postgres://…`.
    Form,
    /// A password is in it.
    Password,
    /// Over a network, without TLS or without a check of the certificate.
    Unprotected,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(url: &str) -> Result<&'static str, NotAnAddress> {
        let Location::Postgres(options) = Location::postgres(url, Some("never shown"))? else { panic!("a file") };
        assert!(!format!("{:?}", Location::Postgres(options.clone())).contains("never shown"));
        Ok(match options.get_ssl_mode() {
            PgSslMode::VerifyFull => "verified",
            PgSslMode::Disable => "near",
            other => panic!("{other:?}"),
        })
    }

    #[test]
    fn over_a_network_the_certificate_is_checked() {
        for near in [
            "postgres://coffre@127.0.0.1:5432/coffre",
            "postgresql://coffre@localhost/coffre",
            "postgres://coffre@[::1]:5432/coffre",
            "postgres:///coffre?host=/run/postgresql",
        ] {
            assert_eq!(mode(near), Ok("near"), "{near}");
        }
        assert_eq!(mode("postgres://coffre@db.exemple.fr/coffre"), Ok("verified"));
        assert_eq!(mode("postgres://coffre@192.0.2.7/coffre?sslmode=verify-full"), Ok("verified"));
        assert_eq!(mode("postgres://coffre@localhost/coffre?sslmode=verify-full"), Ok("verified"));
        for weaker in ["disable", "prefer", "require", "verify-ca"] {
            let url = format!("postgres://coffre@db.exemple.fr/coffre?sslmode={weaker}");
            assert_eq!(mode(&url), Err(NotAnAddress::Unprotected), "{url}");
        }
    }

    #[test]
    fn an_address_bears_no_password_and_names_a_database() {
        for wrong in ["mysql://coffre@localhost/coffre", "coffre", "postgres://localhost", "postgres://h:port/coffre"] {
            assert_eq!(mode(wrong), Err(NotAnAddress::Form), "{wrong}");
        }
        for told in ["postgres://coffre:secret@localhost/coffre", "postgres://coffre@localhost/coffre?password=secret"]
        {
            assert_eq!(mode(told), Err(NotAnAddress::Password), "{told}");
        }
    }
}
