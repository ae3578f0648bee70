## The demonstration: what "make demo" shows.

demo-preparing = Preparing the demonstration (the first time only):
demo-step-organisation = the organisation and its admin
demo-step-members = a professional and a desk agent
demo-step-vault = the beneficiary's vault, with a card
demo-step-mandate = the beneficiary's mandate to the organisation
demo-step-papers = three documents
demo-step-auditor = an auditor

demo-running = The server runs on { $url }, for this computer only.
demo-where = Everything is in { $folder }. The people and the documents are imaginary.
demo-who = Who is there
demo-who-referent = admin of the organisation "{ $organisation }"
demo-who-professional = professional: adds and opens documents, under the mandate
demo-who-desk = desk agent: adds documents, cannot open them
demo-who-beneficiary = beneficiary; the card to print: { $card }
demo-who-auditor = auditor: verifies the log, sees no name and no content
demo-made = What is done
demo-made-mandate = a mandate of { $days } days to the organisation "{ $organisation }": read and deposit ({ $folders })
demo-made-papers = { $papers } documents: one added by the professional, the others by the desk agent
demo-try = To try in another terminal (copy, paste)
demo-visit-professional = 1. The professional looks at the list and opens a document.
demo-visit-desk = 2. The desk agent tries to open the same document: refused, and noted.
demo-visit-beneficiary = 3. The beneficiary looks at who came; the refusal is there.
demo-visit-auditor = 4. The auditor verifies the whole log, without seeing any name.
demo-visit-revoke = 5. The beneficiary revokes the mandate.
demo-visit-again = 6. The professional tries again: refused, at once.
demo-visit-sheet = 7. He makes a new recovery sheet, for the day when the card is lost. Its act is checked with no network and no account.
demo-visit-export = 8. He takes everything out in one file, which anyone can check.
demo-stop = Ctrl-C stops the server. "make demo" starts it again and keeps everything.
demo-afresh = To begin afresh: rm -r { $folder }
demo-stopped = The server has stopped. "make demo" starts it again and keeps everything.

demo-error-port-unusable = DEMO_PORT is "{ $value }", which is not a port number. Give a number from 1 to 65535.
demo-error-port-taken = Port { $port } is taken, perhaps by another demonstration. Stop it, or choose another port and another folder: DEMO_PORT=9443 DEMO_DIR=./demo-9443 make demo
demo-error-other-port = The data in { $path } were made for { $url }. Take that port again with DEMO_PORT, or choose another folder with DEMO_DIR.
demo-error-program-missing = The program { $path } is missing. Build it: make build
demo-error-half-made = The preparation of { $path } did not come to its end. Remove that folder, then begin again: rm -r { $path }
demo-error-not-empty = The folder { $path } already holds something else. Choose another one with DEMO_DIR.
demo-error-record = The file { $path } is not that of a demonstration. Choose another folder with DEMO_DIR, or remove this one.
demo-error-file = { $path } cannot be used: { $cause }
demo-error-step = "{ $command }" did not succeed. It answered: { $said }
demo-error-answer = "{ $command }" answered without "{ $field }". The programs are not of the same version; build them again: make build
demo-error-server-ended = The server ended by itself. It says why in { $path }
demo-error-server-silent = The server does not answer. It may say why in { $path }
demo-error-interrupted = Stopped before the preparation was complete. Remove the folder before you begin again: rm -r { $path }
