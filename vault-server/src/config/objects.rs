//! Where sealed objects lie.

use std::path::Path;

use super::{Config, ConfigError, Mistake, SecretFileError, is_local, secret_line};
use crate::blobs::{Bucket, Location};
use crate::tls::are_authorities;

/// The folder of objects in the data folder.
const FOLDER: &str = "blobs";

impl Config {
    /// Where sealed objects lie.
    pub fn objects(&self) -> Result<Location, ConfigError> {
        let mut mistakes = Vec::new();
        let objects = self.bucket(&mut mistakes);
        match objects {
            Some(bucket) if mistakes.is_empty() => Ok(Location::Bucket(bucket)),
            None if mistakes.is_empty() => Ok(Location::Folder(self.data_dir.join(FOLDER))),
            _ => Err(ConfigError::Mistakes(mistakes)),
        }
    }

    pub(super) fn check_objects(&self, mistakes: &mut Vec<Mistake>) {
        self.bucket(mistakes);
    }

    /// The bucket, once nothing is wrong with it; none when objects lie in a folder.
    fn bucket(&self, mistakes: &mut Vec<Mistake>) -> Option<Bucket> {
        if self.s3_endpoint.is_empty() {
            return None;
        }
        if !self.s3_endpoint.starts_with("https://") && !is_local(&self.s3_endpoint) {
            mistakes.push(Mistake::S3InClear);
        }
        for (key, value) in [("s3_bucket", &self.s3_bucket), ("s3_access_key_id", &self.s3_access_key_id)] {
            if value.is_empty() {
                mistakes.push(Mistake::NotSet { key });
            }
        }
        let key = "s3_secret_key_file";
        let secret = if self.s3_secret_key_file.as_os_str().is_empty() {
            mistakes.push(Mistake::NotSet { key });
            None
        } else {
            let told = secret_line(&self.s3_secret_key_file).map_err(|error| Mistake::secret(key, error));
            told.map_err(|mistake| mistakes.push(mistake)).ok()
        };
        let authorities = (!self.s3_ca.as_os_str().is_empty()).then(|| authorities(&self.s3_ca));
        let authorities = authorities.transpose().map_err(|mistake| mistakes.push(mistake)).ok().flatten();
        Some(Bucket {
            endpoint: self.s3_endpoint.clone(),
            region: self.s3_region.clone(),
            name: self.s3_bucket.clone(),
            access_key_id: self.s3_access_key_id.clone(),
            secret_key: secret.unwrap_or_default(),
            authorities,
        })
    }
}

/// The certificates of a file, once they can be trusted as authorities.
fn authorities(file: &Path) -> Result<Vec<u8>, Mistake> {
    let pem = std::fs::read(file).map_err(|why| Mistake::Unreadable { key: "s3_ca", why })?;
    if are_authorities(&pem) { Ok(pem) } else { Err(Mistake::Authorities { key: "s3_ca" }) }
}

impl Mistake {
    /// What is wrong with the file of a secret that a setting names.
    pub(super) fn secret(key: &'static str, error: SecretFileError) -> Self {
        match error {
            SecretFileError::Unreadable(why) => Self::Unreadable { key, why },
            SecretFileError::Exposed => Self::Exposed { key },
        }
    }
}
