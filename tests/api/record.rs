//! First inputs for the fuzzer: with `COFFRE_RECORD_CALLS=folder`, every call that a test makes is written down there as a line
//! of an input of `fuzzed`, one file for each server, and every answer as an input of `answers` (`vault-cli/src/fuzzing.rs`).

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use data_encoding::HEXLOWER;
use vault_core::api::REQUEST_HEADER;
use vault_core::request::{Request, from_header};
use vault_core::suite::sha256;

use super::client::{Answer, House, Sent};

/// Longer ones teach a fuzzer little.
const LONGEST: usize = 16 * 1024;

/// Where calls are written down.
pub(super) struct Recorder(PathBuf);

impl Recorder {
    /// None unless somebody asks for it.
    pub(super) fn of_environment() -> Option<Self> {
        std::env::var_os("COFFRE_RECORD_CALLS").map(|folder| Self(folder.into()))
    }

    /// A call; the time of the server goes before it. One that no line can hold is left out.
    pub(super) async fn call(&self, house: &House, sent: Sent) -> Sent {
        let body = axum::body::to_bytes(sent.body, usize::MAX).await.unwrap();
        let header = sent.headers.iter().find(|(name, _)| name == REQUEST_HEADER).map(|(_, value)| value);
        let signed = header.and_then(|value| from_header(std::str::from_utf8(value).ok()?).ok());
        let who = signed.and_then(|bytes| Request::parse(&bytes).ok()).map(|request| request.account.to_string());
        if !body.contains(&b'\n') && body.len() < LONGEST {
            let mut line = format!("@\t{}\n", house.now_ms()).into_bytes();
            line.extend(format!("{}\t{}\t{}\t\t", who.unwrap_or_default(), sent.method, sent.path).bytes());
            line.extend(&body);
            line.push(b'\n');
            let folder = self.folder("http");
            let path = folder.join(house.folder.path().file_name().unwrap());
            OpenOptions::new().create(true).append(true).open(path).unwrap().write_all(&line).unwrap();
        }
        Sent { body: body.into(), ..sent }
    }

    /// An answer, behind the byte by which the fuzzer's target chooses the reader.
    pub(super) fn answer(&self, path: &str, answer: &Answer) {
        let path = path.split('?').next().unwrap_or_default();
        let ends = |end: &str| path.ends_with(end);
        let which: u8 = match path {
            _ if !answer.status.is_success() => 6,
            "/v1/openings" => 0,
            _ if ends("/records") => 1,
            "/v1/log/entries" | "/v1/log/consistency" => 3,
            _ if path.starts_with("/v1/log/receipts/") || path.starts_with("/v1/log/decisions/") => 7,
            _ if ends("/log") => 2,
            _ if ends("/mandates") => 4,
            "/v1/server" => 8,
            _ if path.split('/').count() == 4 => 5,
            _ => 9,
        };
        if (1..LONGEST).contains(&answer.body.len()) {
            let input = [&[which], &answer.body[..]].concat();
            let name = HEXLOWER.encode(&sha256(&[&input])[..8]);
            fs::write(self.folder("answers").join(name), input).unwrap();
        }
    }

    fn folder(&self, name: &str) -> PathBuf {
        let folder = Path::new(&self.0).join(name);
        fs::create_dir_all(&folder).unwrap();
        folder
    }
}
