//! The server's command line: reads the configuration, and calls the library. What it tells, help included, comes from
//! `messages/*/operator.ftl`; its own log is for developers, in English.

mod commands;

use std::ffi::OsString;
use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use axum_server::Handle;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use vault_core::entropy::OsEntropy;
use vault_core::vocabulary::AccountKind;
use vault_server::clock::SystemClock;
use vault_server::config::{Config, Purpose};
use vault_server::edge::{self, Edge};
use vault_server::entropy::SharedEntropy;
use vault_server::messages::Language;
use vault_server::{admin, boot, http, process, serve, tls};

use commands::backup::{Backup, Restore};
use commands::fsck::Fsck;
use commands::keys::Keys;
use commands::localise::{localise, refusal};
use commands::relocation::MigrateStore;
use commands::sentences::told;
use commands::words::{Words, say, tell};
use commands::{Failure, Place, World, with_app};

/// Coffre solidaire: the server.
#[derive(Parser)]
#[command(name = "vault-server", version, disable_help_flag = true, disable_help_subcommand = true)]
#[command(disable_version_flag = true)]
struct Arguments {
    /// Read by `Language::choose` before parsing; here so that it is accepted, checked and listed.
    #[arg(long, global = true)]
    lang: Option<LanguageTag>,
    #[arg(short, long, global = true, action = clap::ArgAction::Help)]
    help: Option<bool>,
    #[arg(short = 'V', long, action = clap::ArgAction::Version)]
    version: Option<bool>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Clone, Copy, ValueEnum)]
enum LanguageTag {
    Fr,
    En,
}

#[derive(Subcommand)]
enum Command {
    /// Runs the server until it is told to stop (Ctrl-C or SIGTERM).
    Serve(Place),
    /// Checks the configuration and tells every mistake at once.
    Check(Place),
    /// Makes an authority and a certificate for localhost, for a demonstration.
    DemoCertificate {
        /// Where ca.pem, server.pem and server.key go.
        #[arg(long)]
        dir: PathBuf,
    },
    /// Makes a backup while the server runs; `list` and `verify` look at those that were made.
    Backup(Box<Backup>),
    /// Restores a backup into a new data folder, and checks all of it.
    Restore(Restore),
    /// Looks at everything that is stored, and tells what is wrong.
    Fsck(Fsck),
    /// Carries the data to other places: another database, another store of objects.
    MigrateStore(MigrateStore),
    /// The server's keys: their second copy, new ones, the end of old ones.
    Keys {
        #[command(subcommand)]
        command: Keys,
    },
    /// What the operator does by hand.
    Admin {
        #[command(subcommand)]
        command: Admin,
    },
}

#[derive(Subcommand)]
enum Admin {
    /// Makes the first credential of a référent or of an auditor.
    Invite(Invite),
    /// Decides to go on from a log that is behind what was kept. The decision is an event.
    AcceptLog {
        /// The size of the log as it is, which the refusal told.
        #[arg(long)]
        size: u64,
        #[command(flatten)]
        place: Place,
    },
}

#[derive(clap::Args)]
struct Invite {
    /// Whom it is for.
    #[arg(long)]
    role: InvitedRole,
    /// As they will appear in logs.
    #[arg(long)]
    display_name: String,
    /// Where the credential goes: a file that does not exist yet.
    #[arg(long)]
    credential_out: PathBuf,
    /// Where the first PIN goes: a file that does not exist yet.
    #[arg(long)]
    pin_out: PathBuf,
    #[command(flatten)]
    place: Place,
}

#[derive(Clone, Copy, ValueEnum)]
enum InvitedRole {
    Referent,
    Auditor,
}

fn main() -> ExitCode {
    let given: Vec<OsString> = std::env::args_os().collect();
    let shown: Vec<_> = given.iter().map(|arg| arg.to_string_lossy()).collect();
    let language = Language::choose(shown.iter().map(AsRef::as_ref), |name| std::env::var(name).ok());
    let words = Arc::new(Words::new(language));
    let parsed = localise(Arguments::command(), &words)
        .try_get_matches_from(&given)
        .and_then(|matches| Arguments::from_arg_matches(&matches));
    match parsed {
        Err(stop) => stopped(&stop, &words),
        Ok(arguments) => match start(arguments, Arc::clone(&words)) {
            Ok(()) => ExitCode::SUCCESS,
            Err(failure) => {
                complain(&told(&failure, &words));
                ExitCode::from(failure.exit())
            }
        },
    }
}

/// Help and version are answers; everything else that stops clap is a misuse.
fn stopped(stop: &clap::Error, words: &Words) -> ExitCode {
    use clap::error::ErrorKind::{DisplayHelp, DisplayHelpOnMissingArgumentOrSubcommand, DisplayVersion};
    let rendered = || stop.render().to_string().trim_end().to_owned();
    match stop.kind() {
        DisplayHelp | DisplayVersion => {
            // A reader that went away (a closed pipe) is no failure.
            let _ = tell(&rendered());
            return ExitCode::SUCCESS;
        }
        DisplayHelpOnMissingArgumentOrSubcommand => {
            let _ = writeln!(std::io::stderr(), "{}", rendered());
        }
        _ => complain(&refusal(stop, words)),
    }
    ExitCode::from(2)
}

fn complain(text: &str) {
    // Nobody is left to tell when standard error is closed.
    let _ = writeln!(std::io::stderr(), "vault-server: {text}");
}

/// The process is closed to others before anything is read, then asynchronous work begins.
fn start(arguments: Arguments, words: Arc<Words>) -> Result<(), Failure> {
    process::harden()?;
    process::log_to_stderr();
    let tasks = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    tasks.block_on(run(arguments, words))
}

async fn run(arguments: Arguments, words: Arc<Words>) -> Result<(), Failure> {
    let world = World { clock: Arc::new(SystemClock), entropy: SharedEntropy::new(OsEntropy::new()), words };
    match arguments.command {
        Command::Serve(place) => run_server(&place.load(Purpose::Serve)?, world).await,
        Command::Check(place) => {
            let config = place.load(Purpose::Serve)?;
            tls::server_config(&config.tls_certificate, &config.tls_key)?;
            Ok(tell(&say!(world.words, "operator-said-checked"))?)
        }
        Command::DemoCertificate { dir } => {
            tls::demo_certificate(&dir, world.clock.now_ms())?;
            Ok(())
        }
        Command::Backup(backup) => backup.run(world).await,
        Command::Restore(restore) => restore.run(world).await,
        Command::Fsck(fsck) => fsck.run(world).await,
        Command::MigrateStore(migration) => migration.run(world).await,
        Command::Keys { command } => command.run(world).await,
        Command::Admin { command: Admin::Invite(invite) } => {
            let config = invite.place.load(Purpose::Administer)?;
            let kind = match invite.role {
                InvitedRole::Referent => AccountKind::Staff,
                InvitedRole::Auditor => AccountKind::Auditor,
            };
            let (credential, pin) = (&invite.credential_out, &invite.pin_out);
            let invited = with_app(&config, world, async |app| {
                Ok(admin::invite(app, kind, &invite.display_name, credential, pin).await?)
            });
            Ok(tell(&invited.await?.to_string())?)
        }
        Command::Admin { command: Admin::AcceptLog { size, place } } => {
            accept_log(&place.load(Purpose::Administer)?, size, world).await
        }
    }
}

async fn accept_log(config: &Config, size: u64, world: World) -> Result<(), Failure> {
    let (app, writer, index) = boot::accept_log(config, world.clock, world.entropy, size).await?;
    let store = app.store.clone();
    drop(app);
    writer.await?;
    store.close().await;
    Ok(tell(&say!(world.words, "operator-said-accepted", index = index.to_string()))?)
}

async fn run_server(config: &Config, world: World) -> Result<(), Failure> {
    let World { clock, mut entropy, words } = world;
    let tls = tls::server_config(&config.tls_certificate, &config.tls_key)?;
    let transport = config.transport();
    let edge = Edge::new(&config.origin()?, config.rates(), &transport, &mut entropy);
    let (app, writer) = boot::boot(config, clock, entropy).await?;
    let _alone = process::be_alone(&config.data_dir)?;
    let keeper = boot::start_keeper(&app).await?;
    let store = app.store.clone();

    let handle = Handle::new();
    let stopper = tokio::spawn(serve::stop_on_signal(handle.clone(), transport.grace));
    let announcer = tokio::spawn(announce(handle.clone(), words));
    let router = edge::wrap(http::router(app), &edge);
    let served = serve::serve_router(router, tls, config.listen, &transport, handle).await;

    stopper.abort();
    announcer.abort();
    keeper.abort();
    let _ = keeper.await;
    // The writer ends when the last request has let go of the application; then the database is folded into one file.
    writer.await?;
    store.close().await;
    served.map_err(|source| Failure::Listen { address: config.listen, source })
}

/// One line for whoever started the server and waits for it.
async fn announce(handle: Handle<SocketAddr>, words: Arc<Words>) {
    if let Some(address) = handle.listening().await {
        let _ = tell(&say!(words, "operator-said-listening", address = format!("https://{address}")));
    }
}
