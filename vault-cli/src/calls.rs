//! Every call of the server's API that `coffre` makes, on one page.

use std::io::Read;

use vault_core::api::{
    AmendAnswer, Challenge, ChallengeRequest, ChannelRemoval, ChannelView, ClosingView, ConsistencyView,
    CredentialChange, CredentialChanged, CredentialView, Departure, DepositAnswer, DestructionClaim, DirectoryView,
    Enrolment, EpochAnswer, ErasureAnswer, ErasureRequest, ExportView, GuardianKeys, GuardiansEnd, GuardiansView,
    GuardianshipView, KeptView, KeyTurn, LogPage, Login, LoginAnswer, MandateView, MemberPinApproval, MemberView,
    NamesLeft, NewAmendments, NewChannel, NewClosing, NewConsentRefusal, NewDeposit, NewDirectoryEntry, NewEpoch,
    NewExport, NewGuardians, NewInvitation, NewKeeping, NewMandate, NewMember, NewOpening, NewOrganisation,
    NewRecovery, NewRehearsal, NewReminder, NewRevocation, NewVault, OpeningView, OrganisationView, PinChange,
    PinReset, PinResetApproval, PinResetApproved, ReceiptView, RecordsRequest, RecordsView, RecoveryApproval,
    RecoveryEnrolment, RecoveryRelease, RecoveryReleased, RecoveryView, ReminderView, Removal, ResealedNames,
    ResealedRecords, Resumption, SeedsView, ServerInfo, SessionView, SignerView, UndoRequest, UploadAnswer,
    VaultLogView, VaultView,
};
use vault_core::ids::{
    AccountId, ChannelId, DocumentId, FolderId, Hash, MandateId, OpeningId, OrganisationId, RecoveryId, ReminderId,
    UploadId, VaultId,
};
use vault_core::request::Method::{Delete, Post, Put};
use vault_core::secret::SessionToken;

use crate::desk::Desk;
use crate::error::Result;
use crate::remote::{Caller, Remote};

const NO_BODY: Option<&()> = None;

/// Where vaults are created: the signed request of an opening names it.
pub(crate) const VAULTS: &str = "/v1/vaults";

/// Where the mandates of a vault are granted.
pub(crate) fn mandates_of(vault: VaultId) -> String {
    format!("{VAULTS}/{vault}/mandates")
}

/// Where papers are added to a vault.
pub(crate) fn deposits_of(vault: VaultId) -> String {
    format!("{VAULTS}/{vault}/deposits")
}

/// Where the end of a vault is asked for.
pub(crate) fn closing_of(vault: VaultId) -> String {
    format!("{VAULTS}/{vault}/closing")
}

/// Where cards and sheets are made and withdrawn.
pub(crate) const CREDENTIALS: &str = "/v1/credentials";

/// Calls that need no session.
impl Remote {
    pub(crate) fn server_info(&self, desk: &Desk) -> Result<ServerInfo> {
        self.get(desk, "/v1/server", None)
    }

    pub(crate) fn challenge(&self, desk: &Desk, request: &ChallengeRequest) -> Result<Challenge> {
        self.send(desk, Post, "/v1/login-challenges", request, None)
    }

    pub(crate) fn login(&self, desk: &Desk, login: &Login) -> Result<LoginAnswer> {
        self.send(desk, Post, "/v1/logins", login, None)
    }

    pub(crate) fn destruction_receipt(&self, desk: &Desk, claim: &DestructionClaim) -> Result<ReceiptView> {
        self.send(desk, Post, "/v1/destruction-receipts", claim, None)
    }

    /// The operator's decision to go on from a restored log.
    pub(crate) fn decision(&self, desk: &Desk, log_index: u64) -> Result<ReceiptView> {
        self.get(desk, &format!("/v1/log/decisions/{log_index}"), None)
    }

    pub(crate) fn consistency(&self, desk: &Desk, from: u64) -> Result<ConsistencyView> {
        self.get(desk, &format!("/v1/log/consistency?from={from}"), None)
    }

    /// The one call that a token alone may make: it yields the server's half of the key that unlocks the signing key.
    pub(crate) fn session(&self, desk: &Desk, token: &SessionToken) -> Result<SessionView> {
        self.get_with_token(desk, "/v1/session", token)
    }
}

/// Calls of somebody who is logged in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Calls<'a> {
    /// The server.
    pub(crate) remote: &'a Remote,
    /// Who asks.
    pub(crate) caller: Caller<'a>,
    /// Clock and randomness.
    pub(crate) desk: &'a Desk,
}

impl Calls<'_> {
    pub(crate) fn end_session(&self) -> Result<()> {
        self.remote.tell(self.desk, Delete, "/v1/session", NO_BODY, Some(self.caller))
    }

    pub(crate) fn enrol(&self, enrolment: &Enrolment) -> Result<()> {
        self.remote.tell(self.desk, Put, "/v1/enrolment", Some(enrolment), Some(self.caller))
    }

    pub(crate) fn change_pin(&self, change: &PinChange) -> Result<()> {
        self.remote.tell(self.desk, Post, "/v1/pin-changes", Some(change), Some(self.caller))
    }

    pub(crate) fn credentials(&self) -> Result<Vec<CredentialView>> {
        self.get(CREDENTIALS)
    }

    pub(crate) fn change_credentials(&self, change: &CredentialChange) -> Result<CredentialChanged> {
        self.remote.send(self.desk, Post, CREDENTIALS, change, Some(self.caller))
    }

    pub(crate) fn approve_pin_reset(&self, approval: &PinResetApproval) -> Result<PinResetApproved> {
        self.remote.send(self.desk, Post, "/v1/pin-resets/approvals", approval, Some(self.caller))
    }

    pub(crate) fn approve_member_pin(&self, approval: &MemberPinApproval) -> Result<PinResetApproved> {
        self.remote.send(self.desk, Post, "/v1/pin-resets/member-approvals", approval, Some(self.caller))
    }

    pub(crate) fn reset_pin(&self, reset: &PinReset) -> Result<()> {
        self.remote.tell(self.desk, Post, "/v1/pin-resets", Some(reset), Some(self.caller))
    }

    pub(crate) fn start_recovery(&self, new: &NewRecovery) -> Result<RecoveryView> {
        self.remote.send(self.desk, Post, "/v1/recoveries", new, Some(self.caller))
    }

    pub(crate) fn recoveries(&self) -> Result<Vec<RecoveryView>> {
        self.get("/v1/recoveries")
    }

    pub(crate) fn approve_recovery(&self, id: RecoveryId, approval: &RecoveryApproval) -> Result<RecoveryView> {
        self.remote.send(self.desk, Post, &format!("/v1/recoveries/{id}/approvals"), approval, Some(self.caller))
    }

    pub(crate) fn stop_recovery(&self, id: RecoveryId) -> Result<()> {
        self.remote.tell(self.desk, Post, &format!("/v1/recoveries/{id}/stop"), NO_BODY, Some(self.caller))
    }

    pub(crate) fn release_recovery(&self, id: RecoveryId, asked: &RecoveryRelease) -> Result<RecoveryReleased> {
        self.remote.send(self.desk, Post, &format!("/v1/recoveries/{id}/release"), asked, Some(self.caller))
    }

    pub(crate) fn enrol_recovery(&self, id: RecoveryId, asked: &RecoveryEnrolment) -> Result<()> {
        self.remote.tell(self.desk, Post, &format!("/v1/recoveries/{id}/enrolment"), Some(asked), Some(self.caller))
    }

    pub(crate) fn name_guardians(&self, new: &NewGuardians) -> Result<()> {
        self.remote.tell(self.desk, Post, "/v1/guardians", Some(new), Some(self.caller))
    }

    pub(crate) fn guardians(&self) -> Result<GuardiansView> {
        self.get("/v1/guardians")
    }

    pub(crate) fn end_guardians(&self, asked: &GuardiansEnd) -> Result<()> {
        self.remote.tell(self.desk, Post, "/v1/guardians/end", Some(asked), Some(self.caller))
    }

    pub(crate) fn guardianships(&self) -> Result<Vec<GuardianshipView>> {
        self.get("/v1/guardianships")
    }

    pub(crate) fn rehearse(&self, new: &NewRehearsal) -> Result<()> {
        self.remote.tell(self.desk, Post, "/v1/guardianships/rehearsals", Some(new), Some(self.caller))
    }

    pub(crate) fn guardian_keys(&self, account: AccountId) -> Result<GuardianKeys> {
        self.get(&format!("/v1/accounts/{account}/guardian-keys"))
    }

    pub(crate) fn account(&self, account: AccountId) -> Result<SignerView> {
        self.get(&format!("/v1/accounts/{account}"))
    }

    pub(crate) fn add_channel(&self, new: &NewChannel) -> Result<ChannelView> {
        self.remote.send(self.desk, Post, "/v1/channels", new, Some(self.caller))
    }

    pub(crate) fn channels(&self) -> Result<Vec<ChannelView>> {
        self.get("/v1/channels")
    }

    pub(crate) fn remove_channel(&self, channel: ChannelId, removal: &ChannelRemoval) -> Result<Vec<ChannelView>> {
        let path = format!("/v1/channels/{channel}/removal");
        self.remote.send(self.desk, Post, &path, removal, Some(self.caller))
    }

    pub(crate) fn create_organisation(&self, new: &NewOrganisation) -> Result<()> {
        self.remote.tell(self.desk, Post, "/v1/organisations", Some(new), Some(self.caller))
    }

    pub(crate) fn organisation(&self, organisation: OrganisationId) -> Result<OrganisationView> {
        self.get(&format!("/v1/organisations/{organisation}"))
    }

    pub(crate) fn add_member(&self, organisation: OrganisationId, new: &NewMember) -> Result<()> {
        let path = format!("/v1/organisations/{organisation}/members");
        self.remote.tell(self.desk, Post, &path, Some(new), Some(self.caller))
    }

    pub(crate) fn members(&self, organisation: OrganisationId) -> Result<Vec<MemberView>> {
        self.get(&format!("/v1/organisations/{organisation}/members"))
    }

    pub(crate) fn suspend(&self, organisation: OrganisationId, member: AccountId) -> Result<()> {
        let path = format!("/v1/organisations/{organisation}/members/{member}/suspension");
        self.remote.tell(self.desk, Post, &path, NO_BODY, Some(self.caller))
    }

    pub(crate) fn resume_member(
        &self,
        organisation: OrganisationId,
        member: AccountId,
        body: &Resumption,
    ) -> Result<()> {
        let path = format!("/v1/organisations/{organisation}/members/{member}/resumption");
        self.remote.tell(self.desk, Post, &path, Some(body), Some(self.caller))
    }

    pub(crate) fn remove_member(&self, organisation: OrganisationId, member: AccountId, body: &Removal) -> Result<()> {
        let path = format!("/v1/organisations/{organisation}/members/{member}/removal");
        self.remote.tell(self.desk, Post, &path, Some(body), Some(self.caller))
    }

    pub(crate) fn turn_keys(&self, organisation: OrganisationId, body: &KeyTurn) -> Result<()> {
        self.remote.tell(
            self.desk,
            Post,
            &format!("/v1/organisations/{organisation}/keys"),
            Some(body),
            Some(self.caller),
        )
    }

    pub(crate) fn reseal_names(&self, organisation: OrganisationId, body: &ResealedNames) -> Result<NamesLeft> {
        self.remote.send(self.desk, Post, &format!("/v1/organisations/{organisation}/names"), body, Some(self.caller))
    }

    pub(crate) fn seeds(&self, organisation: OrganisationId) -> Result<SeedsView> {
        self.get(&format!("/v1/organisations/{organisation}/seeds"))
    }

    pub(crate) fn directory(&self, organisation: OrganisationId) -> Result<DirectoryView> {
        self.get(&format!("/v1/organisations/{organisation}/directory"))
    }

    pub(crate) fn invite(&self, vault: VaultId, new: &NewInvitation) -> Result<()> {
        let path = format!("/v1/vaults/{vault}/directory-invitations");
        self.remote.tell(self.desk, Post, &path, Some(new), Some(self.caller))
    }

    pub(crate) fn join(&self, organisation: OrganisationId, new: &NewDirectoryEntry) -> Result<()> {
        let path = format!("/v1/organisations/{organisation}/directory");
        self.remote.tell(self.desk, Post, &path, Some(new), Some(self.caller))
    }

    pub(crate) fn depart(&self, vault: VaultId, organisation: OrganisationId, body: &Departure) -> Result<()> {
        let path = format!("/v1/vaults/{vault}/organisations/{organisation}/departure");
        self.remote.tell(self.desk, Post, &path, Some(body), Some(self.caller))
    }

    pub(crate) fn vault_organisations(&self, vault: VaultId) -> Result<Vec<OrganisationView>> {
        self.get(&format!("/v1/vaults/{vault}/organisations"))
    }

    pub(crate) fn create_vault(&self, new: &NewVault) -> Result<VaultView> {
        self.remote.send(self.desk, Post, VAULTS, new, Some(self.caller))
    }

    pub(crate) fn refuse_vault(&self, new: &NewConsentRefusal) -> Result<()> {
        self.remote.tell(self.desk, Post, "/v1/consent-refusals", Some(new), Some(self.caller))
    }

    pub(crate) fn close_vault(&self, vault: VaultId, new: &NewClosing) -> Result<ClosingView> {
        self.remote.send(self.desk, Post, &format!("/v1/vaults/{vault}/closing"), new, Some(self.caller))
    }

    pub(crate) fn keep_vault(&self, vault: VaultId, new: &NewKeeping) -> Result<KeptView> {
        self.remote.send(self.desk, Post, &format!("/v1/vaults/{vault}/keeping"), new, Some(self.caller))
    }

    pub(crate) fn receipt(&self, log_index: u64) -> Result<ReceiptView> {
        self.get(&format!("/v1/log/receipts/{log_index}"))
    }

    pub(crate) fn vault(&self, vault: VaultId) -> Result<VaultView> {
        self.get(&format!("/v1/vaults/{vault}"))
    }

    pub(crate) fn records(&self, vault: VaultId) -> Result<RecordsView> {
        let path = format!("/v1/vaults/{vault}/records");
        self.remote.send(self.desk, Post, &path, &RecordsRequest::default(), Some(self.caller))
    }

    /// Every version of every document that the caller may read.
    pub(crate) fn all_records(&self, vault: VaultId) -> Result<RecordsView> {
        let path = format!("/v1/vaults/{vault}/records");
        let request = RecordsRequest { all_versions: true, ..RecordsRequest::default() };
        self.remote.send(self.desk, Post, &path, &request, Some(self.caller))
    }

    pub(crate) fn turn_folder(&self, vault: VaultId, folder: FolderId, new: &NewEpoch) -> Result<EpochAnswer> {
        let path = format!("/v1/vaults/{vault}/folders/{folder}/epochs");
        self.remote.send(self.desk, Post, &path, new, Some(self.caller))
    }

    pub(crate) fn reseal(&self, vault: VaultId, folder: FolderId, new: &ResealedRecords) -> Result<EpochAnswer> {
        let path = format!("/v1/vaults/{vault}/folders/{folder}/records");
        self.remote.send(self.desk, Put, &path, new, Some(self.caller))
    }

    pub(crate) fn amend(&self, document: DocumentId, new: &NewAmendments) -> Result<AmendAnswer> {
        self.remote.send(self.desk, Post, &format!("/v1/documents/{document}/amendments"), new, Some(self.caller))
    }

    pub(crate) fn erase(&self, document: DocumentId, request: &ErasureRequest) -> Result<ErasureAnswer> {
        self.remote.send(self.desk, Post, &format!("/v1/documents/{document}/erasure"), request, Some(self.caller))
    }

    pub(crate) fn undo(&self, document: DocumentId, request: &UndoRequest) -> Result<ErasureAnswer> {
        self.remote.send(self.desk, Post, &format!("/v1/documents/{document}/undo"), request, Some(self.caller))
    }

    pub(crate) fn set_reminder(&self, document: DocumentId, new: &NewReminder) -> Result<ReminderView> {
        self.remote.send(self.desk, Post, &format!("/v1/documents/{document}/reminders"), new, Some(self.caller))
    }

    pub(crate) fn remove_reminder(&self, reminder: ReminderId) -> Result<()> {
        self.remote.tell(self.desk, Post, &format!("/v1/reminders/{reminder}/removal"), NO_BODY, Some(self.caller))
    }

    pub(crate) fn mandates(&self) -> Result<Vec<MandateView>> {
        self.get("/v1/mandates")
    }

    pub(crate) fn vault_mandates(&self, vault: VaultId) -> Result<Vec<MandateView>> {
        self.get(&format!("/v1/vaults/{vault}/mandates"))
    }

    pub(crate) fn grant(&self, vault: VaultId, new: &NewMandate) -> Result<MandateView> {
        self.remote.send(self.desk, Post, &mandates_of(vault), new, Some(self.caller))
    }

    pub(crate) fn revoke(&self, mandate: MandateId, new: &NewRevocation) -> Result<()> {
        self.remote.tell(self.desk, Post, &format!("/v1/mandates/{mandate}/revocation"), Some(new), Some(self.caller))
    }

    pub(crate) fn upload(
        &self,
        vault: VaultId,
        upload: UploadId,
        object: (&mut dyn Read, u64, Hash),
    ) -> Result<UploadAnswer> {
        self.remote.upload(self.desk, &format!("/v1/vaults/{vault}/uploads/{upload}"), object, self.caller)
    }

    pub(crate) fn deposit(&self, vault: VaultId, new: &NewDeposit) -> Result<DepositAnswer> {
        self.remote.send(self.desk, Post, &deposits_of(vault), new, Some(self.caller))
    }

    pub(crate) fn export(&self, vault: VaultId, new: &NewExport) -> Result<ExportView> {
        self.remote.send(self.desk, Post, &format!("/v1/vaults/{vault}/exports"), new, Some(self.caller))
    }

    pub(crate) fn open(&self, new: &NewOpening) -> Result<OpeningView> {
        self.remote.send(self.desk, Post, "/v1/openings", new, Some(self.caller))
    }

    pub(crate) fn object(&self, opening: OpeningId, limit: u64) -> Result<impl Read + use<>> {
        self.remote.download(self.desk, &format!("/v1/openings/{opening}/object"), limit, self.caller)
    }

    pub(crate) fn vault_log(&self, vault: VaultId, after_seq: u64) -> Result<VaultLogView> {
        self.get(&format!("/v1/vaults/{vault}/log?after_seq={after_seq}"))
    }

    pub(crate) fn log_page(&self, from: u64, limit: u64) -> Result<LogPage> {
        self.get(&format!("/v1/log/entries?from={from}&limit={limit}"))
    }

    fn get<T: serde::de::DeserializeOwned>(&self, path: &str) -> Result<T> {
        self.remote.get(self.desk, path, Some(self.caller))
    }
}
