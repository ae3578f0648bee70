//! `coffre open`: one document, only once everything is verified.

use std::io::{self, Read, Seek, Write};
use std::path::Path;

use serde_json::json;
use vault_core::api::NewOpening;
use vault_core::error::{Error as Broken, Property, What};
use vault_core::ids::DocumentId;

use super::id;
use crate::cli;
use crate::desk::Desk;
use crate::display::clean;
use crate::error::{About, Error, Problem, Result};
use crate::i18n::msg;
use crate::outfile::OutFile;
use crate::output::Report;
use crate::progress::{Progress, copy};
use crate::queue::Queue;
use crate::receive::{Poured, Ready, pour, prepare};
use crate::session::Actor;
use crate::words;

pub(super) fn open(desk: &Desk, args: &cli::Open) -> Result<Report> {
    let document: DocumentId = id(&args.document)?;
    let purpose = args.purpose.as_deref().map(|p| words::purpose(&desk.i18n, p)).transpose()?;
    let to_stdout = args.output == Path::new("-");
    if to_stdout && desk.output.is_json() {
        return Err(Problem::OutputTwice.into());
    }
    if !to_stdout {
        check_free(&args.output, args.force)?;
    }
    let actor = Actor::resume(desk)?;
    let calls = actor.calls(desk);
    let view = calls.open(&NewOpening { document_id: document, version: None, mandate_id: None, purpose })?;
    let ready = prepare(desk, &actor, document, &view)?;
    let limit = ready.longest_object().about(&document)?;
    if view.object_length > limit {
        return Err(Broken::new(What::Document, Property::Length)).about(&document);
    }
    let progress = Progress::bytes(desk.output.is_watched(), clean(&ready.record.title, 60), view.object_length);
    // One byte more than the object: an object that is too long is told from a whole one.
    let mut object = progress.reader(calls.object(view.opening_id, view.object_length + 1)?);
    let length = if to_stdout {
        to_standard_output(desk, &actor, &ready, &mut object)?
    } else {
        to_file(&actor, &ready, &mut object, args)?
    };
    progress.done();
    let output = std::path::absolute(&args.output).unwrap_or_else(|_| args.output.clone());
    let json = json!({
        "document_id": document,
        "version": view.version,
        "vault_id": view.vault_id,
        "output": output.display().to_string(),
        "length": length,
        "sha256": ready.record.content_sha256,
        "title": ready.record.title,
        "type": ready.record.document_type,
        "media_type": ready.record.media_type,
        "log_index": view.log_index,
    });
    let title = clean(&ready.record.title, 80);
    let text = if to_stdout {
        String::new()
    } else {
        msg!(desk.i18n, "done-open", title = title, path = args.output.display().to_string())
    };
    Ok(Report { json, text })
}

pub(super) fn check_free(path: &Path, force: bool) -> Result<()> {
    let shown = || path.display().to_string();
    match path.symlink_metadata() {
        Ok(meta) if meta.is_dir() => Err(Problem::FileNotRegular { path: shown() }.into()),
        Ok(_) if !force => Err(Problem::OutputExists { path: shown() }.into()),
        _ => Ok(()),
    }
}

/// Writes for the owner's eyes only; a file that appeared meanwhile is not replaced unless told so.
fn to_file(actor: &Actor, ready: &Ready, object: &mut impl Read, args: &cli::Open) -> Result<u64> {
    let failed = |e: io::Error| Problem::OutputFailed { path: args.output.display().to_string(), cause: e.to_string() };
    let mut file = OutFile::begin(&args.output).map_err(failed)?;
    let length = pour(actor, ready, object, file.file()).map_err(|poured| match poured {
        Poured::Stopped(error) => error,
        Poured::Unwritable(e) => failed(e).into(),
    })?;
    file.keep(args.force).map_err(failed)?;
    Ok(length)
}

/// Keeps the sealed object aside, verifies it from end to end, and only then opens it again onto standard output.
fn to_standard_output(desk: &Desk, actor: &Actor, ready: &Ready, object: &mut impl Read) -> Result<u64> {
    let mut spool = Queue::open(desk)?.spool()?;
    let spooled = |e: io::Error| Problem::OutputFailed { path: "COFFRE_HOME".to_owned(), cause: e.to_string() };
    copy(object, spool.as_file_mut()).map_err(|e| actor.remote.stream_error(&e))?;
    let mut out = io::stdout().lock();
    let mut pass = |to: &mut dyn Write| -> Result<u64> {
        spool.as_file_mut().rewind().map_err(spooled)?;
        pour(actor, ready, spool.as_file_mut(), &mut &mut *to).map_err(|poured| match poured {
            Poured::Stopped(error) => error,
            Poured::Unwritable(e) => Error::from(Problem::OutputFailed { path: "-".to_owned(), cause: e.to_string() }),
        })
    };
    pass(&mut io::sink())?;
    let length = pass(&mut out)?;
    out.flush().map_err(|e| Problem::OutputFailed { path: "-".to_owned(), cause: e.to_string() })?;
    Ok(length)
}
