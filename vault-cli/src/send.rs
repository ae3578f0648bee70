//! Last stage of a deposit: the sealed object goes up as a stream, then the signed deposit that makes it a document.

use std::io::Read;

use vault_core::api::{DepositAnswer, ProblemCode};
use vault_core::deposit::Deposit;
use vault_core::error::{Error as Broken, Property, What};

use crate::desk::Desk;
use crate::error::{About, Error, Problem, Result};
use crate::exit::Exit;
use crate::progress::Progress;
use crate::queue::{Queue, Waiting};
use crate::session::Actor;

/// Sends what waits and takes it out of the queue once the server has acknowledged it. A refusal is an answer too:
/// only what might succeed later stays.
pub(crate) fn send(desk: &Desk, actor: &Actor, queue: &Queue, waiting: &Waiting, title: &str) -> Result<DepositAnswer> {
    match transfer(desk, actor, queue, waiting, title) {
        Ok(answer) => {
            queue.remove(waiting.document)?;
            Ok(answer)
        }
        Err(error) if may_succeed_later(&error) => {
            let cause = error.told(&desk.i18n).0;
            Err(Problem::DepositKept { title: title.to_owned(), cause }.into())
        }
        Err(error) => {
            queue.remove(waiting.document)?;
            Err(error)
        }
    }
}

fn transfer(desk: &Desk, actor: &Actor, queue: &Queue, waiting: &Waiting, title: &str) -> Result<DepositAnswer> {
    let calls = actor.calls(desk);
    let progress = Progress::bytes(desk.output.is_watched(), title.to_owned(), waiting.object_length);
    let mut object = progress.reader(queue.read_object(waiting.document)?.take(waiting.object_length));
    let upload = waiting.deposit.upload_id;
    let arrived = calls.upload(waiting.vault, upload, (&mut object, waiting.object_length, waiting.object_hash))?;
    progress.done();
    if arrived.sha256 != waiting.object_hash {
        return Err(Broken::new(What::Document, Property::Hash)).about(&waiting.document);
    }
    let answer = calls.deposit(waiting.vault, &waiting.deposit)?;
    let version = Deposit::parse(&waiting.deposit.deposit).about(&waiting.document)?.document.version;
    let same = (answer.document_id, answer.version, answer.folder_id) == (waiting.document, version, waiting.folder);
    if same { Ok(answer) } else { Err(Broken::new(What::Deposit, Property::Ids)).about(&waiting.document) }
}

fn may_succeed_later(error: &Error) -> bool {
    match error {
        Error::Server(refusal) => {
            matches!(refusal.code, ProblemCode::SessionOver | ProblemCode::ClockSkew | ProblemCode::BodyMismatch)
                || error.exit() == Exit::Unreachable
        }
        Error::Problem(problem) => matches!(problem.exit(), Exit::Unreachable | Exit::Unexpected),
        Error::Integrity { .. } | Error::Listed { .. } => false,
    }
}
