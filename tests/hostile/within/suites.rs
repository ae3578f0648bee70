//! A weaker suite than the one in use, or an unknown format: refused before anything else of the object is believed.

use super::forger::{Forger, flip};

const OPEN: &str = "POST /v1/openings";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_suite_that_is_taken_down() {
    let forger = Forger::new().await;
    let home = forger.home(&forger.town.professional);
    forger.opens(&home);
    // The object's suite, and the key encapsulation of each wrap.
    forger.bytes("GET /v1/openings/", |mut object| {
        object[4] = 0;
        object
    });
    forger.caught_opening(&home, "document", "suite");
    for field in ["/record", "/folder/seed", "/server_share"] {
        forger.json(OPEN, move |json| flip(json.pointer_mut(field).unwrap(), 4));
        forger.caught_opening(&home, "wrap", "suite");
    }
    // Formats without a suite byte are replaced by another magic: an older one is unknown.
    for (field, what) in [
        ("/deposit", "deposit"),
        ("/mandate/mandate", "mandate"),
        ("/owner/certificates/0", "certificate"),
        ("/folder/certificates/0", "certificate"),
        ("/depositor/certificates/0", "certificate"),
    ] {
        forger.json(OPEN, move |json| flip(json.pointer_mut(field).unwrap(), 3));
        forger.caught_opening(&home, what, "magic");
    }
    forger.opens(&home);
}
