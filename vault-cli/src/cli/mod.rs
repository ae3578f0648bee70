//! The command line as it is typed. Help texts are not here: `localise.rs` takes them from Fluent by the ids of
//! commands and arguments.

mod card;
mod channel;
mod document;
mod export;
mod leaving;
mod org;
mod page;
mod recovery;
mod reminder;
mod tie;

pub(crate) use org::{Org, OrgMember, OrgMemberSolemn, OrgTurnKeys};
pub(crate) use tie::{VaultJoin, VaultLeave, VaultOrganisations, VaultRelease};

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub(crate) use card::{Card, CardAdd, CardReplace, CardRevoke, CardSheet, NewCard, NewSheet, PinApprove, PinReset};
pub(crate) use channel::{Channel, ChannelAdd, ChannelList, ChannelRemove, Who};
pub(crate) use document::{DepositAct, DepositUndo, Document, DocumentErase, DocumentMove, DocumentRename};
pub(crate) use export::{Export, ExportAct, ExportVerify, Import};
pub(crate) use leaving::{VaultClose, VaultKeep, VaultReceipt, Verify};
pub(crate) use page::{Page, PageVerify};
pub(crate) use recovery::{
    Guardian, GuardianName, Recovery, RecoveryApprove, RecoveryFinish, RecoveryRehearse, RecoveryStart, RecoveryStatus,
    RecoveryStop,
};
pub(crate) use reminder::{Reminder, ReminderList, ReminderRemove, ReminderSet};

/// The whole command line.
#[derive(Debug, Parser)]
#[command(name = "coffre", version, disable_help_flag = true, disable_help_subcommand = true)]
#[command(disable_version_flag = true, arg_required_else_help = true)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What every command accepts.
#[derive(Debug, Args)]
pub(crate) struct Global {
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Read by `Lang::choose` before parsing; here so that it is accepted, checked and listed.
    #[arg(long, global = true, value_enum, hide_possible_values = true)]
    pub(crate) lang: Option<LangTag>,
    #[arg(long, global = true)]
    pub(crate) session_pin_file: Option<PathBuf>,
    #[arg(short, long, global = true, action = clap::ArgAction::Help)]
    pub(crate) help: Option<bool>,
    #[arg(short = 'V', long, action = clap::ArgAction::Version)]
    pub(crate) version: Option<bool>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum LangTag {
    Fr,
    En,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Login(Login),
    Logout(Logout),
    Whoami,
    #[command(subcommand)]
    Org(Org),
    #[command(subcommand)]
    Vault(Vault),
    Folders(Folders),
    #[command(subcommand)]
    Mandate(Mandate),
    Deposit(Deposit),
    #[command(subcommand)]
    Document(Document),
    #[command(subcommand)]
    Reminder(Reminder),
    List(List),
    Open(Open),
    Export(Export),
    Import(Import),
    #[command(subcommand)]
    Log(Log),
    #[command(subcommand)]
    Queue(Queue),
    #[command(subcommand)]
    Card(Card),
    #[command(subcommand)]
    Pin(Pin),
    #[command(subcommand)]
    Recovery(Recovery),
    #[command(subcommand)]
    Guardian(Guardian),
    #[command(subcommand)]
    Channel(Channel),
    Verify(Verify),
    #[command(subcommand)]
    Page(Page),
    Completion(Completion),
}

#[derive(Debug, Args)]
pub(crate) struct Login {
    #[arg(long)]
    pub(crate) server: Option<String>,
    #[arg(long)]
    pub(crate) ca: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) own: Own,
    #[arg(long)]
    pub(crate) remember: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Logout {
    #[arg(long)]
    pub(crate) forget: bool,
    #[arg(long, requires = "forget")]
    pub(crate) pin_file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct OrgCreate {
    pub(crate) name: String,
}

#[derive(Debug, Args)]
pub(crate) struct AddMember {
    #[arg(long)]
    pub(crate) name: String,
    #[arg(long, value_enum, hide_possible_values = true)]
    pub(crate) role: Role,
    #[arg(long)]
    pub(crate) new_pin_file: Option<PathBuf>,
    #[arg(long)]
    pub(crate) credential_out: Option<PathBuf>,
    #[arg(long)]
    pub(crate) card_out: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) own: Own,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Role {
    #[value(alias = "référent")]
    Referent,
    #[value(alias = "professionnel")]
    Professional,
    #[value(alias = "accueil")]
    Desk,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Vault {
    Create(VaultCreate),
    Find(VaultFind),
    Join(VaultJoin),
    Leave(VaultLeave),
    Release(VaultRelease),
    Organisations(VaultOrganisations),
    Refuse,
    Close(VaultClose),
    Keep(VaultKeep),
    Receipt(VaultReceipt),
}

#[derive(Debug, Args)]
pub(crate) struct VaultCreate {
    #[arg(long)]
    pub(crate) given_name: String,
    #[arg(long)]
    pub(crate) family_name: String,
    #[arg(long)]
    pub(crate) birth_date: String,
    #[arg(long)]
    pub(crate) no_protection_measure: bool,
    #[arg(long)]
    pub(crate) beneficiary_pin_file: Option<PathBuf>,
    #[arg(long)]
    pub(crate) card_out: Option<PathBuf>,
    #[arg(long)]
    pub(crate) credential_out: Option<PathBuf>,
    #[arg(long)]
    pub(crate) name_on_card: bool,
    #[command(flatten)]
    pub(crate) sheet: NewSheet,
    #[arg(long)]
    pub(crate) act_out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct VaultFind {
    pub(crate) text: String,
}

/// A beneficiary who logs in for one act, beside the professional's own session.
#[derive(Debug, Args)]
pub(crate) struct Beneficiary {
    #[arg(long)]
    pub(crate) beneficiary_credential_file: Option<PathBuf>,
    #[arg(long)]
    pub(crate) beneficiary_pin_file: Option<PathBuf>,
}

/// The card and the PIN of the one who acts, for an act that asks for them again. On a computer that was enrolled for them,
/// the PIN alone is asked for, unless another card is announced.
#[derive(Debug, Args)]
pub(crate) struct Own {
    #[arg(long)]
    pub(crate) credential_file: Option<PathBuf>,
    #[arg(long)]
    pub(crate) card: bool,
    #[arg(long)]
    pub(crate) pin_file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Folders {
    #[arg(long)]
    pub(crate) vault: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Mandate {
    Grant(MandateGrant),
    List(MandateList),
    Revoke(MandateRevoke),
}

#[derive(Debug, Args)]
pub(crate) struct MandateGrant {
    #[arg(long)]
    pub(crate) vault: Option<String>,
    #[arg(long)]
    pub(crate) to: Option<String>,
    #[arg(long, required = true, num_args = 1..)]
    pub(crate) folder: Vec<String>,
    #[arg(long, required = true, value_delimiter = ',', value_enum, hide_possible_values = true)]
    pub(crate) right: Vec<Right>,
    #[arg(long)]
    pub(crate) purpose: String,
    #[arg(long)]
    pub(crate) purpose_text: Option<String>,
    #[arg(long, value_parser = ["1", "31", "182", "365"], hide_possible_values = true)]
    pub(crate) days: String,
    #[arg(long)]
    pub(crate) act_out: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) beneficiary: Beneficiary,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Right {
    #[value(alias = "lire")]
    Read,
    #[value(alias = "ajouter")]
    Deposit,
    #[value(alias = "gerer", alias = "gérer")]
    Manage,
}

#[derive(Debug, Args)]
pub(crate) struct MandateList {
    #[arg(long)]
    pub(crate) vault: Option<String>,
    #[command(flatten)]
    pub(crate) beneficiary: Beneficiary,
}

#[derive(Debug, Args)]
pub(crate) struct MandateRevoke {
    pub(crate) mandate: String,
    #[command(flatten)]
    pub(crate) beneficiary: Beneficiary,
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct Deposit {
    #[command(subcommand)]
    pub(crate) act: Option<DepositAct>,
    #[command(flatten)]
    pub(crate) new: Option<NewDeposit>,
}

#[derive(Debug, Args)]
pub(crate) struct NewDeposit {
    #[arg(long)]
    pub(crate) vault: Option<String>,
    #[arg(long)]
    pub(crate) folder: String,
    #[arg(long = "type")]
    pub(crate) document_type: String,
    #[arg(long)]
    pub(crate) title: Option<String>,
    #[arg(long)]
    pub(crate) issued: Option<String>,
    #[arg(long)]
    pub(crate) expires: Option<String>,
    #[arg(long)]
    pub(crate) receipt_out: Option<PathBuf>,
    #[arg(required = true)]
    pub(crate) files: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct List {
    #[arg(long)]
    pub(crate) vault: Option<String>,
    #[arg(long)]
    pub(crate) folder: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Open {
    pub(crate) document: String,
    #[arg(short, long)]
    pub(crate) output: PathBuf,
    #[arg(long)]
    pub(crate) purpose: Option<String>,
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Log {
    Show(LogShow),
    Verify(LogVerify),
    AcceptRestored(LogAcceptRestored),
}

#[derive(Debug, Args)]
pub(crate) struct LogAcceptRestored {
    #[arg(long)]
    pub(crate) decision: Option<u64>,
}

#[derive(Debug, Args)]
pub(crate) struct LogShow {
    #[arg(long)]
    pub(crate) vault: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct LogVerify {
    #[arg(long)]
    pub(crate) vault: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Queue {
    List,
    Send,
    Drop(QueueDrop),
}

#[derive(Debug, Args)]
pub(crate) struct QueueDrop {
    pub(crate) document: String,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Pin {
    Change(PinChange),
    Approve(PinApprove),
    Reset(PinReset),
}

#[derive(Debug, Args)]
pub(crate) struct PinChange {
    #[command(flatten)]
    pub(crate) own: Own,
    #[arg(long)]
    pub(crate) new_pin_file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Completion {
    #[arg(value_enum, hide_possible_values = true)]
    pub(crate) shell: clap_complete::Shell,
}
