## Les écrans du contrôleur : le journal, sans nom et sans contenu.

### Le journal est-il entier ?
page-audit-open = Le journal est ouvert.
page-audit-reading = Le journal est lu et vérifié, ligne par ligne…
page-audit-verify-again = Vérifier encore
page-audit-whole = Le journal est entier.
page-audit-lines = { $n ->
    [one] { $n } ligne a été vérifiée ici. Elle correspond au sommet signé.
   *[other] { $n } lignes ont été vérifiées ici. Elles correspondent au sommet signé.
}
page-audit-last = La dernière date du { $when }.
page-audit-first = C’est la première lecture de cette séance. Pour comparer avec une autre fois, donnez une preuve gardée.
page-audit-continues = { $n ->
    [one] C’est bien la suite de ce qui était connu : { $n } ligne.
   *[other] C’est bien la suite de ce qui était connu : { $n } lignes.
}
page-audit-forgotten = { $n ->
    [one] { $n } ligne ancienne a été oubliée, comme le journal le dit. Sa place a été vérifiée.
   *[other] { $n } lignes anciennes ont été oubliées, comme le journal le dit. Leur place a été vérifiée.
}
page-audit-figures-more = par structure, par acte et par jour
page-audit-refusals = Les refus
page-audit-refusals-more = { $n ->
    [0] aucun
    [one] { $n } refus
   *[other] { $n } refus
}
page-audit-entries-more = les chercher et les emporter
page-audit-check = Vérifier soi-même
page-audit-check-what = Chaque séance commence sans mémoire. Donnez une preuve gardée : si une ligne a changé ou disparu depuis, cet écran le dit.
page-audit-compare = Comparer avec une preuve gardée

### Les chiffres
page-audit-figures-of = { $n ->
    [one] { $n } ligne du journal, vérifiée.
   *[other] { $n } lignes du journal, vérifiées.
}
page-audit-by-place = Par structure
page-audit-by-type = Par acte
page-audit-by-day = Par jour
page-audit-as-table = En tableau
page-audit-all = En tout
page-audit-done = Fait
page-audit-refused = Refusé
page-audit-most = Le plus haut : { $n }
page-audit-nothing = Le journal ne dit encore rien.
page-audit-type = Acte
page-audit-place = Structure
page-audit-day = Jour

### Les lignes
page-audit-choices = Choisir des lignes
page-audit-any = Tout
page-audit-result = Résultat
page-audit-refused-any = Tous les refus
page-audit-refused-why = Refusé : { $reason }
page-audit-from = Du
page-audit-to = Au
page-audit-found = { $n ->
    [0] Aucune ligne
    [one] { $n } ligne
   *[other] { $n } lignes
}
page-audit-none = Aucune ligne ne correspond.
page-audit-all-lines = Voir toutes les lignes
page-audit-number = Ligne n° { $n }
page-audit-pages = Pages
page-audit-page = Page { $n } sur { $all }
page-audit-later = Plus récentes
page-audit-earlier = Plus anciennes
page-audit-files = Emporter
page-audit-files-shared = Cet appareil est partagé. Aucun fichier n’est écrit ici.
page-audit-files-chosen = Les lignes choisies ci-dessus :
page-audit-csv = Fichier CSV
page-audit-json = Fichier JSON
page-audit-files-proof = La preuve contient tout le journal et sa signature. Gardez-la : elle montrera si une ligne change plus tard.
page-audit-proof = La preuve

### Qui, et quoi
page-audit-code = Code { $code }
page-audit-kind-beneficiary = Bénéficiaires
page-audit-kind-auditor = Contrôleurs
page-audit-kind-server = Le serveur
page-audit-kind-unknown = Hors structure

page-audit-type-enrolment = Compte créé
page-audit-type-login = Carte et code utilisés
page-audit-type-pin-change = Code changé
page-audit-type-key-publication = Clé publiée
page-audit-type-organisation-created = Structure créée
page-audit-type-member-added = Membre ajouté
page-audit-type-vault-created = Coffre créé
page-audit-type-mandate-granted = Autorisation donnée
page-audit-type-mandate-revoked = Autorisation retirée
page-audit-type-mandate-expired = Autorisation terminée
page-audit-type-vault-read = Liste des dossiers regardée
page-audit-type-records-read = Liste des papiers regardée
page-audit-type-deposit = Papier ajouté
page-audit-type-opening = Papier consulté
page-audit-type-log-read = Journal regardé
page-audit-type-directory-read = Noms d’une structure demandés
page-audit-type-invitation = Invitation faite
page-audit-type-maintenance = Entretien du serveur
page-audit-type-unsigned-requests = Demandes sans signature
page-audit-type-credential-added = Carte ou feuille ajoutée
page-audit-type-credential-revoked = Carte ou feuille annulée
page-audit-type-pin-reset-approved = Nouveau code accepté par quelqu’un
page-audit-type-pin-reset = Nouveau code choisi
page-audit-type-recovery-started = Récupération commencée
page-audit-type-recovery-approved = Récupération acceptée par quelqu’un
page-audit-type-recovery-stopped = Récupération arrêtée
page-audit-type-recovery-finished = Récupération finie
page-audit-type-guardians-named = Contacts de secours changés
page-audit-type-guardian-rehearsed = Contact de secours vérifié
page-audit-type-deposit-undone = Ajout annulé
page-audit-type-document-moved = Papier changé de dossier
page-audit-type-document-renamed = Papier renommé
page-audit-type-document-erased = Papier effacé
page-audit-type-folder-keys-turned = Clé d’un dossier changée
page-audit-type-member-suspended = Membre suspendu
page-audit-type-member-resumed = Membre rétabli
page-audit-type-member-removed = Membre retiré
page-audit-type-organisation-keys-turned = Clés d’une structure changées
page-audit-type-organisation-joined = Nom confié à une autre structure
page-audit-type-organisation-left = Structure quittée
page-audit-type-consent-refused = Coffre refusé par la personne
page-audit-type-vault-closing = Fermeture demandée
page-audit-type-vault-kept = Coffre gardé
page-audit-type-vault-destroyed = Coffre détruit
page-audit-type-export = Contenu emporté
page-audit-type-channel-changed = Moyens d’être prévenu changés
page-audit-type-reminder-changed = Rappel changé
page-audit-type-notice-sent = Message d’information envoyé
page-audit-type-idle-warned = Compte inutilisé signalé
page-audit-type-idle-disabled = Compte inutilisé fermé
page-audit-type-log-purged = Lignes anciennes oubliées
page-audit-type-mandates-purged = Anciennes autorisations oubliées
page-audit-type-backup = Sauvegarde faite
page-audit-type-backup-verified = Sauvegarde vérifiée
page-audit-type-restore = Sauvegarde restaurée
page-audit-type-log-behind-accepted = Journal repris à un point plus ancien
page-audit-type-keys-turned = Clé du serveur changée
page-audit-type-keys-destroyed = Ancienne clé du serveur détruite
page-audit-type-keys-exported = Clés du serveur copiées
