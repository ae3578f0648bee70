//! Copies of the server's disk, with and without keys: what each opens, by assertion, and what one piece more opens.

use std::collections::BTreeSet;
use std::path::Path;

use vault_core::credential::{Pin, PinHash};
use vault_core::secret::Pepper;
use vault_server::key_directory::KeyDirectory;

use super::scene::{LATER, READ, Scene, UNREAD};
use super::thief::{Loot, Ring, Thief};
use crate::harness::{BIRTH_DATE, FAMILY_NAME, GIVEN_NAME, PIN, files_under, find};

fn papers(of: &[&str]) -> BTreeSet<Vec<u8>> {
    of.iter().map(|text| text.as_bytes().to_vec()).collect()
}

fn name() -> BTreeSet<String> {
    BTreeSet::from([format!("{GIVEN_NAME} {FAMILY_NAME} {BIRTH_DATE}")])
}

/// Nothing at all came to light.
#[track_caller]
fn nothing(loot: &Loot) {
    assert_eq!(*loot, Loot::default());
}

/// Who holds mandates, organisations and staff by name: what SECURITY.md says that a copy shows.
fn shows_what_it_may(data: &Path) {
    let files = files_under(data);
    for shown in ["CCAS de Valcourt", "Claire Morel", "Nadia Fontaine"] {
        assert!(files.iter().any(|file| find(shown.as_bytes(), file)), "{shown}");
    }
    for hidden in [READ, UNREAD, LATER, GIVEN_NAME, FAMILY_NAME, BIRTH_DATE, PIN] {
        assert!(!files.iter().any(|file| find(hidden.as_bytes(), file)), "{hidden}");
    }
}

#[test]
fn a_copy_of_the_disk_opens_nothing_not_even_with_every_key_of_a_former_holder() {
    let (mut scene, mandate) = Scene::lent();
    let during = scene.copy("during");
    // All that the professional's program held while the mandate was in force, kept by a professional who meant to:
    // the account, the organisation's keys, the directory's seed, the folder's key, the client shares.
    let mut kept = Ring::default();
    let inside = Thief::of_data(&during.0).with_keys(&during.1);
    let claire = inside.open_session(&scene.cast.professional.home(), None).expect("a session, and both halves");
    let account = scene.cast.professional.run([&"whoami"]).text("account_id").parse().expect("an id");
    kept.accounts.insert(account, claire);
    let control = inside.rob(&mut kept);
    assert_eq!((&control.contents, &control.names), (&papers(&[READ, UNREAD]), &name()), "the thief knows how");

    scene.cast.revoke(&mandate).done();
    scene.deposit("later.txt", LATER);
    let after = scene.copy("after");
    for (data, keys) in [&during, &after] {
        // The disk alone; with all that was kept. Before the revocation and after.
        nothing(&Thief::of_data(data).rob(&mut Ring::default()));
        nothing(&Thief::of_data(data).rob(&mut kept));
        shows_what_it_may(data);
        // The keys alone.
        let keys_alone = Thief { keys: Some(KeyDirectory::open(keys).expect("keys")), ..Thief::default() };
        nothing(&keys_alone.rob(&mut kept));
        shut(keys);
        // Data and keys, by whoever never held a mandate: the log, and no more.
        let loot = Thief::of_data(data).with_keys(keys).rob(&mut Ring::default());
        assert!(loot.log > 10, "{}", loot.log);
        nothing(&Loot { log: 0, ..loot });
    }

    // Data and keys and what was kept: what had been read or could be, and names; nothing of what came later.
    let both = Thief::of_data(&after.0).with_keys(&after.1);
    let loot = both.rob(&mut kept);
    assert_eq!((&loot.contents, &loot.names), (&papers(&[READ, UNREAD]), &name()));
    // The account and the organisation's keys alone, without the client shares and folder keys of that time: names.
    let mut account_only = Ring::default();
    let claire = inside.open_session(&scene.cast.professional.home(), None).expect("a session, and both halves");
    account_only.accounts.insert(account, claire);
    let loot = both.rob(&mut account_only);
    assert_eq!((&loot.contents, &loot.names), (&papers(&[]), &name()), "the folder's key has turned");
}

/// The key directory holds nothing of anybody's.
fn shut(keys: &Path) {
    for file in files_under(keys) {
        for hidden in [READ, LATER, GIVEN_NAME, FAMILY_NAME, PIN, "CCAS de Valcourt"] {
            assert!(!find(hidden.as_bytes(), &file), "{hidden} in {}", file.display());
        }
    }
}

#[test]
fn a_card_opens_nothing_with_a_copy_of_the_disk_and_everything_with_the_keys() {
    let (mut scene, _) = Scene::lent();
    let (data, keys) = scene.copy("stolen");
    let ring = || Ring { cards: vec![Scene::card(&scene.cast.beneficiary)], ..Ring::default() };
    // The card alone names nobody.
    for hidden in [GIVEN_NAME, FAMILY_NAME, BIRTH_DATE, PIN] {
        assert!(!find(hidden.as_bytes(), &scene.cast.beneficiary.path("credential")), "{hidden}");
    }
    nothing(&Thief::default().rob(&mut ring()));
    // With the data: neither the root nor the PIN, at whatever leisure.
    nothing(&Thief::of_data(&data).rob(&mut ring()));
    assert!(!guess(&data, &scene, &Pepper::from_bytes([0; 32])), "the PIN is found without the pepper");
    // With the keys too, the PIN is not even needed; and it is found.
    let loot = Thief::of_data(&data).with_keys(&keys).rob(&mut ring());
    assert_eq!((loot.roots, &loot.contents), (1, &papers(&[READ, UNREAD])));
    assert!(guess(&data, &scene, KeyDirectory::open(&keys).expect("keys").pepper()), "the thief knows how");
}

/// Tries PINs against what the database keeps of the person's.
fn guess(data: &Path, scene: &Scene, pepper: &Pepper) -> bool {
    let card = Scene::card(&scene.cast.beneficiary);
    let rows: Vec<(Vec<u8>, Vec<u8>)> = Thief::of_data(data).rows("SELECT credential_id, pin_hash FROM credentials");
    let (_, kept) = rows.iter().find(|(id, _)| id[..] == *card.id.as_ref()).expect("the card's row");
    let tries = ["40729184", "40729185", PIN, "40729187"];
    tries.iter().any(|pin| PinHash::of(pepper, &Pin::enter(pin).expect("a PIN").tag(&card)).as_bytes() == &kept[..])
}
