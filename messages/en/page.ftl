## The page: the frame, the door, the aids. Short sentences, one idea at a time.
page-language-name = English
page-direction = ltr
page-locale = en-GB

page-brand = Coffre solidaire
page-skip = Go to the content
page-back = Back
page-continue = Continue
page-again = Try again
page-other-way = Do it another way
page-loading = One moment…
page-languages = Language
page-read = Listen
page-read-stop = Stop the voice
page-quick-leave = Leave quickly
page-foot = Help and information
page-build = Version of the page:
page-kiosk-bar = End of the session
page-finish = I have finished
page-countdown = { $minutes ->
    [0] { $seconds ->
        [0] The vault is closing.
        [one] The vault closes in { $seconds } second.
       *[other] The vault closes in { $seconds } seconds.
    }
   *[other] The vault closes in less than { $minutes } minutes.
}

### The door
page-welcome-title = Open my vault
page-kiosk-title = Open my vault at the kiosk
page-kiosk-nothing-stays = Nothing stays on this kiosk. The vault closes by itself after 2 minutes without a touch.
page-welcome-card = You need your card. You also need your PIN.
page-welcome-camera = Show my card
page-welcome-camera-more = to the camera
page-welcome-typing = Type my card
page-welcome-typing-more = the 52 characters on the back
page-welcome-reader = Is there a card reader? Hold the card before it. That is all.
page-shared = This device is not mine
page-shared-more = Nothing will stay on it. The vault closes after 2 minutes without a touch.
page-shared-after-link = The vault will close after 2 minutes without a touch.
page-link-stays = The address of your card is written in this device’s history. Without the PIN it opens nothing.
page-link-stays-next = Ask somebody to clear the history. Next time, show the card to this page.
page-lost-card = I no longer have my card
page-lost-card-next = Go to an organisation that you know. It can help you to get your vault back.
page-lost-card-safe = Your papers are still there. The card alone is not enough to open them.
page-what = What is this vault?
page-what-papers = Your papers are kept here. You find them wherever you are.
page-what-who = You see who looked at your papers.
page-what-no = You decide who may look. You can say no.

page-camera-show = Show the black and white square of the card. Hold the card flat.
page-camera-picture = What the camera sees

page-typing-label = The 52 characters of the card
page-typing-hint = They are on the back, in groups of four. Capital or small letters are the same.
page-typing-count = { $n } of { $all }

page-code-card-read = The card has been read.
page-code-label = Your PIN
page-code-open = Open
page-code-opening = The vault is opening…
page-code-alone = Type it yourself. Nobody needs to see it.
page-code-other-card = Take another card
page-keypad-keys = Digits
page-keypad-erase = Erase the last digit
page-keypad-show = Show the PIN
page-keypad-count = { $n ->
    [0] No digit yet
    [one] { $n } digit
   *[other] { $n } digits
}

### In the vault
page-home-title = Home
page-status-valid = Valid
page-status-soon = Expires soon
page-status-expired = Expired

### The end
page-over-title = The vault is closed
page-over-why = Nobody can see your papers here.
page-over-next = To continue, you need the card and the PIN.
page-over-again = Open a vault
page-done-title = Finished
page-done-nothing = The vault is closed. Nothing stayed on this device.
page-done-card = Take back your card.
page-done-glass = Take back your papers. Look on the glass of the scanner too.
page-nowhere-title = This page does not exist
page-nowhere-why = The address is not the right one.
page-nowhere-next = Go to the beginning

### The display
page-display-title = Display
page-display-link = Display
page-display-choose = Choose what is easy to read for you.
page-display-account = Your choices, and the language, are kept locked with your account. You find them again next time.
page-display-size = Size of the text
page-display-percent = { $n }%
page-display-more = Other settings
page-display-contrast = Black and white, high contrast
page-display-spacing = More space between the lines
page-display-still = Nothing moves
page-display-sample = Sample

### Help
page-help-title = Help
page-help-code = I forgot my PIN
page-help-code-next = Go to an organisation that you know, with your card. Two people can help you to choose a new PIN.
page-help-fear = I am afraid that somebody sees
page-help-leave = Touch "Leave quickly" at the top. Another page appears. Nobody can go back.
page-help-person = I want to talk to somebody
page-help-person-next = The name of your organisation is on the card. Call it, or go and see it.

page-accessibility-title = Accessibility
page-accessibility-link = Accessibility: not conforming

### What may stand in the way
page-failure-network = There is no network.
    .next = Check the connection. Nothing is lost. Then try again.
page-failure-camera-refused = The camera is not allowed.
    .next = Allow it in the browser. Or type the characters of the card.
page-failure-camera-missing = There is no camera here.
    .next = Type the characters of the card.
page-failure-card-unreadable = There is a mistake in the characters of the card.
    .next = Look closely at the back of the card. Then start again.
page-failure-old-browser = This browser is too old.
    .next = Update it, or come to the desk of an organisation.
page-failure-no-voice = This device has no voice for this language.
    .next = Ask somebody to read with you.
page-failure-unforeseen = Something did not work.
    .next = Try again. If it happens again, tell your organisation.

page-person-title = A person’s vault
page-grant-title = Ask for a mandate
page-create-title = Open a vault with a person
page-replace-title = Replace the card
page-reset-title = Forgotten PIN
page-team-title = The members of the organisation

### Titles of the person’s screens
page-paper-title = My paper
page-log-title = Who looked
page-mandates-title = Who can look
page-add-title = Add a paper
page-account-title = My account
page-export-title = Take my papers along

### Audit
page-figures-title = Figures
page-entries-title = Lines
