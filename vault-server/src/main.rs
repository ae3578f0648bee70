//! The server's command line: reads the configuration, and calls the library.

mod commands;

use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use axum_server::Handle;
use clap::{Parser, Subcommand, ValueEnum};
use vault_core::entropy::OsEntropy;
use vault_core::vocabulary::AccountKind;
use vault_server::clock::{Clock, SystemClock};
use vault_server::config::{Config, Purpose};
use vault_server::edge::{self, Edge};
use vault_server::entropy::SharedEntropy;
use vault_server::{admin, boot, http, process, serve, tls};

use commands::backup::{Backup, Restore};
use commands::keys::Keys;
use commands::{Failure, Place, World, tell, with_app};

/// Coffre solidaire: the server.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
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
    let arguments = Arguments::parse();
    match start(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nobody is left to tell when standard error is closed.
            let _ = writeln!(std::io::stderr(), "vault-server: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The process is closed to others before anything is read, then asynchronous work begins.
fn start(arguments: Arguments) -> Result<(), Failure> {
    process::harden()?;
    process::log_to_stderr();
    let tasks = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    tasks.block_on(run(arguments))
}

async fn run(arguments: Arguments) -> Result<(), Failure> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let entropy = SharedEntropy::new(OsEntropy::new());
    match arguments.command {
        Command::Serve(place) => run_server(&place.load(Purpose::Serve)?, clock, entropy).await,
        Command::Check(place) => {
            let config = place.load(Purpose::Serve)?;
            tls::server_config(&config.tls_certificate, &config.tls_key)?;
            tell("the configuration and the certificate can be served")
        }
        Command::DemoCertificate { dir } => {
            tls::demo_certificate(&dir, clock.now_ms())?;
            Ok(())
        }
        Command::Backup(backup) => backup.run(World { clock, entropy }).await,
        Command::Restore(restore) => restore.run(World { clock, entropy }).await,
        Command::Keys { command } => command.run(World { clock, entropy }).await,
        Command::Admin { command: Admin::Invite(invite) } => {
            let config = invite.place.load(Purpose::Administer)?;
            let kind = match invite.role {
                InvitedRole::Referent => AccountKind::Staff,
                InvitedRole::Auditor => AccountKind::Auditor,
            };
            let (credential, pin) = (&invite.credential_out, &invite.pin_out);
            let invited = with_app(&config, World { clock, entropy }, async |app| {
                Ok(admin::invite(app, kind, &invite.display_name, credential, pin).await?)
            });
            tell(&invited.await?.to_string())
        }
        Command::Admin { command: Admin::AcceptLog { size, place } } => {
            let config = place.load(Purpose::Administer)?;
            let (app, writer, index) = boot::accept_log(&config, clock, entropy, size).await?;
            let store = app.store.clone();
            drop(app);
            writer.await?;
            store.close().await;
            tell(&format!(
                "accepted: the server starts from here. The decision is line {index} of the log: give this number to the \
                 people whose computers have seen more (docs/OPERATE.md)"
            ))
        }
    }
}

async fn run_server(config: &Config, clock: Arc<dyn Clock>, mut entropy: SharedEntropy) -> Result<(), Failure> {
    let tls = tls::server_config(&config.tls_certificate, &config.tls_key)?;
    let transport = config.transport();
    let edge = Edge::new(&config.origin()?, config.rates(), transport, &mut entropy);
    let (app, writer) = boot::boot(config, clock, entropy).await?;
    let _alone = process::be_alone(&config.data_dir)?;
    let keeper = boot::start_keeper(&app).await?;
    let store = app.store.clone();

    let handle = Handle::new();
    let stopper = tokio::spawn(serve::stop_on_signal(handle.clone(), transport.grace));
    let announcer = tokio::spawn(announce(handle.clone()));
    let router = edge::wrap(http::router(app), &edge);
    let served = serve::serve_router(router, tls, config.listen, transport, handle).await;

    stopper.abort();
    announcer.abort();
    keeper.abort();
    let _ = keeper.await;
    // The writer ends when the last request has let go of the application; then the database is folded into one file.
    writer.await?;
    store.close().await;
    served.map_err(|error| format!("{} cannot be listened on: {error}", config.listen).into())
}

/// One line for whoever started the server and waits for it.
async fn announce(handle: Handle<SocketAddr>) {
    if let Some(address) = handle.listening().await {
        let _ = tell(&format!("listening on https://{address}"));
    }
}
