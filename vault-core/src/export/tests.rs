mod manifest;
mod verify;

use super::{is_device, is_path};

#[test]
fn a_path_leads_nowhere_but_into_the_archive() {
    for good in ["index.html", "documents/Été/a b.pdf", "documents/x/بطاقة.pdf", "a/b/c/d"] {
        assert!(is_path(good), "{good}");
    }
    for bad in [
        "",
        "/a",
        "a/",
        "a//b",
        "..",
        "a/../b",
        "./a",
        ".a",
        "a.",
        "a ",
        "a/b /c",
        "C:/a",
        "a\\b",
        "a?b",
        "a*b",
        "a<b",
        "a\"b",
        "a|b",
        "a\nb",
        "a\u{202e}b",
        "nul",
        "a/CON.txt",
        "com1",
        "LPT¹.pdf",
        "aux .x",
    ] {
        assert!(!is_path(bad), "{bad:?}");
    }
    assert!(is_path(&"a".repeat(400)) && !is_path(&"a".repeat(401)));
}

#[test]
fn devices_are_known_whatever_follows() {
    for device in ["con", "PRN", "Aux.tar.gz", "NUL ", "COM9", "lpt1.txt", "CONIN$"] {
        assert!(is_device(device), "{device}");
    }
    for plain in ["console", "com", "com0", "com10", "communes", "lpt", "a.con"] {
        assert!(!is_device(plain), "{plain}");
    }
}
