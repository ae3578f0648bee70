//! `coffre vault join`, `leave`, `release`, `organisations`: who keeps the person's name.

use clap::Args;

use super::{Beneficiary, Own};

#[derive(Debug, Args)]
pub(crate) struct VaultJoin {
    #[arg(long)]
    pub(crate) given_name: String,
    #[arg(long)]
    pub(crate) family_name: String,
    #[arg(long)]
    pub(crate) birth_date: String,
    #[command(flatten)]
    pub(crate) beneficiary: Beneficiary,
}

#[derive(Debug, Args)]
pub(crate) struct VaultLeave {
    #[arg(long)]
    pub(crate) organisation: String,
    #[command(flatten)]
    pub(crate) beneficiary: Beneficiary,
}

#[derive(Debug, Args)]
pub(crate) struct VaultRelease {
    #[arg(long)]
    pub(crate) vault: String,
    #[command(flatten)]
    pub(crate) own: Own,
}

#[derive(Debug, Args)]
pub(crate) struct VaultOrganisations {
    #[command(flatten)]
    pub(crate) beneficiary: Beneficiary,
}
