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
event-directory-read = { $who ->
    [you] Vous avez regardé les noms d’une organisation { $when }.
   *[other] { $actor } a regardé les noms d’une organisation { $when }.
}
    .refused = { $who ->
    [you] Vous avez voulu regarder les noms d’une organisation { $when }. Refusé : { $reason }.
   *[other] { $actor } a voulu regarder les noms d’une organisation { $when }. Refusé : { $reason }.
}
event-mandate-expired = Une autorisation s’est terminée { $when }.
    .refused = Une autorisation s’est terminée { $when }. Refusé : { $reason }.
event-invitation = Une invitation a été créée par l’exploitant { $when }.
    .refused = Une invitation a été créée par l’exploitant { $when }. Refusé : { $reason }.
event-maintenance = L’exploitant est intervenu sur le serveur { $when }.
    .refused = L’exploitant est intervenu sur le serveur { $when }. Refusé : { $reason }.
event-unsigned-requests = Des demandes que personne n’a signées ont été refusées { $when }.
    .refused = Des demandes que personne n’a signées ont été refusées { $when }. Refusé : { $reason }.
event-credential-added = { $who ->
    [you] Vous avez enregistré une nouvelle carte ou une feuille de secours { $when }.
   *[other] { $actor } a enregistré une nouvelle carte ou une feuille de secours { $when }.
}
    .refused = { $who ->
    [you] Vous avez voulu enregistrer une nouvelle carte ou une feuille de secours { $when }. Refusé : { $reason }.
   *[other] { $actor } a voulu enregistrer une nouvelle carte ou une feuille de secours { $when }. Refusé : { $reason }.
}
event-credential-revoked = { $who ->
    [you] Vous avez annulé une carte ou une feuille de secours { $when }.
   *[other] { $actor } a annulé une carte ou une feuille de secours { $when }.
}
    .refused = { $who ->
    [you] Vous avez voulu annuler une carte ou une feuille de secours { $when }. Refusé : { $reason }.
   *[other] { $actor } a voulu annuler une carte ou une feuille de secours { $when }. Refusé : { $reason }.
}
event-pin-reset-approved = { $who ->
    [you] Vous avez confirmé une demande de nouveau code { $when }.
   *[other] { $actor } a confirmé une demande de nouveau code { $when }.
}
    .refused = { $who ->
    [you] Vous avez voulu confirmer une demande de nouveau code { $when }. Refusé : { $reason }.
   *[other] { $actor } a voulu confirmer une demande de nouveau code { $when }. Refusé : { $reason }.
}
event-pin-reset = { $who ->
    [you] Vous avez choisi un nouveau code, après un oubli { $when }.
   *[other] { $actor } a choisi un nouveau code, après un oubli { $when }.
}
    .refused = { $who ->
    [you] Vous avez voulu choisir un nouveau code, après un oubli { $when }. Refusé : { $reason }.
   *[other] { $actor } a voulu choisir un nouveau code, après un oubli { $when }. Refusé : { $reason }.
}
event-recovery-started = { $who ->
    [you] Vous avez demandé à retrouver l’accès à ce coffre { $when }.
   *[other] { $actor } a demandé à retrouver l’accès à ce coffre { $when }.
}
    .refused = { $who ->
    [you] Vous avez voulu retrouver l’accès à ce coffre { $when }. Refusé : { $reason }.
   *[other] { $actor } a voulu retrouver l’accès à ce coffre { $when }. Refusé : { $reason }.
}
event-recovery-approved = { $who ->
    [you] Vous avez approuvé la demande de retrouver l’accès { $when }.
   *[other] { $actor } a approuvé la demande de retrouver l’accès { $when }.
}
    .refused = { $who ->
    [you] Vous avez voulu approuver la demande de retrouver l’accès { $when }. Refusé : { $reason }.
   *[other] { $actor } a voulu approuver la demande de retrouver l’accès { $when }. Refusé : { $reason }.
}
event-recovery-stopped = { $who ->
    [you] Vous avez arrêté la demande de retrouver l’accès { $when }.
   *[other] { $actor } a arrêté la demande de retrouver l’accès { $when }.
}
    .refused = { $who ->
    [you] Vous avez voulu arrêter la demande de retrouver l’accès { $when }. Refusé : { $reason }.
   *[other] { $actor } a voulu arrêter la demande de retrouver l’accès { $when }. Refusé : { $reason }.
}
event-recovery-finished = { $who ->
    [you] Vous avez retrouvé l’accès à ce coffre { $when }.
   *[other] { $actor } a retrouvé l’accès à ce coffre { $when }.
}
    .refused = { $who ->
    [you] Vous avez voulu terminer la demande de retrouver l’accès { $when }. Refusé : { $reason }.
   *[other] { $actor } a voulu terminer la demande de retrouver l’accès { $when }. Refusé : { $reason }.
}
event-guardians-named = { $who ->
    [you] Vous avez changé les contacts de secours { $when }.
   *[other] { $actor } a changé les contacts de secours { $when }.
}
    .refused = { $who ->
    [you] Vous avez voulu changer les contacts de secours { $when }. Refusé : { $reason }.
   *[other] { $actor } a voulu changer les contacts de secours { $when }. Refusé : { $reason }.
}
event-guardian-rehearsed = { $who ->
    [you] Vous avez vérifié qu’un contact de secours peut aider { $when }. Rien n’a été ouvert.
   *[other] { $actor } a vérifié qu’un contact de secours peut aider { $when }. Rien n’a été ouvert.
}
    .refused = { $who ->
    [you] Vous avez voulu vérifier qu’un contact de secours peut aider { $when }. Refusé : { $reason }.
   *[other] { $actor } a voulu vérifier qu’un contact de secours peut aider { $when }. Refusé : { $reason }.
}
event-deposit-undone = { $who ->
    [you] Vous avez annulé l’ajout d’un papier { $when }.
   *[other] { $actor } a annulé l’ajout d’un papier { $when }.
}
    .refused = { $who ->
    [you] Vous avez voulu annuler l’ajout d’un papier { $when }. Refusé : { $reason }.
   *[other] { $actor } a voulu annuler l’ajout d’un papier { $when }. Refusé : { $reason }.
}
event-document-moved = { $who ->
    [you] Vous avez changé de dossier { $document } { $when }.
   *[other] { $actor } a changé de dossier { $document } { $when }.
}
    .refused = { $who ->
    [you] Vous avez voulu changer de dossier { $document } { $when }. Refusé : { $reason }.
   *[other] { $actor } a voulu changer de dossier { $document } { $when }. Refusé : { $reason }.
}
event-document-renamed = { $who ->
    [you] Vous avez renommé { $document } { $when }.
   *[other] { $actor } a renommé { $document } { $when }.
}
    .refused = { $who ->
    [you] Vous avez voulu renommer { $document } { $when }. Refusé : { $reason }.
   *[other] { $actor } a voulu renommer { $document } { $when }. Refusé : { $reason }.
}
event-document-erased = { $who ->
    [you] Vous avez effacé un papier { $when }.
   *[other] { $actor } a effacé un papier { $when }.
}
    .refused = { $who ->
    [you] Vous avez voulu effacer un papier { $when }. Refusé : { $reason }.
   *[other] { $actor } a voulu effacer un papier { $when }. Refusé : { $reason }.
}
event-folder-keys-turned = { $who ->
    [you] Vous avez changé la clé d’un dossier { $when }.
   *[other] { $actor } a changé la clé d’un dossier { $when }.
}
    .refused = { $who ->
    [you] Vous avez voulu changer la clé d’un dossier { $when }. Refusé : { $reason }.
   *[other] { $actor } a voulu changer la clé d’un dossier { $when }. Refusé : { $reason }.
}
event-member-suspended = { $who ->
    [you] Vous avez suspendu un membre de la structure { $when }.
   *[other] { $actor } a suspendu un membre de la structure { $when }.
}
    .refused = { $who ->
    [you] Vous avez voulu suspendre un membre de la structure { $when }. Refusé : { $reason }.
   *[other] { $actor } a voulu suspendre un membre de la structure { $when }. Refusé : { $reason }.
}
event-member-resumed = { $who ->
    [you] Vous avez rétabli un membre de la structure { $when }.
   *[other] { $actor } a rétabli un membre de la structure { $when }.
}
    .refused = { $who ->
    [you] Vous avez voulu rétablir un membre de la structure { $when }. Refusé : { $reason }.
   *[other] { $actor } a voulu rétablir un membre de la structure { $when }. Refusé : { $reason }.
}
event-member-removed = { $who ->
    [you] Vous avez retiré un membre de la structure { $when }.
   *[other] { $actor } a retiré un membre de la structure { $when }.
}
    .refused = { $who ->
    [you] Vous avez voulu retirer un membre de la structure { $when }. Refusé : { $reason }.
   *[other] { $actor } a voulu retirer un membre de la structure { $when }. Refusé : { $reason }.
}
event-organisation-keys-turned = { $who ->
    [you] Vous avez changé les clés de la structure { $when }.
   *[other] { $actor } a changé les clés de la structure { $when }.
}
    .refused = { $who ->
    [you] Vous avez voulu changer les clés de la structure { $when }. Refusé : { $reason }.
   *[other] { $actor } a voulu changer les clés de la structure { $when }. Refusé : { $reason }.
}
event-organisation-joined = { $who ->
    [you] Vous avez confié le nom à une autre structure { $when }.
   *[other] { $actor } a confié le nom à une autre structure { $when }.
}
    .refused = { $who ->
    [you] Vous avez voulu confier le nom à une autre structure { $when }. Refusé : { $reason }.
   *[other] { $actor } a voulu confier le nom à une autre structure { $when }. Refusé : { $reason }.
}
event-organisation-left = { $who ->
    [you] Vous avez quitté une structure { $when }.
   *[other] { $actor } a quitté une structure { $when }.
}
    .refused = { $who ->
    [you] Vous avez voulu quitter une structure { $when }. Refusé : { $reason }.
   *[other] { $actor } a voulu quitter une structure { $when }. Refusé : { $reason }.
}
event-consent-refused = { $who ->
    [you] Vous avez noté un refus { $when }. Rien d’autre n’a été gardé.
   *[other] { $actor } a noté un refus { $when }. Rien d’autre n’a été gardé.
}
    .refused = { $who ->
    [you] Vous avez voulu noter un refus { $when }. Refusé : { $reason }.
   *[other] { $actor } a voulu noter un refus { $when }. Refusé : { $reason }.
}
event-vault-closing = { $who ->
    [you] Vous avez demandé la fermeture du coffre { $when }.
   *[other] { $actor } a demandé la fermeture du coffre { $when }.
}
    .refused = { $who ->
    [you] Vous avez voulu fermer le coffre { $when }. Refusé : { $reason }.
   *[other] { $actor } a voulu fermer le coffre { $when }. Refusé : { $reason }.
}
event-vault-kept = { $who ->
    [you] Vous avez gardé le coffre : la fermeture est annulée { $when }.
   *[other] { $actor } a gardé le coffre : la fermeture est annulée { $when }.
}
    .refused = { $who ->
    [you] Vous avez voulu garder le coffre { $when }. Refusé : { $reason }.
   *[other] { $actor } a voulu garder le coffre { $when }. Refusé : { $reason }.
}
event-export = { $who ->
    [you] Vous avez emporté tout le contenu du coffre { $when }.
   *[other] { $actor } a emporté tout le contenu du coffre { $when }.
}
    .refused = { $who ->
    [you] Vous avez voulu emporter tout le contenu du coffre { $when }. Refusé : { $reason }.
   *[other] { $actor } a voulu emporter tout le contenu du coffre { $when }. Refusé : { $reason }.
}
event-channel-changed = { $who ->
    [you] Vous avez changé les moyens d’être prévenu { $when }.
   *[other] { $actor } a changé les moyens d’être prévenu { $when }.
}
    .refused = { $who ->
    [you] Vous avez voulu changer les moyens d’être prévenu { $when }. Refusé : { $reason }.
   *[other] { $actor } a voulu changer les moyens d’être prévenu { $when }. Refusé : { $reason }.
}
event-reminder-changed = { $who ->
    [you] Vous avez changé un rappel { $when }.
   *[other] { $actor } a changé un rappel { $when }.
}
    .refused = { $who ->
    [you] Vous avez voulu changer un rappel { $when }. Refusé : { $reason }.
   *[other] { $actor } a voulu changer un rappel { $when }. Refusé : { $reason }.
}
event-vault-destroyed = Le coffre a été détruit { $when }.
    .refused = Le coffre a été détruit { $when }. Échec : { $reason }.
event-notice-sent = Un message d’information a été envoyé { $when }.
    .refused = Un message d’information a été envoyé { $when }. Échec : { $reason }.
event-idle-warned = Un compte inutilisé depuis longtemps a été signalé { $when }.
    .refused = Un compte inutilisé depuis longtemps a été signalé { $when }. Échec : { $reason }.
event-idle-disabled = Un compte inutilisé a été fermé { $when }.
    .refused = Un compte inutilisé a été fermé { $when }. Échec : { $reason }.
event-log-purged = Des lignes anciennes du journal ont été oubliées { $when }.
    .refused = Des lignes anciennes du journal ont été oubliées { $when }. Échec : { $reason }.
event-mandates-purged = D’anciennes autorisations ont été oubliées { $when }.
    .refused = D’anciennes autorisations ont été oubliées { $when }. Échec : { $reason }.
event-backup = L’exploitant a fait une sauvegarde { $when }.
    .refused = L’exploitant a fait une sauvegarde { $when }. Échec : { $reason }.
event-backup-verified = L’exploitant a vérifié une sauvegarde { $when }.
    .refused = L’exploitant a vérifié une sauvegarde { $when }. Échec : { $reason }.
event-restore = L’exploitant a restauré une sauvegarde { $when }.
    .refused = L’exploitant a restauré une sauvegarde { $when }. Échec : { $reason }.
event-log-behind-accepted = L’exploitant a repris le journal à un point plus ancien { $when }.
    .refused = L’exploitant a repris le journal à un point plus ancien { $when }. Échec : { $reason }.
event-keys-turned = La clé du serveur a été changée { $when }.
    .refused = La clé du serveur a été changée { $when }. Échec : { $reason }.
event-keys-destroyed = Une ancienne clé du serveur a été détruite { $when }.
    .refused = Une ancienne clé du serveur a été détruite { $when }. Échec : { $reason }.
event-keys-exported = L’exploitant a copié les clés du serveur { $when }.
    .refused = L’exploitant a copié les clés du serveur { $when }. Échec : { $reason }.

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
