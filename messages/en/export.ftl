## What a person takes away from their vault: the pages of the file, and what is said when it is written and checked.

export-title = My vault
export-index-intro = Here are all the papers of the vault, as they were on { $when } at { $server }.
export-index-link = Back to the list of papers
export-journal-link = Who looked at my papers
export-journal-intro = Each line says who did what, and when. The first one is the oldest.
export-head-dates = Dates of the paper
export-head-by = Added by
export-issued = of { $day }
export-expires = valid until { $day }
export-version = version { $n }
export-by-owner = the person themself
export-provenance = { $kind ->
    [staff] Comes from { $server }, added there on { $when } by { $who }.
   *[owner] Comes from { $server }, added there on { $when } by the person themself.
}

export-readme-what = This file holds the whole vault, as it was on { $when } at { $server }: the papers, the list of who looked at them, and the proofs.
export-readme-open = To read: open index.html with any browser, without the internet. The papers themselves are in “documents”, one folder for each subject.
export-readme-safe = Careful: everything in it can be read. Keep this file as you keep your papers. Do not leave it on a shared computer.
export-readme-import = To put these papers into another vault: coffre import FILE.zip
export-readme-check = To check that nothing was changed, without the internet and without an account: coffre export verify FILE.zip. Change nothing inside the ZIP file, or it can no longer be checked.
export-readme-names = Names of people and of organisations are those that the server showed: nobody signed them.

export-anchor-vault = Vault: { $value }
export-anchor-account = Anchor of the account: { $value }
export-anchor-organisation = Anchor of the organisation { $name }: { $value }
export-anchor-log = Key of the log: { $value }

done-export = Taken away: { $n ->
    [0] no paper
    [1] 1 paper
   *[other] { $n } papers
}, into { $path }.
done-export-clear = Everything in it can be read: give the file to the person, and keep no copy.
done-export-age = The file is encrypted: only the key given opens it.
done-export-verify = Everything is intact: { $n ->
    [0] no paper
    [1] 1 paper
   *[other] { $n } papers
} ({ $versions ->
    [1] 1 version
   *[other] { $versions } versions
}), taken away on { $when }.
verify-export-proves = Each paper is the one that was added, and bears the signature of whoever added it. The person signed the list. The log is whole ({ $entries } lines) and signed by the server.
verify-export-compare = This rests on these anchors. Compare them with those on the card:
done-import = Put into the vault: { $n ->
    [0] no paper
    [1] 1 paper
   *[other] { $n } papers
}. Already there: { $there }.
done-import-erased = Erased from this vault before, and so not put back: { $n }.
done-import-reminders = Reminders set: { $n }.
done-import-reminders-left = Reminders not taken over: { $n }. Their day is past, or this account cannot read the paper. They are written in `index.html`.
export-reminders = Papers to renew
export-reminder-line = On { $day }: { $title }. { $text }
