//! `make demo`: starts the real server on this machine, lets the real `coffre` fill a vault with sample papers, says what
//! to try, and stays until Ctrl-C. A second start finds everything as it was.

mod error;
mod fill;
mod messages;
mod program;
mod record;
mod server;
mod settings;
mod tell;

use std::env;
use std::fs;
use std::process::ExitCode;
use std::time::Duration;

use rustix::fs::Mode;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::time::{sleep, timeout};
use vault_cli::i18n::{I18n, Lang};

use crate::error::{Error, Result};
use crate::fill::Story;
use crate::record::Record;
use crate::server::Server;
use crate::settings::{Found, Settings};

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    let messages = messages::load(Lang::choose(words.iter().map(String::as_str), |name| env::var(name).ok()));
    // Whatever this program and its children write is for its owner alone.
    rustix::process::umask(Mode::RWXG | Mode::RWXO);
    match start(&messages) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tell::complain(&error.told(&messages));
            ExitCode::FAILURE
        }
    }
}

fn start(messages: &I18n) -> Result<()> {
    let settings = Settings::read()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.map_err(Error::file(&settings.folder))?.block_on(run(messages, &settings))
}

async fn run(messages: &I18n, settings: &Settings) -> Result<()> {
    let found = settings.look()?;
    settings.check_port()?;
    // From here on Ctrl-C is a wish that is heard between two steps, so that the server is always stopped in order.
    let mut wish = Wish::listen().map_err(Error::file(&settings.folder))?;
    let (mut server, record) = match found {
        Found::Made(record) => (Server::start(settings)?, *record),
        Found::Nothing => match make(messages, settings) {
            Err(_) if wish.is_there().await => return Err(Error::Interrupted(settings.folder.clone())),
            Err(cause) => {
                tell::complain(&cause.told(messages));
                return Err(Error::HalfMade(settings.folder.clone()));
            }
            Ok(made) => made,
        },
    };
    tell::say(&tell::page(messages, settings, &record));
    let ended = loop {
        tokio::select! {
            () = wish.come() => break Ok(()),
            () = sleep(Duration::from_millis(300)) => if let Err(ended) = server.check() { break Err(ended) },
        }
    };
    drop(server);
    ended.map(|()| tell::say(&messages.text("demo-stopped")))
}

/// Starts the server on empty data and fills them; `demo.json` comes last.
fn make(messages: &I18n, settings: &Settings) -> Result<(Server, Record)> {
    tell::say(&messages.text("demo-preparing"));
    fs::create_dir_all(settings.people()).map_err(Error::file(&settings.folder))?;
    server::prepare(settings)?;
    let story = Story::new(settings);
    story.invite()?;
    let server = Server::start(settings)?;
    let record = story.play(|step| tell::say(&format!("   {}", messages.text(step))))?;
    record.write(&settings.record_file())?;
    tell::say("");
    Ok((server, record))
}

/// The wish to stop: Ctrl-C, a request to end, or a closed terminal.
struct Wish([Signal; 3]);

impl Wish {
    fn listen() -> std::io::Result<Self> {
        let [interrupt, terminate, hang_up] =
            [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()].map(signal);
        Ok(Self([interrupt?, terminate?, hang_up?]))
    }

    async fn come(&mut self) {
        let [interrupt, terminate, hang_up] = &mut self.0;
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
            _ = hang_up.recv() => {}
        }
    }

    async fn is_there(&mut self) -> bool {
        timeout(Duration::from_millis(50), self.come()).await.is_ok()
    }
}
