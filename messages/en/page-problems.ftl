## What to do next, in the page: other programs say theirs in problems.ftl.
page-next-session-over = Open it again, with the card and the PIN.
page-next-not-signed = Open the vault again, with the card and the PIN.
page-next-wrong-credential = Check that it is the right card. If it is, go to your organisation.
page-next-credential-blocked = Go to your organisation, with the card. Two people can help you to choose a new PIN.
page-next-right-missing = Look at what the mandate allows. This request is written in the log.
page-next-not-a-member = Check the organisation that was chosen.
page-next-not-allowed = Check who is logged in.
page-next-too-early = Wait until the delay is over.
page-next-already-read = The person can erase it themselves.
page-next-vault-closing = The person can still change their mind.
page-next-method-not-allowed = Reload the page.
page-next-unsupported-media-type = Reload the page.
page-next-malformed = Reload the page, then start again.
page-next-invalid-request = Reload the page, then start again.
page-next-account-disabled = Ask your organisation.
page-next-unexpected = Try later. If it happens again, tell your organisation.
page-next-integrity = Nothing was opened or kept. Do not insist. Tell your organisation.
