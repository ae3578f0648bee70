//! A vault is taken out by its owner beside a professional: everything in it, readable by anyone, checkable by anyone.

use std::fs::{self, File};
use std::io::BufReader;

use serde_json::Value;
use vault_core::suite::sha256;

use super::unzip::{manifest, read, unzip};
use crate::harness::{Answer, Cast, Person, count, files_under, find, words};

/// The person takes everything out, on somebody's computer.
pub(crate) fn export(cast: &Cast, on: &Person, output: &str, more: &[&str]) -> Answer {
    let mut all = words([&"export", &"--vault", &cast.vault, &"-o", &on.path(output)]);
    all.extend(words([&"--beneficiary-credential-file", &cast.beneficiary.path("credential")]));
    all.extend(words([&"--beneficiary-pin-file", &cast.beneficiary.path("pin")]));
    all.extend(more.iter().map(Into::into));
    on.run_all(&all)
}

#[test]
fn everything_is_taken_out_and_checked_on_another_computer_without_a_network() {
    let mut cast = Cast::gather();
    cast.lend();
    let tax = cast.deposited(&cast.papers.pdf);
    let mut all = words([&"deposit", &"--folder", &"Privé", &"--type", &"identity-card", &cast.papers.jpeg]);
    all.extend(words([&"--title", &"<b>Carte: n°1/2</b>", &"--issued", &"2001-02-03", &"--expires", &"2011-02-03"]));
    cast.beneficiary.run_all(&all).done();
    cast.professional.open(&tax, "opened").done();
    let revoked = cast.lend();
    cast.revoke(&revoked).done();

    let told = export(&cast, &cast.professional, "coffre.zip", &[]).done();
    assert_eq!((&told["documents"], &told["versions"], &told["encrypted"]), (&2.into(), &2.into(), &false.into()));
    let path = cast.professional.path("coffre.zip");
    let files = unzip(&path);
    let manifest = manifest(&files);
    assert!(files["documents/Ressources/avis-impot-2025.pdf"] == fs::read(&cast.papers.pdf).unwrap());
    assert!(files["documents/Privé/_b_Carte_ n°1_2__b_.jpg"] == fs::read(&cast.papers.jpeg).unwrap());
    assert_eq!(manifest.mandates.len(), 2);
    let index = String::from_utf8(files["index.html"].clone()).unwrap();
    assert!(index.contains("&lt;b&gt;Carte: n°1/2&lt;/b&gt;") && !index.contains("<b>") && !index.contains("<script"));
    assert!(index.contains("documents/Priv%C3%A9/_b_Carte_%20n%C2%B01_2__b_.jpg") && index.contains("lang=\"fr\""));
    assert!(index.contains("valable jusqu’au 2011-02-03") && index.contains("Hugo Petit"));
    let journal = String::from_utf8(files["journal/journal.html"].clone()).unwrap();
    assert!(journal.contains("Claire Morel") && journal.contains("avis-impot-2025"));
    assert!(journal.contains("<h1>Qui a regardé mes papiers</h1>"), "{journal}");
    assert!(String::from_utf8(files["LISEZMOI.txt"].clone()).unwrap().contains(&cast.vault));

    // The log says so: the export, then each opening, by the person.
    let log = cast.log(&cast.beneficiary);
    assert_eq!((count(&log, "export", "done"), count(&log, "opening", "done")), (1, 3));
    let exported = log.iter().find(|entry| entry["type"] == "export").unwrap();
    assert_eq!(exported["index"], told["log_index"]);

    // Somebody without an account, once the server is gone.
    cast.server.stop();
    let anybody = Person::new(&cast.server, "anybody");
    let checked = anybody.run([&"export", &"verify", &path]).done();
    assert_eq!((&checked["documents"], &checked["vault_id"]), (&2.into(), &cast.vault.clone().into()));
    let credential = fs::read_to_string(cast.professional.path("credential")).unwrap();
    let anchor = checked["depositors"][0]["anchor"].as_str().unwrap();
    assert!(credential.contains(anchor), "the organisation's anchor is on the card");
    assert!(credential.contains(&key_of(&checked)), "the log key is on the card");
    let own = fs::read_to_string(cast.beneficiary.path("credential")).unwrap();
    assert!(own.contains(checked["account_anchor"].as_str().unwrap()), "the person's anchor is on the card");
}

/// The log key of a check, as credential files write it.
fn key_of(checked: &Value) -> String {
    let text = checked["log_key"].as_str().unwrap();
    let key: vault_core::log::LogKey = text.parse().unwrap();
    data_encoding::HEXLOWER.encode(key.key().as_bytes())
}

#[test]
fn a_paper_that_was_described_anew_and_moved_is_taken_out_and_brought_as_it_is_now() {
    let cast = Cast::gather();
    cast.lend();
    let tax = cast.deposited(&cast.papers.pdf);
    cast.beneficiary.run([&"document", &"rename", &tax, &"--title", &"Impôts SPECIMEN"]).done();
    cast.beneficiary.run([&"document", &"move", &tax, &"--folder", &"Divers"]).done();
    export(&cast, &cast.professional, "coffre.zip", &[]).done();
    let path = cast.professional.path("coffre.zip");
    assert_eq!(cast.professional.run([&"export", &"verify", &path]).done()["documents"], 1);
    let files = unzip(&path);
    assert!(files["documents/Divers/Impôts SPECIMEN.pdf"] == fs::read(&cast.papers.pdf).unwrap());
    assert_eq!(manifest(&files).documents[0].versions[0].amendments.len(), 2);

    let other = cast.another_beneficiary("other");
    other.log_in().done();
    assert_eq!(other.run([&"import", &path]).done()["imported"], 1);
    assert_eq!(other.run([&"list"]).done()[0]["title"], "Impôts SPECIMEN");
}

#[test]
fn an_empty_vault_is_taken_out_too() {
    let cast = Cast::gather();
    export(&cast, &cast.professional, "coffre.zip", &[]).done();
    let checked = cast.professional.run([&"export", &"verify", &cast.professional.path("coffre.zip")]).done();
    assert_eq!((&checked["documents"], &checked["depositors"]), (&0.into(), &Value::Array(Vec::new())));
}

#[test]
fn nobody_else_takes_it_out_and_nothing_half_done_remains() {
    let cast = Cast::gather();
    cast.lend();
    cast.deposited(&cast.papers.pdf);
    let before = files_under(&cast.professional.path(""));

    let with = |credential: &Person, pin: &std::path::Path| {
        let mut all = words([&"export", &"--vault", &cast.vault, &"-o", &cast.professional.path("coffre.zip")]);
        all.extend(words([&"--beneficiary-credential-file", &credential.path("credential")]));
        all.extend(words([&"--beneficiary-pin-file", &pin]));
        cast.professional.run_all(&all)
    };
    with(&cast.professional, &cast.professional.path("pin")).failed(3, "other-vault");
    let wrong = cast.professional.write_pin("wrong", "83050417");
    with(&cast.beneficiary, &wrong).failed(3, "wrong-pin");
    fs::remove_file(&wrong).unwrap();
    assert_eq!(count(&cast.log(&cast.beneficiary), "export", "done"), 0);

    // An object that is not what was deposited stops the whole.
    let blobs = files_under(&cast.server.data().join("blobs"));
    let blob = blobs.iter().find(|path| fs::metadata(path).unwrap().len() > 1000).unwrap();
    let true_bytes = fs::read(blob).unwrap();
    let mut bytes = true_bytes.clone();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    fs::write(blob, bytes).unwrap();
    export(&cast, &cast.professional, "coffre.zip", &[]).failed(5, "integrity-document");
    let after = files_under(&cast.professional.path(""));
    let is_new = |path: &&std::path::PathBuf| !before.contains(path) && !path.starts_with(cast.professional.home());
    assert_eq!(after.iter().filter(is_new).collect::<Vec<_>>(), Vec::<&std::path::PathBuf>::new());
    fs::write(blob, true_bytes).unwrap();

    export(&cast, &cast.professional, "coffre.zip", &[]).done();
    export(&cast, &cast.professional, "coffre.zip", &[]).failed(2, "output-exists");
    export(&cast, &cast.professional, "coffre.zip", &["--force"]).done();
    assert_eq!(count(&cast.log(&cast.beneficiary), "export", "done"), 3);
}

#[test]
fn an_encrypted_export_opens_for_its_key_alone_and_was_never_clear_on_disk() {
    let cast = Cast::gather();
    cast.lend();
    cast.deposited(&cast.papers.pdf);
    let (mine, other) = (age::x25519::Identity::generate(), age::x25519::Identity::generate());
    let keep = |name: &str, identity: &age::x25519::Identity| {
        use age::secrecy::ExposeSecret;
        cast.professional.write_pin(name, &format!("# SPECIMEN\n{}\n", identity.to_string().expose_secret()))
    };
    let (mine_file, other_file) = (keep("mine.txt", &mine), keep("other.txt", &other));
    let recipient = mine.to_public().to_string();
    export(&cast, &cast.professional, "coffre.zip", &["--age", "age1nobody"]).failed(2, "recipient-unreadable");
    let told = export(&cast, &cast.professional, "coffre.zip", &["--age", &recipient]).done();
    let path = cast.professional.path("coffre.zip.age");
    assert_eq!((told["output"].as_str().unwrap(), &told["encrypted"]), (path.to_str().unwrap(), &true.into()));
    assert!(!cast.professional.path("coffre.zip").exists());
    for needle in [&b"manifest.json"[..], b"avis-impot-2025"] {
        assert!(files_under(&cast.professional.path("")).iter().all(|file| !find(needle, file)), "it lies readable");
    }

    // By this program, and by another hand.
    let verify = |more: &[&dyn AsRef<std::ffi::OsStr>]| {
        let mut all = words([&"export", &"verify", &path]);
        all.extend(more.iter().map(|word| word.as_ref().to_owned()));
        cast.professional.run_all(&all)
    };
    assert_eq!(verify(&[&"--identity", &mine_file]).done()["documents"], 1);
    verify(&[]).failed(2, "export-sealed");
    verify(&[&"--identity", &other_file]).failed(2, "export-sealed");
    verify(&[&"--identity", &cast.papers.pdf]).failed(2, "secret-file");
    let decryptor = age::Decryptor::new_buffered(BufReader::new(File::open(&path).unwrap())).unwrap();
    let identity: &dyn age::Identity = &mine;
    let files = read(decryptor.decrypt(std::iter::once(identity)).unwrap());
    let pdf = &files["documents/Ressources/avis-impot-2025.pdf"];
    assert_eq!(sha256(&[pdf]), sha256(&[&fs::read(&cast.papers.pdf).unwrap()]));

    // A byte changed in the middle.
    let mut bytes = fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&path, bytes).unwrap();
    assert_eq!(verify(&[&"--identity", &mine_file]).code, 5);
}
