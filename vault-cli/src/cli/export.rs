//! Taking a vault away, checking what was taken, and bringing it elsewhere.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Beneficiary;

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct Export {
    #[command(subcommand)]
    pub(crate) act: Option<ExportAct>,
    #[arg(long)]
    pub(crate) vault: Option<String>,
    #[arg(short, long, required = true)]
    pub(crate) output: Option<PathBuf>,
    #[arg(long)]
    pub(crate) age: Option<String>,
    #[arg(long)]
    pub(crate) force: bool,
    #[command(flatten)]
    pub(crate) beneficiary: Beneficiary,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ExportAct {
    Verify(ExportVerify),
}

#[derive(Debug, Args)]
pub(crate) struct ExportVerify {
    pub(crate) file: PathBuf,
    #[arg(long)]
    pub(crate) identity: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Import {
    pub(crate) file: PathBuf,
    #[arg(long)]
    pub(crate) vault: Option<String>,
    #[arg(long)]
    pub(crate) identity: Option<PathBuf>,
}
