//! Every call of the server's API that `coffre` makes, on one page.

use std::io::Read;

use vault_core::api::{
    Challenge, ChallengeRequest, ChannelRemoval, ChannelView, ConsistencyView, CredentialChange, CredentialView,
    DepositAnswer, DirectoryView, Enrolment, ExportView, GuardianKeys, GuardiansEnd, GuardiansView, GuardianshipView,
    LogPage, Login, LoginAnswer, MandateView, NewChannel, NewDeposit, NewExport, NewGuardians, NewMandate, NewMember,
    NewOpening, NewOrganisation, NewRecovery, NewRehearsal, NewRevocation, NewVault, OpeningView, OrganisationView,
    PinChange, PinReset, PinResetApproval, PinResetApproved, RecordsRequest, RecordsView, RecoveryApproval,
    RecoveryEnrolment, RecoveryRelease, RecoveryReleased, RecoveryView, SeedsView, ServerInfo, SessionView, SignerView,
    UploadAnswer, VaultLogView, VaultView,
};
use vault_core::ids::{
    AccountId, ChannelId, Hash, MandateId, OpeningId, OrganisationId, RecoveryId, UploadId, VaultId,
};
use vault_core::request::Method::{Delete, Post, Put};
use vault_core::secret::SessionToken;

use crate::desk::Desk;
use crate::error::Result;
use crate::remote::{Caller, Remote};

const NO_BODY: Option<&()> = None;

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
        self.get("/v1/credentials")
    }

    pub(crate) fn change_credentials(&self, change: &CredentialChange) -> Result<()> {
        self.remote.tell(self.desk, Post, "/v1/credentials", Some(change), Some(self.caller))
    }

    pub(crate) fn approve_pin_reset(&self, approval: &PinResetApproval) -> Result<PinResetApproved> {
        self.remote.send(self.desk, Post, "/v1/pin-resets/approvals", approval, Some(self.caller))
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

    pub(crate) fn seeds(&self, organisation: OrganisationId) -> Result<SeedsView> {
        self.get(&format!("/v1/organisations/{organisation}/seeds"))
    }

    pub(crate) fn directory(&self, organisation: OrganisationId) -> Result<DirectoryView> {
        self.get(&format!("/v1/organisations/{organisation}/directory"))
    }

    pub(crate) fn create_vault(&self, new: &NewVault) -> Result<()> {
        self.remote.tell(self.desk, Post, "/v1/vaults", Some(new), Some(self.caller))
    }

    pub(crate) fn vault(&self, vault: VaultId) -> Result<VaultView> {
        self.get(&format!("/v1/vaults/{vault}"))
    }

    pub(crate) fn records(&self, vault: VaultId) -> Result<RecordsView> {
        let path = format!("/v1/vaults/{vault}/records");
        self.remote.send(self.desk, Post, &path, &RecordsRequest::default(), Some(self.caller))
    }

    pub(crate) fn mandates(&self) -> Result<Vec<MandateView>> {
        self.get("/v1/mandates")
    }

    pub(crate) fn vault_mandates(&self, vault: VaultId) -> Result<Vec<MandateView>> {
        self.get(&format!("/v1/vaults/{vault}/mandates"))
    }

    pub(crate) fn grant(&self, vault: VaultId, new: &NewMandate) -> Result<()> {
        self.remote.tell(self.desk, Post, &format!("/v1/vaults/{vault}/mandates"), Some(new), Some(self.caller))
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
        self.remote.send(self.desk, Post, &format!("/v1/vaults/{vault}/deposits"), new, Some(self.caller))
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

    pub(crate) fn consistency(&self, from: u64) -> Result<ConsistencyView> {
        self.get(&format!("/v1/log/consistency?from={from}"))
    }

    fn get<T: serde::de::DeserializeOwned>(&self, path: &str) -> Result<T> {
        self.remote.get(self.desk, path, Some(self.caller))
    }
}
