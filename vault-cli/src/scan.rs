//! First stage of a deposit: opens a file, safely. Nothing is trusted of its name.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read, Seek};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use crate::display::{TITLE_MAX, clean, title_of_file};
use crate::error::{Error, Problem, Result};

/// How much of the beginning tells the media type.
const HEAD: usize = 16;

/// An open file and what is known of it before it is read.
#[derive(Debug)]
pub(crate) struct Scan {
    /// As given on the command line.
    pub(crate) path: PathBuf,
    /// Length in bytes when it was opened.
    pub(crate) length: u64,
    /// What the first bytes say that it is.
    pub(crate) media_type: &'static str,
    /// Title made of the name.
    pub(crate) title: String,
    /// The name without its folder, cleaned.
    pub(crate) file_name: Option<String>,
    file: File,
    opened: Metadata,
}

/// Opens a file that is not empty.
pub(crate) fn scan(path: &Path) -> Result<Scan> {
    // Without blocking: a pipe that nobody writes to must not hold the desk up.
    let flags = i32::try_from(rustix::fs::OFlags::NONBLOCK.bits()).unwrap_or_default();
    let opened = OpenOptions::new().read(true).custom_flags(flags).open(path);
    let mut file = opened.map_err(|e| unreadable(path, &e))?;
    let opened = file.metadata().map_err(|e| unreadable(path, &e))?;
    let shown = path.display().to_string();
    if !opened.is_file() {
        return Err(Problem::FileNotRegular { path: shown }.into());
    }
    if opened.len() == 0 {
        return Err(Problem::FileEmpty { path: shown }.into());
    }
    let mut head = Vec::with_capacity(HEAD);
    (&mut file).take(HEAD as u64).read_to_end(&mut head).map_err(|e| unreadable(path, &e))?;
    file.rewind().map_err(|e| unreadable(path, &e))?;
    Ok(Scan {
        path: path.to_owned(),
        length: opened.len(),
        media_type: media_type(&head),
        title: title_of_file(path),
        file_name: path.file_name().map(|n| clean(&n.to_string_lossy().replace('\\', "_"), TITLE_MAX)),
        file,
        opened,
    })
}

impl Scan {
    /// Reads the next bytes.
    pub(crate) fn read(&self, buffer: &mut [u8]) -> Result<usize> {
        (&self.file).read(buffer).map_err(|e| unreadable(&self.path, &e))
    }

    /// Refuses when the file is not the one that was opened any more: a scanner may still be writing.
    pub(crate) fn check_unchanged(&self) -> Result<()> {
        let now = self.file.metadata().map_err(|e| unreadable(&self.path, &e))?;
        let same = now.len() == self.opened.len()
            && (now.mtime(), now.mtime_nsec()) == (self.opened.mtime(), self.opened.mtime_nsec());
        if same { Ok(()) } else { Err(self.changed()) }
    }

    /// The file grew, shrank or was written to.
    pub(crate) fn changed(&self) -> Error {
        Problem::FileChanged { path: self.path.display().to_string() }.into()
    }
}

fn unreadable(path: &Path, error: &io::Error) -> Error {
    let path = path.display().to_string();
    match error.kind() {
        io::ErrorKind::NotFound => Problem::FileMissing { path },
        _ => Problem::FileUnreadable { path, cause: error.to_string() },
    }
    .into()
}

/// The type that the first bytes announce; bytes of no known type are just bytes.
fn media_type(head: &[u8]) -> &'static str {
    match head {
        [b'%', b'P', b'D', b'F', b'-', ..] => "application/pdf",
        [0xff, 0xd8, 0xff, ..] => "image/jpeg",
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => "image/png",
        [b'I', b'I', 0x2a, 0, ..] | [b'M', b'M', 0, 0x2a, ..] => "image/tiff",
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => "image/webp",
        [_, _, _, _, b'f', b't', b'y', b'p', b'h', b'e', b'i', b'c' | b'x', ..] => "image/heic",
        [b'P', b'K', 3, 4, ..] => "application/zip",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Write;

    use super::*;

    #[test]
    fn what_is_no_readable_file_is_refused_by_name() {
        let folder = tempfile::tempdir().expect("a folder");
        let code = |name: &str| scan(&folder.path().join(name)).expect_err("refused").code();
        fs::write(folder.path().join("empty.pdf"), b"").expect("written");
        assert_eq!(code("empty.pdf"), "file-empty");
        assert_eq!(code("none.pdf"), "file-missing");
        assert_eq!(scan(folder.path()).expect_err("a folder").code(), "file-not-regular");
        let pipe = folder.path().join("pipe");
        rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, rustix::fs::Mode::RUSR, 0)
            .expect("made");
        assert_eq!(code("pipe"), "file-not-regular");
        assert_eq!(scan(Path::new("/dev/null")).expect_err("a device").code(), "file-not-regular");
    }

    #[test]
    fn a_file_that_grows_or_is_rewritten_is_noticed() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("scan.jpg");
        fs::write(&path, b"\xff\xd8\xff\xe0 half a page").expect("written");
        let scan = scan(&path).expect("opened");
        assert_eq!(scan.media_type, "image/jpeg");
        scan.check_unchanged().expect("still the same");
        fs::OpenOptions::new().append(true).open(&path).expect("opened").write_all(b"more").expect("written");
        assert_eq!(scan.check_unchanged().expect_err("changed").code(), "file-changed");
    }

    #[test]
    fn the_type_comes_from_the_bytes_and_the_title_from_the_name() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("avis \u{202e}gpj.exe");
        fs::write(&path, b"%PDF-1.7\n").expect("written");
        let scan = scan(&path).expect("opened");
        assert_eq!(scan.media_type, "application/pdf");
        assert_eq!(scan.title, "avis \u{fffd}gpj");
        assert_eq!(media_type(b"\x89PNG\r\n\x1a\n...."), "image/png");
        assert_eq!(media_type(b"MZ"), "application/octet-stream");
        assert_eq!(media_type(b""), "application/octet-stream");
    }
}
