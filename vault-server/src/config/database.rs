//! Where the database is.

use super::{Config, ConfigError, Mistake, secret_line};
use crate::store::Location;

/// The embedded database's name in the data folder.
const EMBEDDED: &str = "vault.db";

impl Config {
    /// Where the database is.
    pub fn database(&self) -> Result<Location, ConfigError> {
        self.place().map_err(|mistake| ConfigError::Mistakes(vec![mistake]))
    }

    pub(super) fn check_database(&self, mistakes: &mut Vec<Mistake>) {
        mistakes.extend(self.place().err());
    }

    fn place(&self) -> Result<Location, Mistake> {
        if self.database_url.is_empty() {
            return Ok(Location::File(self.data_dir.join(EMBEDDED)));
        }
        let file = &self.database_password_file;
        let password = if file.as_os_str().is_empty() {
            None
        } else {
            let key = "database_password_file";
            Some(secret_line(file).map_err(|error| Mistake::secret(key, error))?)
        };
        let password = password.as_ref().map(|text| text.as_str());
        Location::postgres(&self.database_url, password).map_err(Mistake::Database)
    }
}
