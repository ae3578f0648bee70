//! `coffre page …`: what a server serves to browsers.

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub(crate) enum Page {
    Verify(PageVerify),
}

/// `coffre page verify`.
#[derive(Debug, Args)]
pub(crate) struct PageVerify {
    #[arg(long)]
    pub(crate) server: Option<String>,
    #[arg(long)]
    pub(crate) ca: Option<PathBuf>,
    #[arg(long)]
    pub(crate) published: Option<PathBuf>,
}
