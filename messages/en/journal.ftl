## The log, in sentences. `who` is you when the reader did it, other otherwise.

event-enrolment = { $who ->
    [you] You created an account on { $when }.
   *[other] { $actor } created an account on { $when }.
}
    .refused = { $who ->
    [you] You tried to create an account on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to create an account on { $when }. Refused: { $reason }.
}
event-login = { $who ->
    [you] You used your card and your PIN on { $when }.
   *[other] { $actor } used card and PIN on { $when }.
}
    .refused = { $who ->
    [you] Someone tried to use your card on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to use a card on { $when }. Refused: { $reason }.
}
event-pin-change = { $who ->
    [you] You changed your PIN on { $when }.
   *[other] { $actor } changed a PIN on { $when }.
}
    .refused = { $who ->
    [you] You tried to change your PIN on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to change a PIN on { $when }. Refused: { $reason }.
}
event-key-publication = { $who ->
    [you] You published a key on { $when }.
   *[other] { $actor } published a key on { $when }.
}
    .refused = { $who ->
    [you] You tried to publish a key on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to publish a key on { $when }. Refused: { $reason }.
}
event-organisation-created = { $who ->
    [you] You created the organisation on { $when }.
   *[other] { $actor } created the organisation on { $when }.
}
    .refused = { $who ->
    [you] You tried to create an organisation on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to create an organisation on { $when }. Refused: { $reason }.
}
event-member-added = { $who ->
    [you] You added a member to the organisation on { $when }.
   *[other] { $actor } added a member to the organisation on { $when }.
}
    .refused = { $who ->
    [you] You tried to add a member to the organisation on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to add a member to the organisation on { $when }. Refused: { $reason }.
}
event-vault-created = { $who ->
    [you] You created this vault on { $when }.
   *[other] { $actor } created this vault on { $when }.
}
    .refused = { $who ->
    [you] You tried to create a vault on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to create a vault on { $when }. Refused: { $reason }.
}
event-mandate-granted = { $who ->
    [you] You gave a mandate on { $when }.
   *[other] { $actor } gave a mandate on { $when }.
}
    .refused = { $who ->
    [you] You tried to give a mandate on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to give a mandate on { $when }. Refused: { $reason }.
}
event-mandate-revoked = { $who ->
    [you] You withdrew a mandate on { $when }.
   *[other] { $actor } withdrew a mandate on { $when }.
}
    .refused = { $who ->
    [you] You tried to withdraw a mandate on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to withdraw a mandate on { $when }. Refused: { $reason }.
}
event-vault-read = { $who ->
    [you] You looked at the list of your folders on { $when }.
   *[other] { $actor } looked at the list of the folders on { $when }.
}
    .refused = { $who ->
    [you] You tried to look at the list of your folders on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to look at the list of the folders on { $when }. Refused: { $reason }.
}
event-records-read = { $who ->
    [you] You looked at the list of your papers on { $when }.
   *[other] { $actor } looked at the list of papers on { $when }.
}
    .refused = { $who ->
    [you] You tried to look at the list of your papers on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to look at the list of papers on { $when }. Refused: { $reason }.
}
event-deposit = { $who ->
    [you] You added { $document } on { $when }.
   *[other] { $actor } added { $document } on { $when }.
}
    .refused = { $who ->
    [you] You tried to add { $document } on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to add { $document } on { $when }. Refused: { $reason }.
}
event-opening = { $who ->
    [you] You opened { $document } on { $when }.
   *[other] { $actor } opened { $document } on { $when }.
}
    .refused = { $who ->
    [you] You tried to open { $document } on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to open { $document } on { $when }. Refused: { $reason }.
}
event-log-read = { $who ->
    [you] You read the log on { $when }.
   *[other] { $actor } read the log on { $when }.
}
    .refused = { $who ->
    [you] You tried to read the log on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to read the log on { $when }. Refused: { $reason }.
}
event-directory-read = { $who ->
    [you] You looked at the names of an organisation on { $when }.
   *[other] { $actor } looked at the names of an organisation on { $when }.
}
    .refused = { $who ->
    [you] You tried to look at the names of an organisation on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to look at the names of an organisation on { $when }. Refused: { $reason }.
}
event-mandate-expired = A mandate came to its last day on { $when }.
    .refused = A mandate came to its last day on { $when }. Refused: { $reason }.
event-invitation = The operator made an invitation on { $when }.
    .refused = The operator made an invitation on { $when }. Refused: { $reason }.
event-maintenance = The operator worked on the server on { $when }.
    .refused = The operator worked on the server on { $when }. Refused: { $reason }.
event-unsigned-requests = Requests that nobody signed were refused on { $when }.
    .refused = Requests that nobody signed were refused on { $when }. Refused: { $reason }.
event-credential-added = { $who ->
    [you] You added a new card or a recovery sheet on { $when }.
   *[other] { $actor } added a new card or a recovery sheet on { $when }.
}
    .refused = { $who ->
    [you] You tried to add a new card or a recovery sheet on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to add a new card or a recovery sheet on { $when }. Refused: { $reason }.
}
event-credential-revoked = { $who ->
    [you] You withdrew a card or a recovery sheet on { $when }.
   *[other] { $actor } withdrew a card or a recovery sheet on { $when }.
}
    .refused = { $who ->
    [you] You tried to withdraw a card or a recovery sheet on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to withdraw a card or a recovery sheet on { $when }. Refused: { $reason }.
}
event-pin-reset-approved = { $who ->
    [you] You vouched for a new PIN on { $when }.
   *[other] { $actor } vouched for a new PIN on { $when }.
}
    .refused = { $who ->
    [you] You tried to vouch for a new PIN on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to vouch for a new PIN on { $when }. Refused: { $reason }.
}
event-pin-reset = { $who ->
    [you] You chose a new PIN after forgetting the old one on { $when }.
   *[other] { $actor } chose a new PIN after forgetting the old one on { $when }.
}
    .refused = { $who ->
    [you] You tried to choose a new PIN after forgetting the old one on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to choose a new PIN after forgetting the old one on { $when }. Refused: { $reason }.
}
event-recovery-started = { $who ->
    [you] You asked to restore access to this vault on { $when }.
   *[other] { $actor } asked to restore access to this vault on { $when }.
}
    .refused = { $who ->
    [you] You tried to restore access to this vault on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to restore access to this vault on { $when }. Refused: { $reason }.
}
event-recovery-approved = { $who ->
    [you] You approved the request to restore access on { $when }.
   *[other] { $actor } approved the request to restore access on { $when }.
}
    .refused = { $who ->
    [you] You tried to approve the request to restore access on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to approve the request to restore access on { $when }. Refused: { $reason }.
}
event-recovery-stopped = { $who ->
    [you] You stopped the request to restore access on { $when }.
   *[other] { $actor } stopped the request to restore access on { $when }.
}
    .refused = { $who ->
    [you] You tried to stop the request to restore access on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to stop the request to restore access on { $when }. Refused: { $reason }.
}
event-recovery-finished = { $who ->
    [you] You got access to this vault back on { $when }.
   *[other] { $actor } got access to this vault back on { $when }.
}
    .refused = { $who ->
    [you] You tried to finish the request to restore access on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to finish the request to restore access on { $when }. Refused: { $reason }.
}
event-guardians-named = { $who ->
    [you] You changed the guardians on { $when }.
   *[other] { $actor } changed the guardians on { $when }.
}
    .refused = { $who ->
    [you] You tried to change the guardians on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to change the guardians on { $when }. Refused: { $reason }.
}
event-guardian-rehearsed = { $who ->
    [you] You checked that a guardian can help on { $when }. Nothing was opened.
   *[other] { $actor } checked that a guardian can help on { $when }. Nothing was opened.
}
    .refused = { $who ->
    [you] You tried to check that a guardian can help on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to check that a guardian can help on { $when }. Refused: { $reason }.
}
event-deposit-undone = { $who ->
    [you] You undid the deposit of a document on { $when }.
   *[other] { $actor } undid the deposit of a document on { $when }.
}
    .refused = { $who ->
    [you] You tried to undo the deposit of a document on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to undo the deposit of a document on { $when }. Refused: { $reason }.
}
event-document-moved = { $who ->
    [you] You moved { $document } to another folder on { $when }.
   *[other] { $actor } moved { $document } to another folder on { $when }.
}
    .refused = { $who ->
    [you] You tried to move { $document } to another folder on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to move { $document } to another folder on { $when }. Refused: { $reason }.
}
event-document-renamed = { $who ->
    [you] You renamed { $document } on { $when }.
   *[other] { $actor } renamed { $document } on { $when }.
}
    .refused = { $who ->
    [you] You tried to rename { $document } on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to rename { $document } on { $when }. Refused: { $reason }.
}
event-document-erased = { $who ->
    [you] You erased a document on { $when }.
   *[other] { $actor } erased a document on { $when }.
}
    .refused = { $who ->
    [you] You tried to erase a document on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to erase a document on { $when }. Refused: { $reason }.
}
event-folder-keys-turned = { $who ->
    [you] You changed the key of a folder on { $when }.
   *[other] { $actor } changed the key of a folder on { $when }.
}
    .refused = { $who ->
    [you] You tried to change the key of a folder on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to change the key of a folder on { $when }. Refused: { $reason }.
}
event-member-suspended = { $who ->
    [you] You suspended a member of the organisation on { $when }.
   *[other] { $actor } suspended a member of the organisation on { $when }.
}
    .refused = { $who ->
    [you] You tried to suspend a member of the organisation on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to suspend a member of the organisation on { $when }. Refused: { $reason }.
}
event-member-resumed = { $who ->
    [you] You let a member of the organisation act again on { $when }.
   *[other] { $actor } let a member of the organisation act again on { $when }.
}
    .refused = { $who ->
    [you] You tried to let a member of the organisation act again on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to let a member of the organisation act again on { $when }. Refused: { $reason }.
}
event-member-removed = { $who ->
    [you] You removed a member of the organisation on { $when }.
   *[other] { $actor } removed a member of the organisation on { $when }.
}
    .refused = { $who ->
    [you] You tried to remove a member of the organisation on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to remove a member of the organisation on { $when }. Refused: { $reason }.
}
event-organisation-keys-turned = { $who ->
    [you] You changed the keys of the organisation on { $when }.
   *[other] { $actor } changed the keys of the organisation on { $when }.
}
    .refused = { $who ->
    [you] You tried to change the keys of the organisation on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to change the keys of the organisation on { $when }. Refused: { $reason }.
}
event-organisation-joined = { $who ->
    [you] You gave the name to another organisation on { $when }.
   *[other] { $actor } gave the name to another organisation on { $when }.
}
    .refused = { $who ->
    [you] You tried to give the name to another organisation on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to give the name to another organisation on { $when }. Refused: { $reason }.
}
event-organisation-left = { $who ->
    [you] You left an organisation on { $when }.
   *[other] { $actor } left an organisation on { $when }.
}
    .refused = { $who ->
    [you] You tried to leave an organisation on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to leave an organisation on { $when }. Refused: { $reason }.
}
event-consent-refused = { $who ->
    [you] You noted a refusal on { $when }. Nothing else was kept.
   *[other] { $actor } noted a refusal on { $when }. Nothing else was kept.
}
    .refused = { $who ->
    [you] You tried to note a refusal on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to note a refusal on { $when }. Refused: { $reason }.
}
event-vault-closing = { $who ->
    [you] You asked for the vault to be closed on { $when }.
   *[other] { $actor } asked for the vault to be closed on { $when }.
}
    .refused = { $who ->
    [you] You tried to close the vault on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to close the vault on { $when }. Refused: { $reason }.
}
event-vault-kept = { $who ->
    [you] You kept the vault: it will not be closed on { $when }.
   *[other] { $actor } kept the vault: it will not be closed on { $when }.
}
    .refused = { $who ->
    [you] You tried to keep the vault on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to keep the vault on { $when }. Refused: { $reason }.
}
event-export = { $who ->
    [you] You took away all that the vault holds on { $when }.
   *[other] { $actor } took away all that the vault holds on { $when }.
}
    .refused = { $who ->
    [you] You tried to take away all that the vault holds on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to take away all that the vault holds on { $when }. Refused: { $reason }.
}
event-channel-changed = { $who ->
    [you] You changed the ways to be told on { $when }.
   *[other] { $actor } changed the ways to be told on { $when }.
}
    .refused = { $who ->
    [you] You tried to change the ways to be told on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to change the ways to be told on { $when }. Refused: { $reason }.
}
event-reminder-changed = { $who ->
    [you] You changed a reminder on { $when }.
   *[other] { $actor } changed a reminder on { $when }.
}
    .refused = { $who ->
    [you] You tried to change a reminder on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to change a reminder on { $when }. Refused: { $reason }.
}
event-vault-destroyed = The vault was destroyed on { $when }.
    .refused = The vault was destroyed on { $when }. Failed: { $reason }.
event-notice-sent = A notice was sent on { $when }.
    .refused = A notice was sent on { $when }. Failed: { $reason }.
event-idle-warned = An account that had not been used for long was pointed out on { $when }.
    .refused = An account that had not been used for long was pointed out on { $when }. Failed: { $reason }.
event-idle-disabled = An unused account was disabled on { $when }.
    .refused = An unused account was disabled on { $when }. Failed: { $reason }.
event-log-purged = Old lines of the log were forgotten on { $when }.
    .refused = Old lines of the log were forgotten on { $when }. Failed: { $reason }.
event-mandates-purged = Old mandates were forgotten on { $when }.
    .refused = Old mandates were forgotten on { $when }. Failed: { $reason }.
event-backup = The operator made a backup on { $when }.
    .refused = The operator made a backup on { $when }. Failed: { $reason }.
event-backup-verified = The operator verified a backup on { $when }.
    .refused = The operator verified a backup on { $when }. Failed: { $reason }.
event-restore = The operator restored a backup on { $when }.
    .refused = The operator restored a backup on { $when }. Failed: { $reason }.
event-log-behind-accepted = The operator resumed the log from an earlier point on { $when }.
    .refused = The operator resumed the log from an earlier point on { $when }. Failed: { $reason }.
event-keys-turned = The server's key was changed on { $when }.
    .refused = The server's key was changed on { $when }. Failed: { $reason }.
event-keys-destroyed = A past key of the server was destroyed on { $when }.
    .refused = A past key of the server was destroyed on { $when }. Failed: { $reason }.
event-keys-exported = The operator copied the server's keys on { $when }.
    .refused = The operator copied the server's keys on { $when }. Failed: { $reason }.

journal-actor-staff = { $name }, { $organisation },
journal-actor-role = { $role ->
    [referent] An organisation admin
    [professional] A professional
    [desk] A desk agent
   *[none] A professional
}
journal-actor-kind = { $kind ->
    [beneficiary] The person
    [auditor] An auditor
   *[staff] A professional
}
journal-actor-unknown = Someone unknown
journal-organisation = { $first ->
   *[other] of { $organisation }
}
journal-document = the paper “{ $title }”
journal-document-unknown = a paper
journal-purpose = For: { $purpose }.
journal-empty = Nobody has done anything in this vault yet.
