//! The file in which a document is handed over. While it is written it has no name, so that nothing half-done can be
//! found, not even after a kill; it gets its name once everything is verified.

use std::fs::File;
use std::io;
use std::os::fd::AsRawFd;
use std::path::{Path, PathBuf};

use rustix::fs::{AtFlags, CWD, Mode, OFlags};
use tempfile::NamedTempFile;

use crate::profile::beside;

/// A file without its final name.
#[derive(Debug)]
pub(crate) struct OutFile {
    path: PathBuf,
    place: Place,
}

#[derive(Debug)]
enum Place {
    /// No name at all (`O_TMPFILE`).
    Nameless(File),
    /// Where the file system cannot do that: a name that is removed again, unless the program is killed.
    Named(NamedTempFile),
}

impl OutFile {
    /// Begins a file of mode 0600 in the folder of `path`.
    pub(crate) fn begin(path: &Path) -> io::Result<Self> {
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let flags = OFlags::TMPFILE | OFlags::RDWR | OFlags::CLOEXEC;
        let place = match rustix::fs::open(folder, flags, Mode::RUSR | Mode::WUSR) {
            Ok(fd) => Place::Nameless(fd.into()),
            Err(_) => Place::Named(beside(path)?),
        };
        Ok(Self { path: path.to_owned(), place })
    }

    /// Where to write.
    pub(crate) fn file(&mut self) -> &mut File {
        match &mut self.place {
            Place::Nameless(file) => file,
            Place::Named(file) => file.as_file_mut(),
        }
    }

    /// Gives the file its name. Replaces what bears it only when told to.
    pub(crate) fn keep(self, replace: bool) -> io::Result<()> {
        match self.place {
            Place::Named(file) => {
                file.as_file().sync_all()?;
                let kept = if replace { file.persist(&self.path) } else { file.persist_noclobber(&self.path) };
                kept.map(|_| ()).map_err(|e| e.error)
            }
            Place::Nameless(file) => {
                file.sync_all()?;
                let from = format!("/proc/self/fd/{}", file.as_raw_fd());
                let link = |to: &Path| -> io::Result<()> {
                    Ok(rustix::fs::linkat(CWD, &from, CWD, to, AtFlags::SYMLINK_FOLLOW)?)
                };
                match link(&self.path) {
                    Err(e) if replace && e.kind() == io::ErrorKind::AlreadyExists => {
                        // A link cannot replace: the name of an empty file lends its place.
                        let lent = beside(&self.path)?.into_temp_path();
                        std::fs::remove_file(&lent)?;
                        link(&lent)?;
                        lent.persist(&self.path).map_err(|e| e.error)
                    }
                    done => done,
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Write;
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn nothing_is_seen_before_the_end_and_nothing_is_replaced_unasked() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("papier.pdf");
        let seen = || fs::read_dir(folder.path()).expect("a folder").count();
        let written = |bytes: &[u8]| {
            let mut out = OutFile::begin(&path).expect("begun");
            out.file().write_all(bytes).expect("written");
            out
        };
        drop(written(b"half"));
        assert_eq!(seen(), 0);
        let first = written(b"whole");
        assert_eq!(seen(), 0);
        first.keep(false).expect("kept");
        assert_eq!(fs::read(&path).expect("there"), b"whole");
        assert_eq!(fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o600);
        let refused = written(b"other").keep(false).expect_err("a name that is taken");
        assert_eq!(refused.kind(), io::ErrorKind::AlreadyExists);
        written(b"other").keep(true).expect("replaced");
        assert_eq!(fs::read(&path).expect("there"), b"other");
        assert_eq!(seen(), 1);
    }
}
