//! Leaving, and checking what was printed, as it is typed.

use std::path::PathBuf;

use clap::Args;

use super::Own;

/// `coffre vault close`.
#[derive(Debug, Args)]
pub(crate) struct VaultClose {
    #[command(flatten)]
    pub(crate) own: Own,
    #[arg(long)]
    pub(crate) pin_again_file: Option<PathBuf>,
    #[arg(long)]
    pub(crate) receipt_out: Option<PathBuf>,
    #[arg(long)]
    pub(crate) act_out: Option<PathBuf>,
}

/// `coffre vault keep`.
#[derive(Debug, Args)]
pub(crate) struct VaultKeep {
    #[command(flatten)]
    pub(crate) own: Own,
}

/// `coffre vault receipt`.
#[derive(Debug, Args)]
pub(crate) struct VaultReceipt {
    pub(crate) closing_receipt: PathBuf,
    #[arg(short, long)]
    pub(crate) output: PathBuf,
}

/// `coffre verify`.
#[derive(Debug, Args)]
pub(crate) struct Verify {
    pub(crate) file: PathBuf,
    #[arg(long)]
    pub(crate) log_key: Option<String>,
}
