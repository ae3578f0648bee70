//! `coffre document …` and `coffre deposit undo`, as typed.

use clap::{ArgGroup, Args, Subcommand};

use super::Beneficiary;

#[derive(Debug, Subcommand)]
pub(crate) enum Document {
    Move(DocumentMove),
    Rename(DocumentRename),
    Erase(DocumentErase),
}

#[derive(Debug, Args)]
pub(crate) struct DocumentMove {
    pub(crate) document: String,
    #[arg(long)]
    pub(crate) folder: String,
    #[arg(long)]
    pub(crate) vault: Option<String>,
}

#[derive(Debug, Args)]
#[command(group(ArgGroup::new("described").required(true).multiple(true).args(["title", "document_type", "issued", "expires"])))]
pub(crate) struct DocumentRename {
    pub(crate) document: String,
    #[arg(long)]
    pub(crate) title: Option<String>,
    #[arg(long = "type")]
    pub(crate) document_type: Option<String>,
    #[arg(long)]
    pub(crate) issued: Option<String>,
    #[arg(long)]
    pub(crate) expires: Option<String>,
    #[arg(long)]
    pub(crate) vault: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct DocumentErase {
    pub(crate) document: String,
    #[command(flatten)]
    pub(crate) beneficiary: Beneficiary,
}

/// What one may do beside depositing.
#[derive(Debug, Subcommand)]
pub(crate) enum DepositAct {
    Undo(DepositUndo),
}

#[derive(Debug, Args)]
pub(crate) struct DepositUndo {
    pub(crate) document: String,
}
