## Printed acts, and checking them.

act-opening = Opening of a vault
act-mandate = Mandate
act-deposit = Receipt of an added paper
act-closing = Closing of a vault
act-sheet = Recovery sheet
act-vault = Number of the vault
act-person = Fingerprint of the person
act-organisation = Fingerprint of the organisation
act-staff = Fingerprint of the professional
act-document = Number of the paper
act-folder = Number of the folder
act-object = Fingerprint of the sealed paper
act-mandate-id = Number of the mandate
act-rights = What is allowed
act-purpose = For
act-until = Until
act-folders = Folders
act-folder-count = { $n ->
    [1] 1 folder
   *[other] { $n } folders
    }
act-consent-hash = Fingerprint of the accepted text
act-claim = Code for the receipt of destruction
act-log = Written in the log
act-log-line = line { $index } of { $log }
act-log-key = Fingerprint of the log
act-said-organisation = Organisation
act-said-professional = With
act-said-person = Person
act-said-title = Paper
act-said-folders = Folders
act-said-destroy = Destroyed after
act-said-sheet = Number of the sheet
act-closing-title = Keeping the vault
act-closing-advice =
    The person has asked for their vault to be closed. All that is in it will be destroyed after the date written above.
    - Until that date they alone can read their papers and take them out, with their card and their PIN.
    - Until that date they can change their mind, at any desk, with their card and their PIN: coffre vault keep. The vault is then kept, as before.
    - After that date nothing comes back. This document with its PDF file gives the receipt of the destruction, without card or PIN: coffre vault receipt FILE.
    - A copy that was printed or taken out before stays with whoever holds it.
act-sheet-title = What the sheet does
act-sheet-advice =
    The person has made a recovery sheet, with their card and their PIN. The sheet that was made before is dead.
    - This document does not hold the secret of the sheet. It may be shown and checked. The sheet’s envelope stays closed.
    - The sheet alone opens nothing: two professionals have to agree as well, and several days have to pass.
    - The person is told of every request. They can stop it at any desk.
act-consent-title = What the person accepted
act-sign-person = The person
act-sign-professional = The professional
act-sign-how = Name, date and signature
act-foot-verify = To check this document, with the PDF file: coffre verify FILE.
done-act = The page to print and keep: { $path }
act-foot-said = Names and titles, at the top, are written by the desk. The rest is signed and can be checked.

### Checking
verify-act = { $title }, { $when }. The signatures hold, and the log confirms it.
verify-consent = The text that was accepted:
verify-said = Written by the desk. Nothing proves it:
verify-page-same = The printable page says exactly this: it is the one that this program draws, to the last sign.
verify-page-other = The page was drawn by another version of the program. Compare what is printed with what is written here: only what is written here is checked.
verify-page-none = This file has no page. If you hold a paper, compare it with what is written here.
verify-log-unknown = Take care: this computer does not know this log. Compare its fingerprint with that of a card, or give the key with --log-key.
verify-person-unknown = This computer does not know this person yet. Compare their fingerprint with that of their card.
verify-organisation-unknown = This computer does not know this organisation yet. Compare its fingerprint with that of a card.
verify-code = The QR code of the page says: { $code }
verify-not = This proves that the act was done. It does not prove that it still holds, nor who held the pen.
verify-receipt = { $sentence } { $when }. The log has signed it.
verify-receipt-not = This proves that the log says so. It does not prove that no copy was kept elsewhere.
receipt-closing = The closing of this vault was asked for:
receipt-destroyed = This vault was destroyed:
receipt-other = Event “{ $event }”, result “{ $result }”:
