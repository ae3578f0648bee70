//! The main job: a paper added at a desk, opened under a mandate, byte for byte.

use std::fs;

use crate::harness::Cast;

#[test]
fn a_paper_added_at_the_desk_comes_back_byte_for_byte_under_a_mandate() {
    let cast = Cast::gather();
    cast.lend();
    for (file, media_type) in [(&cast.papers.pdf, "application/pdf"), (&cast.papers.jpeg, "image/jpeg")] {
        let document = cast.deposited(file);
        let opened = cast.professional.open(&document, "opened").done();
        assert_eq!(opened["media_type"], media_type);
        let output = cast.professional.path("opened");
        assert!(fs::read(&output).unwrap() == fs::read(file).unwrap(), "another content came back");
        fs::remove_file(output).unwrap();

        // The desk agent has added it, and may not read it: nothing was written.
        cast.desk.open(&document, "opened").failed(3, "role-forbids");
        assert!(!cast.desk.path("opened").exists());
    }
    assert_eq!(cast.listed().len(), 2);
}
