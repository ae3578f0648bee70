//! `coffre channel …`: how a person is reached.

use clap::{Args, Subcommand};

use super::{Beneficiary, Own};

#[derive(Debug, Subcommand)]
pub(crate) enum Channel {
    Add(ChannelAdd),
    List(ChannelList),
    Remove(ChannelRemove),
}

#[derive(Debug, Args)]
#[group(id = "address", required = true, multiple = false, args = ["mail", "phone"])]
pub(crate) struct ChannelAdd {
    #[arg(long)]
    pub(crate) mail: Option<String>,
    #[arg(long)]
    pub(crate) phone: Option<String>,
    #[command(flatten)]
    pub(crate) who: Who,
}

#[derive(Debug, Args)]
pub(crate) struct ChannelList {
    #[command(flatten)]
    pub(crate) who: Who,
}

#[derive(Debug, Args)]
pub(crate) struct ChannelRemove {
    pub(crate) channel: String,
    #[command(flatten)]
    pub(crate) who: Who,
}

/// Whose channels: the person's beside the professional, or one's own.
#[derive(Debug, Args)]
pub(crate) struct Who {
    #[command(flatten)]
    pub(crate) beneficiary: Beneficiary,
    #[command(flatten)]
    pub(crate) own: Own,
}
