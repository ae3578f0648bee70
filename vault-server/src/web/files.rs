//! The table of the page's files, made by `build.rs` from `web/dist/page`, and the list of its screens.

/// A file of the page.
#[derive(Debug)]
pub(super) struct File {
    /// Where it is asked for, from `/`.
    pub(super) path: &'static str,
    /// Its content type.
    pub(super) kind: &'static str,
    pub(super) plain: &'static [u8],
    /// The same, compressed when the page was built (RFC 7932).
    pub(super) brotli: Option<&'static [u8]>,
    /// The same (RFC 1952).
    pub(super) gzip: Option<&'static [u8]>,
}

impl File {
    /// Whether its name holds a hash of its content, so that it never changes.
    pub(super) fn is_immutable(&self) -> bool {
        self.path.starts_with("/assets/")
    }
}

static FILES: &[File] = include!(concat!(env!("OUT_DIR"), "/page.rs"));

/// The paths that the page itself tells apart; one list for the page and for the server.
const SCREENS: &str = include_str!("../../web/screens.json");

/// The file of exactly this path.
pub(super) fn find(path: &str) -> Option<&'static File> {
    FILES.iter().find(|file| file.path == path)
}

/// Every path that shows a screen of the page.
pub(super) fn screens() -> impl Iterator<Item = &'static str> {
    SCREENS.split('"').filter(|text| text.starts_with('/'))
}
