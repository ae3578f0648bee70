//! An input is text, one call a line: who, method, path, headers, body, with a tab between; whatever is no such line is
//! passed over. Who: `o` the vault's owner, `p` a professional, `d` the desk, `r` the référent, `a` an auditor, each with session and
//! signature; `t` in front (`to`) shows the session alone; anything else is a stranger. Headers: `name:value`, with `|` between.
//! `+` instead of a person moves the clock by so many milliseconds, `@` to a moment that is still to come. A recorded test
//! (`COFFRE_RECORD_CALLS=folder`) names a person by their account.

use std::collections::BTreeSet;

use vault_core::api::{PROBLEM_MEDIA_TYPE, Problem};
use vault_core::request::Method;
use vault_server::clock::Clock;

use super::world::World;
use crate::api::client::{Answer, House, Sent};
use crate::api::shape::route;

/// No input is longer, in calls.
const MOST_CALLS: usize = 24;
/// Furthest that one line moves the clock: a year.
const LONGEST_WAIT_MS: u64 = 366 * 24 * 3600 * 1000;

/// One kind of answer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Seen {
    method: &'static str,
    template: &'static str,
    pub(crate) status: u16,
    code: String,
}

impl Seen {
    /// The route.
    pub(crate) fn operation(&self) -> (&'static str, &'static str) {
        (self.method, self.template)
    }
}

/// Makes the calls of an input, one after the other; each answer must be one that the interface documents.
pub(crate) async fn make(world: &World, house: &House, input: &[u8]) -> BTreeSet<Seen> {
    let (mut seen, mut calls) = (BTreeSet::new(), 0);
    for line in input.split(|byte| *byte == b'\n') {
        let mut parts = line.splitn(5, |byte| *byte == b'\t');
        let mut part = || parts.next().unwrap_or_default();
        let (who, method, path, headers, body) = (part(), part(), part(), part(), part());
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        if who == b"+" || who == b"@" {
            let (now, told): (u64, u64) = (house.clock.now_ms(), text(method).parse().unwrap_or(0));
            let wait = if who == b"+" { told } else { told.saturating_sub(now) };
            house.clock.set(now.saturating_add(wait.min(LONGEST_WAIT_MS)));
            continue;
        }
        calls += 1;
        if calls > MOST_CALLS {
            break;
        }
        let (method, path) = (text(method), world.fill(&text(path), None));
        let Some(sent) = call(world, house, &text(who), (&method, &path), &text(headers), body) else { continue };
        let answer = house.send(sent).await;
        let route = route(&method, &path);
        check(&answer, (&method, &path), input);
        if let Some((method, template)) = route {
            let code = serde_json::from_slice::<Problem>(&answer.body).map(|problem| problem.code.code().to_owned());
            seen.insert(Seen { method, template, status: answer.status.as_u16(), code: code.unwrap_or_default() });
        }
    }
    seen
}

/// The call, if HTTP has such a one at all.
fn call(
    world: &World,
    house: &House,
    who: &str,
    (method, path): (&str, &str),
    headers: &str,
    body: &[u8],
) -> Option<Sent> {
    let (token_only, who) = who.strip_prefix('t').map_or((false, who), |who| (true, who));
    let person = world.person(who);
    let body = match std::str::from_utf8(body) {
        Ok(text) => world.fill(text, person).into_bytes(),
        Err(_) => body.to_vec(),
    };
    let uri: axum::http::Uri = path.parse().ok()?;
    uri.path_and_query()?;
    axum::http::Method::from_bytes(method.as_bytes()).ok()?;
    let mut sent = Sent::new(Method::Get, path, body.clone()).by(method);
    if let Some(person) = person {
        sent = sent.with_token(person);
        let signed = Method::from_name(method).filter(|_| !token_only);
        let signed =
            signed.and_then(|method| house.request(person, method, path, &body).sign(&person.keys.signing).ok());
        if let Some(signed) = signed {
            sent = sent.with_request(&signed);
        }
    }
    for (name, value) in headers.split('|').filter_map(|header| header.split_once(':')) {
        let name = name.to_ascii_lowercase();
        axum::http::HeaderName::from_bytes(name.as_bytes()).ok()?;
        axum::http::HeaderValue::from_bytes(value.as_bytes()).ok()?;
        sent = sent.header(&name, value);
    }
    Some(sent)
}

/// No fault of the server's own; a refusal is a problem document that agrees with itself. That the interface documents the answer is
/// seen to where it arrives (`api::shape`).
fn check(answer: &Answer, (method, path): (&str, &str), input: &[u8]) {
    let status = answer.status.as_u16();
    let told = || {
        let body = String::from_utf8_lossy(&answer.body).into_owned();
        format!("{method} {path}: {status} {body}\nthe input: {:?}", String::from_utf8_lossy(input))
    };
    // A server that was built without the page says so on the page's own paths.
    let no_page = status == 503 && !path.starts_with("/v1/") && cfg!(fuzzing);
    assert!(status < 500 || no_page, "{}", told());
    if status >= 400 && method != "HEAD" {
        assert_eq!(answer.media.as_deref(), Some(PROBLEM_MEDIA_TYPE), "{}", told());
        let problem: Problem = serde_json::from_slice(&answer.body).unwrap_or_else(|_| panic!("{}", told()));
        assert_eq!((problem.status, Problem::new(problem.code).status), (status, status), "{}", told());
    }
}
