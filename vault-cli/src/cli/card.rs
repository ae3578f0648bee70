//! Cards, the recovery sheet, and a PIN that was forgotten.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Own;

#[derive(Debug, Subcommand)]
pub(crate) enum Card {
    List(Own),
    Replace(CardReplace),
    Add(CardAdd),
    Sheet(CardSheet),
    Revoke(CardRevoke),
}

#[derive(Debug, Args)]
pub(crate) struct CardReplace {
    #[command(flatten)]
    pub(crate) own: Own,
    #[arg(long)]
    pub(crate) lost: Option<String>,
    #[command(flatten)]
    pub(crate) new: NewCard,
}

#[derive(Debug, Args)]
pub(crate) struct CardAdd {
    #[command(flatten)]
    pub(crate) own: Own,
    #[command(flatten)]
    pub(crate) new: NewCard,
}

/// A card that is made now.
#[derive(Debug, Args)]
pub(crate) struct NewCard {
    #[arg(long)]
    pub(crate) new_pin_file: Option<PathBuf>,
    #[arg(long)]
    pub(crate) card_out: Option<PathBuf>,
    #[arg(long)]
    pub(crate) credential_out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct CardSheet {
    #[command(flatten)]
    pub(crate) own: Own,
    #[command(flatten)]
    pub(crate) sheet: NewSheet,
    #[arg(long)]
    pub(crate) act_out: Option<PathBuf>,
}

/// A recovery sheet that is made now.
#[derive(Debug, Args)]
pub(crate) struct NewSheet {
    #[arg(long)]
    pub(crate) sheet_out: Option<PathBuf>,
    #[arg(long)]
    pub(crate) sheet_credential_out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct CardRevoke {
    pub(crate) credential: String,
    #[command(flatten)]
    pub(crate) own: Own,
}

#[derive(Debug, Args)]
#[group(id = "whose", required = true, multiple = false, args = ["vault", "member"])]
pub(crate) struct PinApprove {
    #[arg(long)]
    pub(crate) vault: Option<String>,
    #[arg(long)]
    pub(crate) member: Option<String>,
    #[command(flatten)]
    pub(crate) own: Own,
}

#[derive(Debug, Args)]
pub(crate) struct PinReset {
    #[arg(long, visible_alias = "member-credential-file")]
    pub(crate) beneficiary_credential_file: Option<PathBuf>,
    #[arg(long)]
    pub(crate) new_pin_file: Option<PathBuf>,
}
