//! Where it is measured, and how much.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::Result;

/// The run.
pub(crate) struct Setting {
    /// Small sizes, to prove that everything runs.
    pub(crate) small: bool,
    /// What takes an hour more, too.
    pub(crate) long: bool,
    /// Of the points of `load`, those whose name has this in it.
    points: String,
    /// Where the programs are that were built with this one.
    pub(crate) programs: PathBuf,
    /// On the disk of the target folder, and removed at the end.
    folder: TempDir,
}

impl Setting {
    pub(crate) fn new(small: bool, long: bool, points: &str) -> Result<Self> {
        let here = std::env::current_exe()?;
        let programs = here.parent().ok_or("this program lies in no folder")?.to_owned();
        for name in ["vault-server", "coffre"] {
            if !programs.join(name).is_file() {
                return Err(format!("{name} is not beside this program: use `make bench`").into());
            }
        }
        let folder = tempfile::Builder::new().prefix("bench-").tempdir_in(&programs)?;
        Ok(Self { small, long, points: points.to_owned(), programs, folder })
    }

    /// Whether what is found goes into the documentation: neither small sizes nor a part of a table do.
    pub(crate) fn keeps(&self) -> bool {
        !self.small && self.points.is_empty()
    }

    /// Whether a point is to be measured.
    pub(crate) fn wants(&self, point: &str) -> bool {
        point.contains(&self.points)
    }

    /// How often each thing of a section is measured; the middle value counts.
    pub(crate) fn times(&self, section: &str) -> usize {
        match section {
            _ if self.small => 1,
            "memory" | "filled" | "growth" => 1,
            "load" => 2,
            "openings" | "transfer" | "log" | "peers" => 3,
            _ => 5,
        }
    }

    /// One of two sizes.
    pub(crate) fn size<T>(&self, small: T, full: T) -> T {
        if self.small { small } else { full }
    }

    /// A new folder for one section.
    pub(crate) fn folder(&self, name: &str) -> Result<PathBuf> {
        let folder = self.folder.path().join(name);
        std::fs::create_dir_all(&folder)?;
        Ok(folder)
    }

    /// A program that was built with this one.
    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.programs.join(name)
    }

    /// Where the raw figures of curves are kept.
    pub(crate) fn figures() -> &'static Path {
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/figures"))
    }

    /// The page that the tables go to.
    pub(crate) fn page() -> &'static Path {
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/BENCHMARKS.md"))
    }
}
