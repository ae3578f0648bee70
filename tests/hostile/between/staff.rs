//! A removal that is cut between its two calls: the member is out, the names are not sealed anew yet.

use crate::harness::{Answer, Cast, FAMILY_NAME, Person, enrol, words};

use super::stage::Stage;

fn found(by: &Person) -> usize {
    by.run([&"vault", &"find", &FAMILY_NAME]).done().as_array().expect("a list").len()
}

fn remove(cast: &Cast, account: &str) -> Answer {
    let mut all = words([&"org", &"remove", &account]);
    all.extend(cast.referent.own());
    cast.referent.run_all(&all)
}

fn names_only(by: &Person) -> Answer {
    by.run([&"org", &"turn-keys", &"--names-only"])
}

#[test]
fn a_removal_cut_before_the_names_are_sealed_anew_is_taken_up_later() {
    let Stage { cast, liar, paper, .. } = Stage::set();
    let second = Person::new(&cast.server, "second");
    enrol(&cast.referent, &second, "Sophie Renard", "professional");
    let gone = cast.professional.run([&"whoami"]).text("account_id");
    liar.while_withholding("/names", || remove(&cast, &gone)).failed(6, "names-left");

    // The removal itself is done, once, and nothing is lost: names sealed under the former keys are still found.
    cast.professional.log_in().failed(3, "account-disabled");
    remove(&cast, &gone).failed(4, "member-missing");
    assert_eq!((found(&second), found(&cast.desk), found(&cast.referent)), (1, 1, 1));
    second.open(&paper, "opened").done();

    // Cut again, it can be taken up again; then nothing is left.
    assert_ne!(liar.while_withholding("/names", || names_only(&cast.referent)).code, 0);
    assert_eq!(names_only(&cast.referent).done()["names"], 1);
    assert_eq!(names_only(&cast.referent).done()["names"], 0);
    assert_eq!((found(&second), found(&cast.desk)), (1, 1));
    // Whoever comes now was given names sealed anew.
    let third = Person::new(&cast.server, "third");
    enrol(&cast.referent, &third, "Marc Dubois", "professional");
    assert_eq!(found(&third), 1);
}
