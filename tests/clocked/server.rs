//! The server under a clock that a test moves. It takes what `vault-server serve` takes after that word.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use axum_server::Handle;
use clap::Parser;
use coffre_tests::FileClock;
use vault_core::entropy::OsEntropy;
use vault_server::config::{Config, Purpose, Settings};
use vault_server::entropy::SharedEntropy;
use vault_server::{boot, http, serve, tls};

#[derive(Parser)]
struct Arguments {
    #[arg(long)]
    config: Option<PathBuf>,
    #[command(flatten)]
    settings: Settings,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let Arguments { config, settings } = Arguments::parse();
    let config = Config::load(config.as_deref(), settings, Purpose::Serve)?;
    let tls = tls::server_config(&config.tls_certificate, &config.tls_key)?;
    let (app, writer) = boot::boot(&config, Arc::new(FileClock), SharedEntropy::new(OsEntropy::new())).await?;
    let keeper = boot::start_keeper(&app).await?;
    let handle = Handle::new();
    let stopper = tokio::spawn(serve::stop_on_signal(handle.clone(), config.transport().grace));
    let announcer = tokio::spawn(announce(handle.clone()));
    serve::serve_router(http::router(app), tls, config.listen, &config.transport(), handle).await?;
    for task in [keeper, announcer] {
        task.abort();
        let _ = task.await;
    }
    stopper.abort();
    writer.await?;
    Ok(())
}

async fn announce(handle: Handle<std::net::SocketAddr>) {
    if let Some(address) = handle.listening().await {
        let _ = writeln!(std::io::stdout(), "listening on https://{address}");
    }
}
