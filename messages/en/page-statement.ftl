## The accessibility statement. It says only what was tried.
page-accessibility-state = Where we stand
    .told = Coffre solidaire wants everybody to be able to use it, as article 47 of the French law no. 2005-102 of 11 February 2005 asks.
        This page partially conforms to the French general accessibility framework (RGAA 4.1), level AA.
page-accessibility-tried = What was tried
    .told = Automatic checks (axe-core) on each screen, in French and in Arabic, in Chromium.
        Opening the vault with the keyboard alone.
        The text at 200% without scrolling sideways, on a screen of 360 pixels.
page-accessibility-missing = What was not tried
    .told = No complete RGAA audit was made by an independent person.
        No trial with a real screen reader (NVDA, VoiceOver, TalkBack).
        No trial with the people concerned. The sentences follow the ideas of Easy to read, without its logo.
        Reading aloud depends on the voices of the device. Some have none.
        The papers that are shown are pictures or PDF files made by others. A screen reader cannot always read them.
page-accessibility-made = How this statement was made
    .told = It was written by those who make this program, from their own trials.
page-accessibility-contact = A screen stops you?
    .told = Tell your organisation. It helps you at once and tells the operator of this server.
page-accessibility-rights = If nobody answers you
    .told = You can write to the Défenseur des droits, or see their delegate near you. It is free.
