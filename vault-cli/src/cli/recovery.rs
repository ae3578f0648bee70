//! Lost access: requests, approvals, guardians.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{NewCard, NewSheet, Own};

#[derive(Debug, Subcommand)]
pub(crate) enum Recovery {
    Start(RecoveryStart),
    Approve(RecoveryApprove),
    Stop(RecoveryStop),
    Finish(RecoveryFinish),
    Status(RecoveryStatus),
    Rehearse(RecoveryRehearse),
}

#[derive(Debug, Args)]
pub(crate) struct RecoveryStart {
    #[arg(long)]
    pub(crate) vault: String,
    #[arg(long)]
    pub(crate) guardians: bool,
    #[command(flatten)]
    pub(crate) own: Own,
}

#[derive(Debug, Args)]
pub(crate) struct RecoveryApprove {
    pub(crate) recovery: String,
    #[arg(long)]
    pub(crate) fingerprint: Option<String>,
    #[command(flatten)]
    pub(crate) own: Own,
}

#[derive(Debug, Args)]
pub(crate) struct RecoveryStop {
    pub(crate) recovery: String,
    #[command(flatten)]
    pub(crate) own: Own,
}

#[derive(Debug, Args)]
pub(crate) struct RecoveryFinish {
    pub(crate) recovery: String,
    #[arg(long)]
    pub(crate) sheet_credential_file: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) own: Own,
    #[command(flatten)]
    pub(crate) new: NewCard,
    #[command(flatten)]
    pub(crate) sheet: NewSheet,
}

#[derive(Debug, Args)]
pub(crate) struct RecoveryStatus {
    pub(crate) recovery: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct RecoveryRehearse {
    #[arg(long)]
    pub(crate) vault: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Guardian {
    Name(GuardianName),
    List,
    Drop(Own),
    Code,
}

#[derive(Debug, Args)]
pub(crate) struct GuardianName {
    #[arg(long, required = true, num_args = 1..)]
    pub(crate) to: Vec<String>,
    #[command(flatten)]
    pub(crate) own: Own,
}
