//! A disk that a test can fill.

use std::fs::{self, File};
use std::io::Write;
use std::path::PathBuf;
use std::process::Command;

/// A small file system of its own; it goes with this.
pub(crate) struct SmallDisk(PathBuf);

impl SmallDisk {
    pub(crate) fn mounted(path: PathBuf, mebibytes: usize) -> Self {
        fs::create_dir_all(&path).unwrap();
        let options = format!("size={mebibytes}m,mode=700");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &options, "tmpfs"]).arg(&path).status();
        assert!(mounted.unwrap().success(), "a tmpfs can be mounted: run the tests as root");
        Self(path)
    }

    /// Takes all the room that is left.
    pub(crate) fn fill(&self) -> PathBuf {
        let path = self.0.join("filler");
        let mut file = File::create(&path).unwrap();
        while file.write_all(&[0; 4096]).is_ok() {}
        path
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        drop(Command::new("umount").arg("--lazy").arg(&self.0).status());
        // The server's folder could not go before.
        drop(self.0.parent().map(fs::remove_dir_all));
    }
}
