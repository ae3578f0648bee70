## The professional’s screens.

page-desk-who = { $organisation }, { $role }
page-desk-comma = ,
page-desk-no-organisation = You belong to no organisation yet. Your référent can add you. The référent creates the organisation with the program coffre.
page-desk-find = Find a person
page-desk-search = Name or date of birth
page-desk-search-hint = Type the beginning of the name. Accents do not matter.
page-desk-names-loading = Names are being opened here, on this computer…
page-desk-none = No vault is open with your organisation yet.
page-desk-count = { $n ->
    [one] { $n } person in your organisation
   *[other] { $n } people in your organisation
}
page-desk-found = { $n ->
    [0] Nobody has this name here. Try with fewer letters.
    [one] { $n } person found
   *[other] { $n } people found
}
page-desk-more = { $n ->
    [one] And { $n } more. Type more letters.
   *[other] And { $n } more. Type more letters.
}
page-desk-born = Date of birth: { $day }
page-desk-do = With a person, or in the organisation
page-desk-ending = Mandates that end within 30 days
page-desk-ending-none = No mandate ends soon.
page-desk-ends = { $purpose }, until { $day }
page-desk-nobody = Choose a person first.
page-desk-home = Back to the first screen
page-desk-to-person = Back to the person’s vault
page-desk-card-camera = Show the card
page-desk-card-typing = Type the card
page-desk-persons-card = The person shows their card.
page-desk-members-card = Show your professional card.
page-desk-members-code = The PIN of your professional card
page-desk-own-card = Show your card again. This is an important act.
page-desk-give-card = Give the card to the person.
page-desk-give-card-back = Give the card back to the person.

page-calm-turn = Turn the screen to the person
page-calm-turn-how = What follows is for them. They decide alone.
page-calm-turn-time = Give them time. Read with them, if they ask.
page-calm-turned = The screen is turned
page-calm-yours = It is for you to decide
page-calm-yes = I agree
page-calm-no = I refuse
page-consent-text = What you agree to
page-new-code-choose = Choose a PIN of 4 to 8 digits. Keep it in your head.
page-new-code-repeat = Type the same PIN, once more.
page-new-code-first = Your new PIN
page-new-code-second = The same PIN again
page-new-code-keep = Keep this PIN
page-new-code-alone = Nobody else looks. Tell this PIN to nobody.
page-failure-weak-code = This PIN is too easy to guess.
    .next = Avoid runs, repetitions, years and your date of birth.
page-failure-other-code = The two PINs are not the same.
    .next = Choose again, without hurry.
page-failure-other-vault = This card opens another vault.
    .next = Check the card, and the person chosen. Nothing was done.
page-failure-folder-missing = One of the folders chosen does not exist in this vault.
    .next = Go back and choose other folders. Nothing was done.

page-person-no-mandate = You have no mandate for this vault.
page-person-no-mandate-next = Only the person can give one.
page-person-mandate = You may: { $rights }. For: { $purpose }. Until { $day }.
page-person-papers = The papers that you may see
page-person-no-paper = There is no paper here yet.
page-person-damaged = This paper is damaged. It is not shown.
page-person-waiting = This paper waits for the person’s next visit.
page-person-added = { $folder }, added on { $day }
page-person-add = Add papers
page-person-together = With the person, beside you
page-grant-more = The person decides, with their card
page-replace-more = The card is worn, the person still has it
page-reset-more = The person has the card, but not the PIN

page-open-purpose = For what purpose?
page-open-purpose-hint = The person will read this answer.
page-open-logged = This opening will be written in the person’s log.
page-open-open = Open this paper
page-open-opening = The paper is being opened…
page-open-not = Do not open it
page-opened-other = This page does not show this kind of file.
page-opened-page = { $title }, page { $n } of { $all }
page-opened-refused = This file is not what it says, or it could run a program. It is neither shown nor saved. Tell the person.
page-opened-logged = The opening is written in the log.
page-opened-close = Close this paper
page-opened-print = Print
page-opened-keep = Save on this computer
page-opened-keep-stays = A saved file stays on this computer. Erase it after use.

page-deposit-folder = In which folder?
page-deposit-type = Which paper?
page-deposit-expires = Valid until
page-deposit-expires-hint = Leave empty if the paper has no end date.
page-deposit-files = Choose one or more files. Or drop them here.
page-deposit-pick = Choose files
page-deposit-photo = Take a photo
page-deposit-list = Papers added now
page-deposit-progress = { $percent } %
page-deposit-undo = Undo this deposit
page-deposit-done-count = { $n } of { $all } in the vault
page-upload-queued = waits for its turn
page-upload-sending = is being locked and sent
page-upload-cut = The network is cut. Sending resumes by itself.
page-upload-done = is in the vault
page-upload-undoing = is being taken back…
page-upload-undone = is no longer in the vault
page-upload-failed = was not sent

page-grant-together = Choose together. As little as possible is enough.
page-grant-folders = Which folders?
page-grant-rights = To do what?
page-grant-right-read = Read the papers in these folders
page-grant-right-deposit = Add papers, without seeing the others
page-grant-purpose = For what purpose?
page-grant-days = For how long?
page-grant-day-count = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
page-grant-to = For whom?
page-grant-to-self = Me alone
page-grant-missing = Choose at least one folder, and at least one thing to do.
page-grant-leave = Ask for nothing
page-grant-free = You may refuse. Nobody will ask you why.
page-grant-sign = To agree: your card and your PIN
page-grant-agree = I agree
page-grant-signing = The mandate is being written…
page-grant-granted = The mandate is given
page-grant-granted-next = The person may stop it at any time.
page-grant-refused = It is no
page-grant-refused-next = Nothing is written, nothing is kept. The help stays the same.

page-create-more = Identity, agreement, PIN, card
page-create-who = Whose vault is it?
page-create-who-how = Write the name as the person says it.
page-create-given = Given name
page-create-family = Family name
page-create-family-hint = Leave empty if the person has a single name.
page-create-birth = Date of birth
page-create-name-wrong = Write a name.
page-create-birth-wrong = Write a date of birth that exists.
page-create-sealed = The name is locked here. The server does not read it.
page-create-leave = Open no vault
page-create-code = Choose your PIN
page-create-making = The vault is being made…
page-create-opened = The vault is open
page-create-opened-next = The person can enter with their card and PIN.
page-create-refused = The person said no
page-create-refused-next = No name is kept. The log only says that somebody refused. The help stays the same.

page-printed-card = Print the card
page-printed-card-how = The card is shown only once. Print it before you go on.
page-printed-sheet = Print the recovery sheet
page-printed-sheet-how = The sheet goes into a closed envelope, in the organisation’s safe.
page-printed-name = Write the name on the card
page-printed-name-hint = Only if the person wants it.
page-printed-print = Print
page-printed-next = The card is printed
page-printed-done = It is printed
page-printed-qr = The black and white square, for the camera
page-printed-uncertain = The connection broke during the writing. Print all the same. Then try the card: if it opens nothing, begin again.

page-replace-what = The vault stays the same. Only the card changes.
page-replace-lost = Is the card lost? Then the recovery sheet and two professionals are needed: the desk’s guide explains how.
page-replace-done = The new card is ready
page-replace-old = The old card opens nothing any more. Cut it in two.
page-reset-what = The person has the card. Two professionals recognise them. Then the person chooses a new PIN.
page-reset-know = Agree only if you recognise the person.
page-reset-vouch = I give my agreement
page-reset-vouch-more = Each professional, with their own card
page-reset-vouch-how = The person is in front of you, and you know who they are.
page-reset-vouch-action = Give my agreement
page-reset-vouched = Agreements: { $n } of { $needed }. They count for 15 minutes.
page-reset-choose = Choose the new PIN
page-reset-choose-more = The person, after two agreements
page-reset-card = The person’s card
page-reset-done = The new PIN is chosen

page-team-more = Add, suspend, remove
page-team-of = The members of { $organisation }
page-team-line = { $role }, { $state }
page-team-you = This is you.
page-team-add = Add a member
page-team-add-name = Displayed name
page-team-add-name-hint = People will read it in their log.
page-team-add-role = Role
page-team-role-referent = Adds and removes members. Sees what mandates allow.
page-team-role-professional = Sees and adds what mandates allow.
page-team-role-desk = Adds papers. Reads none.
page-team-add-code = { $name } chooses a PIN
page-team-add-sign = To add: your référent’s card
page-team-own-code = Your référent’s PIN
page-team-added = The member is added.
page-team-suspend = Suspend
page-team-suspend-sure = Suspend { $name }?
page-team-suspend-what = Everything stops at once for this member. You can let them back in.
page-team-suspended = { $name } is suspended.
page-team-leave = Change nothing
page-team-resume = Let back in
page-team-resume-sure = Let { $name } back in?
page-team-resume-what = This member may act as before.
page-team-resume-done = { $name } may act again.
page-team-remove = Remove
page-team-remove-sure = Remove { $name } for good?
page-team-remove-what = This member opens nothing any more. The keys of the organisation change. This cannot be undone.
page-team-remove-done = { $name } is removed. The keys are changed.
