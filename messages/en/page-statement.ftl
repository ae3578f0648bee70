## The accessibility statement. It says only what was tried.
page-accessibility-state = Where we stand
    .told = Coffre solidaire wants everybody to be able to use it, as article 47 of the French law no. 2005-102 of 11 February 2005 asks.
        This page does not conform to the French general accessibility framework (RGAA 4.1), level AA.
        Nobody has made the audit yet. Without an audit, the rule says: not conforming.
page-accessibility-tried = What was tried
    .told = Automatic checks (axe-core) on each screen, in French and in Arabic, in Chromium.
        Three whole journeys with the keyboard alone: the person, the professional, the auditor.
        The text at 200% without scrolling sideways, on a screen of 360 pixels.
        Buttons of 44 pixels at least.
        The main journey in Firefox.
page-accessibility-missing = What was not tried
    .told = The 106 criteria of the RGAA were not checked one by one by a person. An automatic check sees only a part of them.
        No audit was made by an independent person.
        No trial with a real screen reader (NVDA, VoiceOver, TalkBack).
        No trial with a screen magnifier, voice control or a switch.
        No trial with the people concerned. The sentences follow the ideas of Easy to read, without its logo.
        Reading aloud depends on the voices of the device. Some have none.
        The papers that are shown are pictures or PDF files made by others. A screen reader cannot always read them.
page-accessibility-made = How this statement was made
    .told = It was written in November 2026 by those who make this program, from their own trials.
        The operator of this server must complete it with their name and their own audit.
page-accessibility-contact = A screen stops you?
    .told = Tell your organisation. It helps you at once and tells the operator of this server.
page-accessibility-rights = If nobody answers you
    .told = You can write to the Défenseur des droits, or see their delegate near you. It is free.
        The address, without a stamp: Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX 07.
