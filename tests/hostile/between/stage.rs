//! Everybody behind the liar, and the words for lies.

use serde_json::Value;

use crate::harness::{Answer, Cast, Server};

use super::liar::Liar;

/// Everybody, and two papers of the vault that were opened once, so that the liar has heard their answers.
pub(super) struct Stage {
    pub(super) cast: Cast,
    pub(super) liar: Liar,
    /// The paper that is lied about.
    pub(super) paper: String,
    /// Another paper of the same folder.
    pub(super) other: String,
    /// The mandate.
    pub(super) mandate: String,
}

impl Stage {
    pub(super) fn set() -> Self {
        let server = Server::prepare_behind_another();
        let liar = Liar::start(server.port(), server.inner_port(), &server.path("tls"));
        let cast = Cast::gather_on(server);
        let mandate = cast.lend();
        let (paper, other) = (cast.deposited(&cast.papers.pdf), cast.deposited(&cast.papers.jpeg));
        Self { cast, liar, paper, other, mandate }
    }

    /// The professional opens the paper.
    pub(super) fn open(&self) -> Answer {
        self.cast.professional.open(&self.paper, "opened")
    }

    /// What the server answered when the other paper was opened: the sealed answer and the object.
    pub(super) fn other_opening(&self) -> (Value, Vec<u8>) {
        self.cast.professional.open(&self.other, "other").done();
        std::fs::remove_file(self.cast.professional.path("other")).expect("it was written");
        let answers = (self.liar.heard_json("/v1/openings"), self.liar.heard("/object"));
        assert_eq!(answers.0["document_id"], self.other.as_str());
        answers
    }

    /// The paper is opened while the liar changes the opening's JSON: exit code 5 for this object and property, and
    /// nothing was written.
    #[track_caller]
    pub(super) fn opening_is_refused(&self, lie: impl FnMut(&mut Value) + Send + 'static, what: &str, property: &str) {
        self.broken(self.liar.while_telling("/v1/openings", lie, || self.open()), what, property);
    }

    /// The same for the object's bytes.
    #[track_caller]
    pub(super) fn object_is_refused(&self, lie: impl FnMut(&mut Vec<u8>) + Send + 'static, what: &str, property: &str) {
        self.broken(self.liar.while_lying("/object", lie, || self.open()), what, property);
    }

    #[track_caller]
    fn broken(&self, answer: Answer, what: &str, property: &str) {
        is_broken(answer, what, property);
        assert!(!self.cast.professional.path("opened").exists(), "something was written");
    }
}

/// Exit code 5, for this object and this property, with a sentence.
#[track_caller]
pub(super) fn is_broken(answer: Answer, what: &str, property: &str) {
    let error = answer.failed(5, &format!("integrity-{what}"));
    assert_eq!((error["what"].as_str(), error["property"].as_str()), (Some(what), Some(property)), "{error}");
    assert!(error["message"].as_str().is_some_and(|message| !message.is_empty()), "{error}");
}

/// Turns one bit of base64url bytes, `from_end` bytes before their end.
pub(super) fn flip(field: &mut Value, from_end: usize) {
    let text = field.as_str().expect("bytes");
    let mut bytes = data_encoding::BASE64URL_NOPAD.decode(text.as_bytes()).expect("base64url");
    let place = bytes.len() - 1 - from_end;
    bytes[place] ^= 1;
    *field = data_encoding::BASE64URL_NOPAD.encode(&bytes).into();
}
