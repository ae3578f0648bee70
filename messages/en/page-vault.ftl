## The person's screens: their papers, who looked, who can look, add, their account.
page-vault-ways = In my vault
page-leave-it = No, leave it

### Papers
page-papers-title = My papers
page-papers-loading = Your papers are coming…
page-papers-none = There is no paper in your vault yet.
page-papers-first = Add my first paper
page-paper-until-valid = Until { $date }
page-paper-until-soon = Ends on { $date }
page-paper-until-expired = Ended on { $date }
page-paper-folder = Folder: { $folder }
page-paper-renew = To be renewed
page-paper-damaged = Damaged paper
page-paper-damaged-next = This paper is no longer as it was added. It cannot be opened. Tell your organisation.
page-paper-waiting = Paper on hold
page-paper-waiting-next = This paper waits for a new key. Come back later.
page-paper-type = What it is
page-paper-expires = Valid until
page-paper-in = Folder
page-paper-added = Added on
page-paper-opening = The paper is opening…
page-paper-picture = { $title }, page { $n } of { $all }
page-paper-hold-up = Show it large
page-paper-next-page = Page { $n } of { $all }. Next page
page-paper-put-down = I have finished showing
page-paper-print = Print
page-paper-download = Keep a copy on my device
page-paper-not-kept = This device is not yours. No copy can stay on it.
page-paper-not-shown = This paper is a file. The page cannot show it. Nothing in it is changed.
page-failure-paper-refused = This paper is not what it says it is. To be safe, it is not shown.
    .next = Add it again, as a photo. Or ask your organisation.

page-folder-label = Folder
page-move-private-title = Make this paper private
page-move-private-what = In “Private”, you are the only one who sees it.
page-move-private = Put it in Private
page-move-private-then = Mandates do not reach “Private”. What was already seen stays seen.
page-move-other = Change folder
page-move = Change folder
page-move-sure = Put this paper in { $folder }?
page-move-then = People who can see that folder will see this paper.
page-move-yes = Yes, put it there
page-moving = The paper is moving…
page-moved = Done. The paper is in { $folder }.

### Remind me
page-reminder-title = Remind me
page-reminder-add = Add a reminder
page-reminder-what = Choose a day. On that day, your vault will tell you that this paper has to be renewed.
page-reminder-message = You will also get a message, if your organisation has noted your address or your number. The message does not say which paper.
page-reminder-day = Which day
page-reminder-text = What will have to be done?
page-reminder-text-hint = These words are kept secret. People who can see this folder can read them.
page-reminder-text-usual = Renew this paper
page-reminder-keep = Keep this reminder
page-reminder-keeping = The reminder is locked, then sent…
page-reminder-kept = Done. The reminder is noted: { $date }.
page-reminder-due = It is time: { $date }
page-reminder-by = Noted by { $name }
page-reminder-damaged = This reminder is no longer as it was written. Do not believe it. Remove it.
page-reminder-sealed = This reminder cannot be read here.
page-reminder-full = This paper has { $n } reminders. Remove one to add another.
page-reminder-remove = Remove this reminder
page-reminder-remove-sure = Remove this reminder?
page-reminder-remove-yes = Yes, remove it
page-reminder-removed = Done. The reminder is removed.
page-failure-reminder-no-day = The day is missing.
    .next = Choose a day.
page-failure-reminder-past = This day is already over.
    .next = Choose a day from tomorrow on.
page-failure-reminder-far = This day is too far away.
    .next = Choose a day within the next sixteen years.
page-failure-reminder-text = These words cannot be kept. They are empty, or too long.
    .next = Write a few simple words.
page-failure-reminder-many = This paper already has too many reminders.
    .next = Remove a reminder. Then try again.
page-failure-reminder-refused = The server does not take this day.
    .next = Check the time and the date of this device. Then choose another day.

### Who looked
page-log-checking = The log is being read and verified…
page-log-checked = This log was verified here, by this page.
page-log-checked-how = Every line is in its place. Every request bears the signature of whoever made it. The server signed the whole. If a line changes or disappears later, it will show.
page-log-checked-again = It continues what you have already seen.
page-log-forgotten = { $n ->
    [one] { $n } old line was forgotten, as the rule says.
   *[other] { $n } old lines were forgotten, as the rule says.
}
page-log-alarm = Warning: this log was changed. Do not believe it.
page-log-others = Only the others, not me
page-log-count = { $n ->
    [0] No line
    [one] { $n } line
   *[other] { $n } lines
}
page-log-refused = Refused.
page-log-more = See further back

### Who can look
page-mandates-what = You gave these mandates. You can stop them whenever you want.
page-mandates-none = Nobody but you can look at your papers.
page-mandates-over = { $n ->
    [one] { $n } mandate that is over
   *[other] { $n } mandates that are over
}
page-mandate-unknown = Unknown
page-mandate-may = May
page-mandate-on = What
page-mandate-why = For
page-mandate-until = Until
page-mandate-state = State
page-mandate-stop = Stop
page-mandate-stop-sure = Stop this access: { $name }?
page-mandate-stop-then = Access stops at once.
page-mandate-stop-seen = What was already seen stays seen.
page-mandate-stopping = The mandate is being stopped…
page-mandate-stopped = It is stopped. The mandate of { $name } is over.

### Add
page-add-how = Take a photo of your paper. Or choose a file.
page-add-photo = Take a photo
page-add-photo-more = one page, or several
page-add-photo-how = Lay the paper flat, in the light. Show the whole page.
page-add-photo-take = Take the photo
page-add-file = Choose a file
page-add-file-more = a picture or a PDF
page-add-legible = Is it legible?
page-add-legible-how = Look at the small letters. Everything must be readable.
page-add-legible-yes = Yes, keep this page
page-add-legible-no = No, start again
page-add-page-picture = The page, as it will be kept
page-add-sharp = The picture is sharp.
page-add-blurred = The picture looks blurred. Start again, with more light and without moving.
page-add-turn = Turn
page-add-cut = Cut the edges
page-add-cut-top = Top
page-add-cut-bottom = Bottom
page-add-cut-start = Left
page-add-cut-end = Right
page-add-pages = { $n ->
    [one] { $n } page is ready
   *[other] { $n } pages are ready
}
page-add-pages-more = Is there another page? The back of the paper counts too.
page-add-pages-done = No, that is all
page-add-pages-photo = Photo of another page
page-add-pages-file = File of another page
page-add-describe = Which paper is it?
page-add-type = Which paper
page-add-name = Its name
page-add-name-hint = Any name you like. It is kept secret.
page-add-name-missing = Give this paper a name.
page-add-folder-hint = Mandates are given by folder. “Private” is for you alone.
page-add-expires = Valid until
page-add-expires-hint = If you know it. Otherwise leave it empty.
page-add-send = Add to my vault
page-add-sending = The paper is being locked, then sent…
page-add-broken = The network is cut. Sending resumes by itself.
    .next = Nothing is lost. Leave this page open.
page-added = Done. “{ $title }” is in your vault.
page-failure-photo-refused = The camera is not allowed.
    .next = Allow it in the browser. Or choose a file.
page-failure-photo-missing = There is no camera here.
    .next = Choose a file.
page-failure-file-unreadable = This file is neither a picture nor a PDF.
    .next = Take a photo of the paper instead.

### My account
page-proof-card = To be sure that it is you: show your card again.
page-proof-code = Your current code
page-pin-title = Change my code
page-pin-done = Done. Your code is changed.
page-card-title = Replace my card
page-card-more = A new card, and the old one no longer works
page-card-printer = A printer is needed, right now.
page-card-old = The old card will no longer work.
page-card-ready = Yes, the printer is ready
page-export-more = Everything, in one file
page-close-title = Close my vault
page-close-more = Everything will be destroyed
page-close-what = All your papers will be destroyed. Nobody will be able to get them back.
page-close-grace = You have some days to change your mind.
page-close-before = First keep a copy of your papers, if you need them.
page-close-yes = Yes, I want to close my vault
page-close-done = Your vault will be destroyed on { $date }.
page-close-receipt = Keep this receipt. With it you get the proof of the destruction.
page-close-receipt-shared = Print this receipt. With it you get the proof of the destruction. It will not stay here.
page-close-receipt-label = The receipt
page-closing-when = Your vault will be destroyed on { $date }.
page-closing-change = You can still change your mind.
page-keep-title = Keep my vault
page-keep-more = Cancel the closing
page-keep-done = Done. Your vault stays open.

### Getting access back
page-recovery-title = Somebody asks to get into your vault, without your card.
page-failure-recoveries-unknown = We do not know whether somebody asks to enter your vault.
    .next = Try again. If this comes back, tell your organisation.
page-recovery-somebody = Somebody
page-recovery-by = { $name } asked for it { $date }.
page-recovery-not-yet = Other people must still agree: { $n } of { $all }.
page-recovery-ready = It will be possible { $date }.
page-recovery-yours = Did you want this? Do nothing. Otherwise, stop it.
page-recovery-stop = Stop this request
page-recovery-stop-sure = Stop this request?
page-recovery-stop-then = It stops for good. Your card and your code work as before.
