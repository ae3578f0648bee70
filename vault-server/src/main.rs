//! The server's command line: reads the configuration, and calls the library.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Parser, Subcommand, ValueEnum};
use vault_core::entropy::OsEntropy;
use vault_core::vocabulary::AccountKind;
use vault_server::clock::{Clock, SystemClock};
use vault_server::config::{Config, Settings};
use vault_server::entropy::SharedEntropy;
use vault_server::{admin, boot, http, tls};

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
    /// What the operator does by hand.
    Admin {
        #[command(subcommand)]
        command: Admin,
    },
}

#[derive(Subcommand)]
enum Admin {
    /// Makes the first credential of a référent or of an auditor.
    Invite {
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
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum InvitedRole {
    Referent,
    Auditor,
}

#[derive(clap::Args)]
struct Place {
    /// A TOML file (docs/CONFIGURATION.md).
    #[arg(long, env = "COFFRE_SERVER_CONFIG")]
    config: Option<PathBuf>,
    #[command(flatten)]
    settings: Settings,
}

type Failure = Box<dyn std::error::Error + Send + Sync>;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("vault-server: {error}");
            ExitCode::FAILURE
        }
    }
}

#[tokio::main]
async fn run(arguments: Arguments) -> Result<(), Failure> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let entropy = SharedEntropy::new(OsEntropy::new());
    match arguments.command {
        Command::DemoCertificate { dir } => {
            tls::demo_certificate(&dir, clock.now_ms())?;
        }
        Command::Check(place) => {
            load(place)?;
        }
        Command::Serve(place) => {
            let config = load(place)?;
            let tls = tls::server_config(&config.tls_certificate, &config.tls_key)?;
            let (app, writer) = boot::boot(&config, clock, entropy).await?;
            let keeper = boot::start_keeper(&app).await?;
            let listener = std::net::TcpListener::bind(config.listen)?;
            listener.set_nonblocking(true)?;
            println!("listening on {}", config.public_url);
            axum_server::from_tcp_rustls(listener, axum_server::tls_rustls::RustlsConfig::from_config(Arc::new(tls)))?
                .serve(http::router(Arc::clone(&app)).into_make_service())
                .await?;
            keeper.abort();
            drop(app);
            writer.await?;
        }
        Command::Admin { command: Admin::Invite { role, display_name, credential_out, pin_out, place } } => {
            let config = Config::from_settings(place.settings);
            let (app, writer) = boot::boot(&config, clock, entropy).await?;
            let kind = match role {
                InvitedRole::Referent => AccountKind::Staff,
                InvitedRole::Auditor => AccountKind::Auditor,
            };
            let account_id = admin::invite(&app, kind, &display_name, &credential_out, &pin_out).await?;
            println!("{account_id}");
            drop(app);
            writer.await?;
        }
    }
    Ok(())
}

fn load(place: Place) -> Result<Config, Failure> {
    Ok(Config::load(place.config.as_deref(), place.settings)?)
}
