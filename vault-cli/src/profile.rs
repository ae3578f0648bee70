//! The profile folder (`COFFRE_HOME`): what one desk remembers between two commands.
//!
//! Only its owner may look into it. Files are replaced whole (written beside, then renamed), so that a power cut
//! leaves the old one or the new one. Nothing in it names a beneficiary, and no secret lies in it readable but the
//! credential of an enrolled computer, which opens nothing without the PIN.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::{Problem, Result};

/// The profile folder.
#[derive(Debug, Clone)]
pub(crate) struct Profile {
    home: PathBuf,
}

/// Held while the profile is read, changed and written, so that two commands at once do not undo one another.
#[derive(Debug)]
pub(crate) struct ProfileLock(#[expect(dead_code, reason = "dropping the file releases the lock")] File);

impl Profile {
    /// Opens the folder, making it when it is not there: `COFFRE_HOME`, else `XDG_DATA_HOME/coffre`,
    /// else `HOME/.local/share/coffre`.
    pub(crate) fn open(env: impl Fn(&str) -> Option<String>) -> Result<Self> {
        let set = |name: &str| env(name).filter(|v| !v.is_empty()).map(PathBuf::from);
        let home = set("COFFRE_HOME")
            .or_else(|| set("XDG_DATA_HOME").map(|d| d.join("coffre")))
            .or_else(|| set("HOME").map(|d| d.join(".local/share/coffre")))
            .ok_or(Problem::Profile { path: "COFFRE_HOME".to_owned(), cause: "COFFRE_HOME, HOME".to_owned() })?;
        make_private(&home).map_err(|e| broken(&home, &e))?;
        Ok(Self { home })
    }

    /// A subfolder, made when it is not there.
    pub(crate) fn folder(&self, name: &str) -> Result<PathBuf> {
        let path = self.home.join(name);
        make_private(&path).map_err(|e| broken(&path, &e))?;
        Ok(path)
    }

    /// Waits until no other command changes the profile.
    pub(crate) fn lock(&self) -> Result<ProfileLock> {
        let path = self.home.join("lock");
        let file = OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(&path);
        let file = file.map_err(|e| broken(&path, &e))?;
        file.lock().map_err(|e| broken(&path, &e))?;
        Ok(ProfileLock(file))
    }

    /// Reads a file of the profile; `None` when it is not there.
    pub(crate) fn read<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>> {
        let path = self.home.join(name);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(broken(&path, &e).into()),
        };
        let value = serde_json::from_slice(&bytes);
        value.map(Some).map_err(|_| Problem::ProfileBroken { path: path.display().to_string() }.into())
    }

    /// Replaces a file of the profile.
    pub(crate) fn write<T: Serialize>(&self, name: &str, value: &T) -> Result<()> {
        let path = self.home.join(name);
        let bytes = serde_json::to_vec(value).map_err(|e| broken(&path, &e.into()))?;
        write_private(&path, &bytes).map_err(|e| broken(&path, &e).into())
    }

    /// Removes a file of the profile, if it is there.
    pub(crate) fn remove(&self, name: &str) -> Result<()> {
        let path = self.home.join(name);
        match fs::remove_file(&path) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => Err(broken(&path, &e).into()),
            _ => Ok(()),
        }
    }
}

/// Writes a file that only its owner may read, whole or not at all.
pub(crate) fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = beside(path)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|e| e.error)?;
    Ok(())
}

/// A file of mode 0600 in the folder of `path`, removed unless it is given its final name.
pub(crate) fn beside(path: &Path) -> io::Result<tempfile::NamedTempFile> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    tempfile::Builder::new().prefix(".coffre-").permissions(fs::Permissions::from_mode(0o600)).tempfile_in(folder)
}

fn make_private(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)?;
    let mode = fs::metadata(path)?.permissions().mode();
    if mode & 0o077 != 0 {
        fs::set_permissions(path, fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}

fn broken(path: &Path, cause: &io::Error) -> Problem {
    Problem::Profile { path: path.display().to_string(), cause: cause.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(folder: &Path) -> Profile {
        let home = folder.join("a/b").display().to_string();
        Profile::open(|name| (name == "COFFRE_HOME").then(|| home.clone())).expect("a profile")
    }

    #[test]
    fn nobody_else_may_look_into_the_folder_or_its_files() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = folder.path().join("a/b");
        fs::create_dir_all(&home).expect("made");
        fs::set_permissions(&home, fs::Permissions::from_mode(0o755)).expect("opened to all");
        let profile = profile(folder.path());
        profile.write("x.json", &1).expect("written");
        let mode = |p: &Path| fs::metadata(p).expect("there").permissions().mode() & 0o777;
        assert_eq!(mode(&home), 0o700);
        assert_eq!(mode(&home.join("x.json")), 0o600);
        assert_eq!(mode(&profile.folder("queue").expect("made")), 0o700);
    }

    #[test]
    fn a_file_is_replaced_whole_and_leaves_nothing_beside_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let profile = profile(folder.path());
        profile.write("x.json", &"before").expect("written");
        profile.write("x.json", &"after").expect("written");
        assert_eq!(profile.read::<String>("x.json").expect("read").as_deref(), Some("after"));
        assert_eq!(fs::read_dir(folder.path().join("a/b")).expect("a folder").count(), 1);
        profile.remove("x.json").expect("removed");
        profile.remove("x.json").expect("removing twice is no error");
        assert_eq!(profile.read::<String>("x.json").expect("read"), None);
    }

    #[test]
    fn a_damaged_file_is_named_and_not_taken_for_an_empty_one() {
        let folder = tempfile::tempdir().expect("a folder");
        let profile = profile(folder.path());
        fs::write(folder.path().join("a/b/x.json"), b"{").expect("written");
        let error = profile.read::<Vec<u8>>("x.json").expect_err("damaged");
        assert_eq!(error.code(), "profile-broken");
    }
}
