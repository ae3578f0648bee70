//! Where the database is, as an operator writes it.

use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;

use sqlx::Connection;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgSslMode};

use super::StoreError;

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
    /// web or by the file that `sslrootcert` names.
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
        if !is_near(&options) {
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

    /// Whether nothing was ever written there.
    pub async fn is_new(&self) -> Result<bool, StoreError> {
        match self {
            Self::File(path) => Ok(!path.exists()),
            Self::Postgres(options) => {
                let mut connection = PgConnection::connect_with(options).await?;
                let ask = "SELECT to_regclass('log_state') IS NOT NULL";
                let (mut used,): (bool,) = sqlx::query_as(ask).fetch_one(&mut connection).await?;
                if used {
                    let ask = "SELECT EXISTS (SELECT 1 FROM accounts) OR EXISTS (SELECT 1 FROM log_state)";
                    (used,) = sqlx::query_as(ask).fetch_one(&mut connection).await?;
                }
                connection.close().await?;
                Ok(!used)
            }
        }
    }
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
        Ok(if matches!(options.get_ssl_mode(), PgSslMode::VerifyFull) { "verified" } else { "near" })
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
