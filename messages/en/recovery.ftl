## Cards, the recovery sheet, a forgotten PIN, lost access.

### The recovery sheet to print
sheet-title = Recovery sheet
sheet-what = This sheet serves to find access to the vault again when the card is lost.
sheet-alone = Alone, it opens nothing. Two professionals must also agree, and several days must pass.
sheet-how = Fold it, put it in an envelope, close the envelope. It goes into the safe of: { $organisation }.
sheet-when = The envelope stays closed. It is opened only at the end of a recovery request, with the person.
sheet-stop = The person is told of each request. They can stop it at any desk.
sheet-date = Made on { $date }
sheet-id = Id of the sheet: { $id }
sheet-fold = Fold here. What is below is secret.
sheet-code = The sheet’s 52 characters
sheet-file-comment = Recovery sheet as text, for --sheet-credential-file. To be kept secret.
card-any-organisation = an organisation that helps you

### Help
cli-card = Cards and the recovery sheet
cli-card-list = Show one’s cards and recovery sheet
cli-card-replace = Replace a lost card; the old one is dead at once
cli-card-replace-lost = The lost card (see `coffre card list`); by default the other card
    .value = ID
cli-card-add = Make one more card
cli-card-sheet = Make a new recovery sheet; the old one is dead at once
cli-card-revoke = Withdraw a card
cli-card-revoke-credential = The card’s id (see `coffre card list`)
    .value = ID
cli-pin-approve = Agree to a new PIN (two different professionals)
cli-pin-approve-vault = Id of the vault of the person who forgot the PIN
    .value = ID
cli-pin-approve-member = Id of the colleague who forgot the PIN; one of the two who agree is then an admin
    .value = ACCOUNT
cli-pin-reset = Choose a new PIN, card in hand, after two agreements
cli-arg-sheet-out = Where to write the recovery sheet to print (PDF)
cli-card-sheet-act-out = Where to write the act to show and check (PDF); the secret of the sheet is not in it
    .value = FILE
cli-arg-sheet-credential-out = Where to write the recovery sheet as text
    .value = FILE

### Answers
credential-kind-card = card
credential-kind-device = device
credential-kind-sheet = recovery sheet
credential-kind-guardians = guardians
credential-state-live = works
credential-state-blocked = blocked
credential-state-revoked = withdrawn
head-credential = What
head-made = Made on
done-card-replaced = The new card is made. The old one is dead. The card to print: { $card }
done-card-added = The card is made. To print: { $card }
done-card-revoked = The card { $id } is withdrawn. It is dead.
done-sheet = The recovery sheet is made. The old one is dead. To print, fold, close and put in the safe: { $sheet }
done-pin-approved = The agreement is written: { $n } of { $needed }. It counts for 15 minutes.
done-pin-reset = The new PIN is chosen. The card works again.

### Problems
problem-credential-id-unreadable = “{ $id }” is not the id of a card.
    .next = It has 18 digits and letters from a to f. `coffre card list` shows it.
problem-card-unclear = There are several cards: which one is lost?
    .next = See them with `coffre card list`, then add --lost.

### Lost access
cli-recovery = Find access again when the card is lost
cli-recovery-start = Ask to restore access (professional)
cli-recovery-start-vault = The vault’s id
    .value = ID
cli-recovery-start-guardians = Without a recovery sheet: with two guardians
cli-recovery-approve = Agree: a second professional, or a guardian
cli-recovery-approve-recovery = The request’s id
    .value = ID
cli-recovery-approve-fingerprint = The fingerprint read on the professional’s screen; asked otherwise
    .value = FINGERPRINT
cli-recovery-stop = Stop a request: the person, or any organisation that follows them
cli-recovery-stop-recovery = The request’s id
    .value = ID
cli-recovery-finish = Finish, with the person: they choose a PIN and get a new card
cli-recovery-finish-recovery = The request’s id
    .value = ID
cli-recovery-finish-sheet-credential-file = The recovery sheet’s file; asked otherwise
    .value = FILE
cli-recovery-status = See where the requests stand
cli-recovery-status-recovery = One request only
    .value = ID
cli-recovery-rehearse = Check that one can still help; opens nothing (guardian)
cli-guardian = Guardians: three people, two of whom are enough
cli-guardian-name = Name three guardians
cli-guardian-name-to = Each guardian’s code (see `coffre guardian code`)
    .value = CODE
cli-guardian-list = Show one’s guardians
cli-guardian-drop = Have no more guardians
cli-guardian-code = Show the code to give to the person who names you
recovery-means-sheet = with the recovery sheet
recovery-means-guardians = with two guardians
recovery-state-waiting = under way
recovery-state-stopped = stopped
recovery-state-finished = finished
recovery-state-lapsed = given up
recovery-id = Request { $id }
recovery-started = Started by { $who }, { $when }
recovery-state = { $means }, { $state }
recovery-approved = Approved by { $who }, { $when }
recovery-approved-guardian = Approved by a guardian, { $who }, { $when }
recovery-approved-unnamed = Approved by a guardian, { $when }
recovery-missing = An approval is missing. To be given before: { $until }
recovery-ready = May be finished from: { $from }. Before: { $until }
recovery-ended = Ended: { $when }
recovery-fingerprint = Fingerprint: { $value }
ask-fingerprint = Is it the same fingerprint on the professional’s screen? (yes/no)
ask-sheet = The recovery sheet’s 52 characters (nothing is shown):
none-recovery = No request.
none-guarded = Nobody named you as a guardian.
none-guardian = No guardians.
head-guardian = Guardian
head-named = Named on
head-rehearsed = Checked on
done-rehearsed = Checked: you can still help { $n ->
    [1] one person
   *[other] { $n } people
    }. Nothing was opened.
done-guardians = The three guardians are named. Two of them together help to find access again.
done-guardians-dropped = There are no more guardians.
done-guardian-code = The code to give to the person who names you: { $code }
done-recovery = Access is restored. All former cards are dead.
    The card to print and hand to the person: { $card }
    The new recovery sheet, to fold, close and put in the safe: { $sheet }
done-recovery-guardians = Access is restored. All former cards are dead. Guardians have to be named again.
    The card to print and hand to the person: { $card }
    The recovery sheet, to fold, close and put in the safe: { $sheet }
problem-other-fingerprint = The fingerprint is not the same. Nothing was given.
    .next = Call the professional who started the request. If they see another fingerprint, stop everything: `coffre recovery stop`.
problem-recovery-missing = No request has the id { $recovery }, or this account may not see it.
    .next = See the requests with `coffre recovery status`.
problem-not-guarded = You are not a guardian of the vault { $vault }.
    .next = Ask the person whom they named.
problem-guardians-three = Three guardians are needed.
    .next = Give three codes after --to.
problem-guardian-code = This is not a guardian’s code.
    .next = Ask them for it: `coffre guardian code` shows it.
