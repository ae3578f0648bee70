//! `coffre org …`: the organisation, its staff and its keys.

use clap::{Args, Subcommand};

use super::{AddMember, OrgCreate, Own};

#[derive(Debug, Subcommand)]
pub(crate) enum Org {
    Create(OrgCreate),
    AddMember(AddMember),
    Members,
    Suspend(OrgMember),
    Resume(OrgMemberSolemn),
    Remove(OrgMemberSolemn),
    TurnKeys(OrgTurnKeys),
}

#[derive(Debug, Args)]
pub(crate) struct OrgMember {
    pub(crate) account: String,
}

#[derive(Debug, Args)]
pub(crate) struct OrgMemberSolemn {
    pub(crate) account: String,
    #[command(flatten)]
    pub(crate) own: Own,
}

#[derive(Debug, Args)]
pub(crate) struct OrgTurnKeys {
    /// Finishes an earlier turn that was interrupted, instead of turning once more.
    #[arg(long)]
    pub(crate) names_only: bool,
    #[command(flatten)]
    pub(crate) own: Own,
}
