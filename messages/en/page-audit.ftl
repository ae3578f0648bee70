## The auditor's screens: the log, without names and without content.

### Is the log whole?
page-audit-open = The log is open.
page-audit-reading = The log is being read and verified, line by line…
page-audit-verify-again = Verify again
page-audit-whole = The log is whole.
page-audit-lines = { $n ->
    [one] { $n } line was verified here. It matches the signed checkpoint.
   *[other] { $n } lines were verified here. They match the signed checkpoint.
}
page-audit-last = The last one is of { $when }.
page-audit-first = This is the first reading of this session. To compare with another time, give a kept proof.
page-audit-continues = { $n ->
    [one] It continues what was known: { $n } line.
   *[other] It continues what was known: { $n } lines.
}
page-audit-forgotten = { $n ->
    [one] { $n } old line was forgotten, as the log itself says. Its place was verified.
   *[other] { $n } old lines were forgotten, as the log itself says. Their places were verified.
}
page-audit-figures-more = by organisation, by act and by day
page-audit-refusals = Refusals
page-audit-refusals-more = { $n ->
    [0] none
    [one] { $n } refusal
   *[other] { $n } refusals
}
page-audit-entries-more = find them and take them along
page-audit-check = Check for yourself
page-audit-check-what = Each session begins without memory. Give a kept proof: if a line has changed or gone since, this screen says so.
page-audit-compare = Compare with a kept proof

### Figures
page-audit-figures-of = { $n ->
    [one] { $n } line of the log, verified.
   *[other] { $n } lines of the log, verified.
}
page-audit-by-place = By organisation
page-audit-by-type = By act
page-audit-by-day = By day
page-audit-as-table = As a table
page-audit-all = In all
page-audit-done = Done
page-audit-refused = Refused
page-audit-most = Highest: { $n }
page-audit-nothing = The log says nothing yet.
page-audit-type = Act
page-audit-place = Organisation
page-audit-day = Day

### Lines
page-audit-choices = Choose lines
page-audit-any = All
page-audit-result = Result
page-audit-refused-any = All refusals
page-audit-refused-why = Refused: { $reason }
page-audit-from = From
page-audit-to = To
page-audit-found = { $n ->
    [0] No line
    [one] { $n } line
   *[other] { $n } lines
}
page-audit-none = No line fits.
page-audit-all-lines = See all lines
page-audit-number = Line no. { $n }
page-audit-pages = Pages
page-audit-page = Page { $n } of { $all }
page-audit-later = Later ones
page-audit-earlier = Earlier ones
page-audit-files = Take along
page-audit-files-shared = This computer is shared. No file is written here.
page-audit-files-chosen = The lines chosen above:
page-audit-csv = CSV file
page-audit-json = JSON file
page-audit-files-proof = The proof holds the whole log and its signature. Keep it: it will show whether a line changes later.
page-audit-proof = The proof

### Who, and what
page-audit-code = Code { $code }
page-audit-kind-beneficiary = Beneficiaries
page-audit-kind-auditor = Auditors
page-audit-kind-server = The server
page-audit-kind-unknown = Outside an organisation

page-audit-type-enrolment = Account created
page-audit-type-login = Card and PIN used
page-audit-type-pin-change = PIN changed
page-audit-type-key-publication = Key published
page-audit-type-organisation-created = Organisation created
page-audit-type-member-added = Member added
page-audit-type-vault-created = Vault created
page-audit-type-mandate-granted = Mandate granted
page-audit-type-mandate-revoked = Mandate withdrawn
page-audit-type-mandate-expired = Mandate over
page-audit-type-vault-read = List of folders read
page-audit-type-records-read = List of papers read
page-audit-type-deposit = Paper added
page-audit-type-opening = Paper opened
page-audit-type-log-read = Log read
page-audit-type-directory-read = Names of an organisation asked for
page-audit-type-invitation = Invitation made
page-audit-type-maintenance = Server maintenance
page-audit-type-unsigned-requests = Unsigned requests
page-audit-type-credential-added = Card or sheet added
page-audit-type-credential-revoked = Card or sheet withdrawn
page-audit-type-pin-reset-approved = New PIN approved by somebody
page-audit-type-pin-reset = New PIN chosen
page-audit-type-recovery-started = Recovery started
page-audit-type-recovery-approved = Recovery approved by somebody
page-audit-type-recovery-stopped = Recovery stopped
page-audit-type-recovery-finished = Recovery finished
page-audit-type-guardians-named = Guardians changed
page-audit-type-guardian-rehearsed = Guardian checked
page-audit-type-deposit-undone = Deposit undone
page-audit-type-document-moved = Paper moved
page-audit-type-document-renamed = Paper renamed
page-audit-type-document-erased = Paper erased
page-audit-type-folder-keys-turned = Folder key changed
page-audit-type-member-suspended = Member suspended
page-audit-type-member-resumed = Member resumed
page-audit-type-member-removed = Member removed
page-audit-type-organisation-keys-turned = Organisation keys changed
page-audit-type-organisation-joined = Name given to another organisation
page-audit-type-organisation-left = Organisation left
page-audit-type-consent-refused = Vault refused by the person
page-audit-type-vault-closing = Closing asked
page-audit-type-vault-kept = Vault kept
page-audit-type-vault-destroyed = Vault destroyed
page-audit-type-export = Content exported
page-audit-type-channel-changed = Ways to be told changed
page-audit-type-reminder-changed = Reminder changed
page-audit-type-notice-sent = Notice sent
page-audit-type-idle-warned = Unused account warned
page-audit-type-idle-disabled = Unused account closed
page-audit-type-log-purged = Old lines forgotten
page-audit-type-mandates-purged = Old mandates forgotten
page-audit-type-backup = Backup made
page-audit-type-backup-verified = Backup verified
page-audit-type-restore = Backup restored
page-audit-type-log-behind-accepted = Log taken up at an older point
page-audit-type-keys-turned = Server key changed
page-audit-type-keys-destroyed = Old server key destroyed
page-audit-type-keys-exported = Server keys copied
