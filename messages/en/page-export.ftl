## The screen “Take my papers along”. The pages of the file itself are in export.ftl.
page-export-what = All your papers, in one file. And also: who looked at them.
page-export-opens = This file opens on another computer, without the internet.
page-export-readable = Careful: in this file, everything can be read. It is not locked.
page-export-keep = Keep it as you keep your papers.
page-export-begin = Take all my papers along
page-export-taking-title = Your papers are being put into the file
page-export-taking = Each paper is opened and checked…
page-export-stop = Stop
page-export-ready = { $n ->
    [0] Ready. There is no paper yet.
    [one] Ready: { $n } paper is in the file.
   *[other] Ready: { $n } papers are in the file.
}
page-export-save = Keep the file on my device
page-export-after = Your papers also stay in your vault.
page-export-shared = This device is not yours. The file would stay on it.
page-export-shared-next = Open your vault on a device of your own. Or ask your organisation.
page-failure-export-other-card = This card opens another vault.
    .next = Show the card of this vault.
page-failure-export-too-big = Your vault is too big for this page.
    .next = Ask your organisation: it can make the file.
