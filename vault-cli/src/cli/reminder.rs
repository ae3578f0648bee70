//! `coffre reminder …`: a day on which the person is told that a paper is to be renewed.

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub(crate) enum Reminder {
    Set(ReminderSet),
    List(ReminderList),
    Remove(ReminderRemove),
}

#[derive(Debug, Args)]
pub(crate) struct ReminderSet {
    #[arg(long)]
    pub(crate) vault: Option<String>,
    #[arg(long)]
    pub(crate) document: String,
    #[arg(long)]
    pub(crate) on: String,
    /// What is to be done is never an argument: those are seen by every account of the computer.
    #[arg(long)]
    pub(crate) text_file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct ReminderList {
    #[arg(long)]
    pub(crate) vault: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct ReminderRemove {
    pub(crate) reminder: String,
}
