## Le journal, en phrases. `who` vaut you quand c’est la personne qui lit, other sinon.

event-enrolment = { $who ->
    [you] Vous avez créé un compte { $when }.
   *[other] { $actor } a créé un compte { $when }.
}
    .refused = { $who ->
    [you] Vous avez voulu créer un compte { $when }. Refusé : { $reason }.
   *[other] { $actor } a voulu créer un compte { $when }. Refusé : { $reason }.
}
event-login = { $who ->
    [you] Vous avez utilisé votre carte et votre code { $when }.
   *[other] { $actor } a utilisé sa carte et son code { $when }.
}
    .refused = { $who ->
    [you] Quelqu’un a voulu utiliser votre carte { $when }. Refusé : { $reason }.
   *[other] { $actor } a voulu utiliser sa carte { $when }. Refusé : { $reason }.
}
event-pin-change = { $who ->
    [you] Vous avez changé votre code { $when }.
   *[other] { $actor } a changé son code { $when }.
}
    .refused = { $who ->
    [you] Vous avez voulu changer votre code { $when }. Refusé : { $reason }.
   *[other] { $actor } a voulu changer son code { $when }. Refusé : { $reason }.
}
event-key-publication = { $who ->
    [you] Vous avez publié une clé { $when }.
   *[other] { $actor } a publié une clé { $when }.
}
    .refused = { $who ->
    [you] Vous avez voulu publier une clé { $when }. Refusé : { $reason }.
   *[other] { $actor } a voulu publier une clé { $when }. Refusé : { $reason }.
}
event-organisation-created = { $who ->
    [you] Vous avez créé la structure { $when }.
   *[other] { $actor } a créé la structure { $when }.
}
    .refused = { $who ->
    [you] Vous avez voulu créer une structure { $when }. Refusé : { $reason }.
   *[other] { $actor } a voulu créer une structure { $when }. Refusé : { $reason }.
}
event-member-added = { $who ->
    [you] Vous avez ajouté un membre à la structure { $when }.
   *[other] { $actor } a ajouté un membre à la structure { $when }.
}
    .refused = { $who ->
    [you] Vous avez voulu ajouter un membre à la structure { $when }. Refusé : { $reason }.
   *[other] { $actor } a voulu ajouter un membre à la structure { $when }. Refusé : { $reason }.
}
event-vault-created = { $who ->
    [you] Vous avez créé ce coffre { $when }.
   *[other] { $actor } a créé ce coffre { $when }.
}
    .refused = { $who ->
    [you] Vous avez voulu créer un coffre { $when }. Refusé : { $reason }.
   *[other] { $actor } a voulu créer un coffre { $when }. Refusé : { $reason }.
}
event-mandate-granted = { $who ->
    [you] Vous avez donné une autorisation { $when }.
   *[other] { $actor } a donné une autorisation { $when }.
}
    .refused = { $who ->
    [you] Vous avez voulu donner une autorisation { $when }. Refusé : { $reason }.
   *[other] { $actor } a voulu donner une autorisation { $when }. Refusé : { $reason }.
}
event-mandate-revoked = { $who ->
    [you] Vous avez retiré une autorisation { $when }.
   *[other] { $actor } a retiré une autorisation { $when }.
}
    .refused = { $who ->
    [you] Vous avez voulu retirer une autorisation { $when }. Refusé : { $reason }.
   *[other] { $actor } a voulu retirer une autorisation { $when }. Refusé : { $reason }.
}
event-vault-read = { $who ->
    [you] Vous avez regardé la liste des dossiers { $when }.
   *[other] { $actor } a regardé la liste des dossiers { $when }.
}
    .refused = { $who ->
    [you] Vous avez voulu regarder la liste des dossiers { $when }. Refusé : { $reason }.
   *[other] { $actor } a voulu regarder la liste des dossiers { $when }. Refusé : { $reason }.
}
event-records-read = { $who ->
    [you] Vous avez regardé la liste de vos papiers { $when }.
   *[other] { $actor } a regardé la liste des papiers { $when }.
}
    .refused = { $who ->
    [you] Vous avez voulu regarder la liste de vos papiers { $when }. Refusé : { $reason }.
   *[other] { $actor } a voulu regarder la liste des papiers { $when }. Refusé : { $reason }.
}
event-deposit = { $who ->
    [you] Vous avez ajouté { $document } { $when }.
   *[other] { $actor } a ajouté { $document } { $when }.
}
    .refused = { $who ->
    [you] Vous avez voulu ajouter { $document } { $when }. Refusé : { $reason }.
   *[other] { $actor } a voulu ajouter { $document } { $when }. Refusé : { $reason }.
}
event-opening = { $who ->
    [you] Vous avez ouvert { $document } { $when }.
   *[other] { $actor } a ouvert { $document } { $when }.
}
    .refused = { $who ->
    [you] Vous avez voulu ouvrir { $document } { $when }. Refusé : { $reason }.
   *[other] { $actor } a voulu ouvrir { $document } { $when }. Refusé : { $reason }.
}
event-log-read = { $who ->
    [you] Vous avez lu le journal { $when }.
   *[other] { $actor } a lu le journal { $when }.
}
    .refused = { $who ->
    [you] Vous avez voulu lire le journal { $when }. Refusé : { $reason }.
   *[other] { $actor } a voulu lire le journal { $when }. Refusé : { $reason }.
}
event-mandate-expired = Une autorisation s’est terminée { $when }.
    .refused = Une autorisation s’est terminée { $when }. Refusé : { $reason }.
event-invitation = Une invitation a été créée par l’exploitant { $when }.
    .refused = Une invitation a été créée par l’exploitant { $when }. Refusé : { $reason }.
event-maintenance = L’exploitant est intervenu sur le serveur { $when }.
    .refused = L’exploitant est intervenu sur le serveur { $when }. Refusé : { $reason }.
event-unsigned-requests = Des demandes que personne n’a signées ont été refusées { $when }.
    .refused = Des demandes que personne n’a signées ont été refusées { $when }. Refusé : { $reason }.

journal-actor-staff = { $name }, { $organisation },
journal-actor-role = { $role ->
    [referent] Un référent
    [professional] Un professionnel
    [desk] Un agent d’accueil
   *[none] Un professionnel
}
journal-actor-kind = { $kind ->
    [beneficiary] La personne
    [auditor] Un contrôleur
   *[staff] Un professionnel
}
journal-actor-unknown = Quelqu’un d’inconnu
journal-organisation = { $first ->
    [ccas] du { $organisation }
    [cias] du { $organisation }
    [centre] du { $organisation }
    [secours] du { $organisation }
    [foyer] du { $organisation }
    [samu] du { $organisation }
    [association] de l’{ $organisation }
    [armee] de l’{ $organisation }
    [emmaus] d’{ $organisation }
   *[other] de { $organisation }
}
journal-document = le papier « { $title } »
journal-document-unknown = un papier
journal-purpose = Pour : { $purpose }.
journal-empty = Personne n’a encore rien fait dans ce coffre.
