## The log, in sentences. `who` is you when the reader did it, other otherwise.

event-enrolment = { $who ->
    [you] You created an account on { $when }.
   *[other] { $actor } created an account on { $when }.
}
    .refused = { $who ->
    [you] You tried to create an account on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to create an account on { $when }. Refused: { $reason }.
}
event-login = { $who ->
    [you] You used your card and your PIN on { $when }.
   *[other] { $actor } used card and PIN on { $when }.
}
    .refused = { $who ->
    [you] Someone tried to use your card on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to use a card on { $when }. Refused: { $reason }.
}
event-pin-change = { $who ->
    [you] You changed your PIN on { $when }.
   *[other] { $actor } changed a PIN on { $when }.
}
    .refused = { $who ->
    [you] You tried to change your PIN on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to change a PIN on { $when }. Refused: { $reason }.
}
event-key-publication = { $who ->
    [you] You published a key on { $when }.
   *[other] { $actor } published a key on { $when }.
}
    .refused = { $who ->
    [you] You tried to publish a key on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to publish a key on { $when }. Refused: { $reason }.
}
event-organisation-created = { $who ->
    [you] You created the organisation on { $when }.
   *[other] { $actor } created the organisation on { $when }.
}
    .refused = { $who ->
    [you] You tried to create an organisation on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to create an organisation on { $when }. Refused: { $reason }.
}
event-member-added = { $who ->
    [you] You added a member to the organisation on { $when }.
   *[other] { $actor } added a member to the organisation on { $when }.
}
    .refused = { $who ->
    [you] You tried to add a member to the organisation on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to add a member to the organisation on { $when }. Refused: { $reason }.
}
event-vault-created = { $who ->
    [you] You created this vault on { $when }.
   *[other] { $actor } created this vault on { $when }.
}
    .refused = { $who ->
    [you] You tried to create a vault on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to create a vault on { $when }. Refused: { $reason }.
}
event-mandate-granted = { $who ->
    [you] You gave a mandate on { $when }.
   *[other] { $actor } gave a mandate on { $when }.
}
    .refused = { $who ->
    [you] You tried to give a mandate on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to give a mandate on { $when }. Refused: { $reason }.
}
event-mandate-revoked = { $who ->
    [you] You withdrew a mandate on { $when }.
   *[other] { $actor } withdrew a mandate on { $when }.
}
    .refused = { $who ->
    [you] You tried to withdraw a mandate on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to withdraw a mandate on { $when }. Refused: { $reason }.
}
event-vault-read = { $who ->
    [you] You looked at the list of your folders on { $when }.
   *[other] { $actor } looked at the list of the folders on { $when }.
}
    .refused = { $who ->
    [you] You tried to look at the list of your folders on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to look at the list of the folders on { $when }. Refused: { $reason }.
}
event-records-read = { $who ->
    [you] You looked at the list of your papers on { $when }.
   *[other] { $actor } looked at the list of papers on { $when }.
}
    .refused = { $who ->
    [you] You tried to look at the list of your papers on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to look at the list of papers on { $when }. Refused: { $reason }.
}
event-deposit = { $who ->
    [you] You added { $document } on { $when }.
   *[other] { $actor } added { $document } on { $when }.
}
    .refused = { $who ->
    [you] You tried to add { $document } on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to add { $document } on { $when }. Refused: { $reason }.
}
event-opening = { $who ->
    [you] You opened { $document } on { $when }.
   *[other] { $actor } opened { $document } on { $when }.
}
    .refused = { $who ->
    [you] You tried to open { $document } on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to open { $document } on { $when }. Refused: { $reason }.
}
event-log-read = { $who ->
    [you] You read the log on { $when }.
   *[other] { $actor } read the log on { $when }.
}
    .refused = { $who ->
    [you] You tried to read the log on { $when }. Refused: { $reason }.
   *[other] { $actor } tried to read the log on { $when }. Refused: { $reason }.
}
event-mandate-expired = A mandate came to its last day on { $when }.
    .refused = A mandate came to its last day on { $when }. Refused: { $reason }.
event-invitation = The operator made an invitation on { $when }.
    .refused = The operator made an invitation on { $when }. Refused: { $reason }.
event-maintenance = The operator worked on the server on { $when }.
    .refused = The operator worked on the server on { $when }. Refused: { $reason }.
event-unsigned-requests = Requests that nobody signed were refused on { $when }.
    .refused = Requests that nobody signed were refused on { $when }. Refused: { $reason }.

journal-actor-staff = { $name }, { $organisation },
journal-actor-role = { $role ->
    [referent] An organisation admin
    [professional] A professional
    [desk] A desk agent
   *[none] A professional
}
journal-actor-kind = { $kind ->
    [beneficiary] The person
    [auditor] An auditor
   *[staff] A professional
}
journal-actor-unknown = Someone unknown
journal-organisation = { $first ->
   *[other] of { $organisation }
}
journal-document = the paper “{ $title }”
journal-document-unknown = a paper
journal-purpose = For: { $purpose }.
journal-empty = Nobody has done anything in this vault yet.
