## Cartes, feuille de secours, code oublié, accès perdu.

### La feuille de secours à imprimer
sheet-title = Feuille de secours
sheet-what = Cette feuille sert à retrouver l’accès au coffre quand la carte est perdue.
sheet-alone = Seule, elle n’ouvre rien. Il faut aussi l’accord de deux professionnels, et attendre plusieurs jours.
sheet-how = Pliez-la, mettez-la dans une enveloppe, fermez l’enveloppe. Elle va dans le coffre-fort de : { $organisation }.
sheet-when = L’enveloppe reste fermée. Elle ne s’ouvre qu’à la fin d’une demande de secours, avec la personne.
sheet-stop = La personne est prévenue de chaque demande. Elle peut l’arrêter dans n’importe quel accueil.
sheet-date = Faite le { $date }
sheet-id = Numéro de la feuille : { $id }
sheet-fold = Pliez ici. Ce qui est en dessous est secret.
sheet-code = Les 52 caractères de la feuille
sheet-file-comment = Feuille de secours en texte, pour --sheet-credential-file. À garder secrète.
card-any-organisation = une structure qui vous suit

### Aide
cli-card = Les cartes et la feuille de secours
cli-card-list = Montrer ses cartes et sa feuille de secours
cli-card-replace = Remplacer une carte perdue ; l’ancienne ne sert plus
cli-card-replace-lost = La carte perdue (voir `coffre card list`) ; sinon l’autre carte
    .value = NUMÉRO
cli-card-add = Faire une carte de plus
cli-card-sheet = Faire une nouvelle feuille de secours ; l’ancienne ne sert plus
cli-card-revoke = Annuler une carte
cli-card-revoke-credential = Le numéro de la carte (voir `coffre card list`)
    .value = NUMÉRO
cli-pin-approve = Donner son accord pour un nouveau code (deux professionnels différents)
cli-pin-approve-vault = Numéro du coffre de la personne qui a oublié son code
    .value = NUMÉRO
cli-pin-approve-member = Numéro du collègue qui a oublié son code ; l’un des deux accords vient alors d’un référent
    .value = COMPTE
cli-pin-reset = Choisir un nouveau code, carte en main, après deux accords
cli-arg-sheet-out = Où écrire la feuille de secours à imprimer (PDF)
cli-card-sheet-act-out = Où écrire l’acte à montrer et à vérifier (PDF) ; le secret de la feuille n’y est pas
    .value = FICHIER
cli-arg-sheet-credential-out = Où écrire la feuille de secours en texte
    .value = FICHIER

### Réponses
credential-kind-card = carte
credential-kind-device = appareil
credential-kind-sheet = feuille de secours
credential-kind-guardians = contacts de secours
credential-state-live = en service
credential-state-blocked = bloquée
credential-state-revoked = annulée
head-credential = Quoi
head-made = Faite le
done-card-replaced = La nouvelle carte est faite. L’ancienne ne sert plus. La carte à imprimer : { $card }
done-card-added = La carte est faite. À imprimer : { $card }
done-card-revoked = La carte { $id } est annulée. Elle ne sert plus.
done-sheet = La feuille de secours est faite. L’ancienne ne sert plus. À imprimer, plier, fermer et mettre au coffre-fort : { $sheet }
done-pin-approved = L’accord est écrit : { $n } sur { $needed }. Il compte pendant 15 minutes.
done-pin-reset = Le nouveau code est choisi. La carte marche de nouveau.

### Problèmes
problem-credential-id-unreadable = « { $id } » n’est pas le numéro d’une carte.
    .next = Il a 18 chiffres et lettres de a à f. `coffre card list` le montre.
problem-card-unclear = Il y a plusieurs cartes : laquelle est perdue ?
    .next = Voyez-les avec `coffre card list`, puis ajoutez --lost.

### Accès perdu
cli-recovery = Retrouver l’accès quand la carte est perdue
cli-recovery-start = Demander à retrouver l’accès (professionnel)
cli-recovery-start-vault = Le numéro du coffre
    .value = NUMÉRO
cli-recovery-start-guardians = Sans feuille de secours : avec deux contacts de secours
cli-recovery-approve = Donner son accord : un second professionnel, ou un contact de secours
cli-recovery-approve-recovery = Le numéro de la demande
    .value = NUMÉRO
cli-recovery-approve-fingerprint = L’empreinte lue sur l’écran du professionnel ; demandée sinon
    .value = EMPREINTE
cli-recovery-stop = Arrêter une demande : la personne, ou toute structure qui la suit
cli-recovery-stop-recovery = Le numéro de la demande
    .value = NUMÉRO
cli-recovery-finish = Finir, avec la personne : elle choisit un code et reçoit une nouvelle carte
cli-recovery-finish-recovery = Le numéro de la demande
    .value = NUMÉRO
cli-recovery-finish-sheet-credential-file = Le fichier de la feuille de secours ; demandée sinon
    .value = FICHIER
cli-recovery-status = Voir où en sont les demandes
cli-recovery-status-recovery = Une seule demande
    .value = NUMÉRO
cli-recovery-rehearse = Vérifier que l’on peut encore aider, sans rien ouvrir (contact de secours)
cli-guardian = Les contacts de secours : trois personnes, dont deux suffisent
cli-guardian-name = Choisir trois contacts de secours
cli-guardian-name-to = Le code de chaque contact (voir `coffre guardian code`)
    .value = CODE
cli-guardian-list = Montrer ses contacts de secours
cli-guardian-drop = Ne plus avoir de contacts de secours
cli-guardian-code = Montrer le code à donner à la personne qui vous choisit
recovery-means-sheet = avec la feuille de secours
recovery-means-guardians = avec deux contacts de secours
recovery-state-waiting = en cours
recovery-state-stopped = arrêtée
recovery-state-finished = finie
recovery-state-lapsed = abandonnée
recovery-id = Demande { $id }
recovery-started = Commencée par { $who }, { $when }
recovery-state = { $means }, { $state }
recovery-approved = Accord de { $who }, { $when }
recovery-approved-guardian = Accord d’un contact de secours, { $who }, { $when }
recovery-approved-unnamed = Accord d’un contact de secours, { $when }
recovery-missing = Il manque un accord. À donner avant : { $until }
recovery-ready = Peut être finie à partir de : { $from }. Avant : { $until }
recovery-ended = Terminée : { $when }
recovery-fingerprint = Empreinte : { $value }
ask-fingerprint = Est-ce la même empreinte sur l’écran du professionnel ? (oui/non)
ask-sheet = Les 52 caractères de la feuille de secours (rien ne s’affiche) :
none-recovery = Aucune demande.
none-guarded = Personne ne vous a choisi comme contact de secours.
none-guardian = Pas de contacts de secours.
head-guardian = Contact de secours
head-named = Choisi le
head-rehearsed = Vérifié le
done-rehearsed = Vérifié : vous pouvez encore aider { $n ->
    [1] une personne
   *[other] { $n } personnes
    }. Rien n’a été ouvert.
done-guardians = Les trois contacts de secours sont choisis. Deux d’entre eux, ensemble, aident à retrouver l’accès.
done-guardians-dropped = Il n’y a plus de contacts de secours.
done-guardian-code = Le code à donner à la personne qui vous choisit : { $code }
done-recovery = L’accès est retrouvé. Toutes les anciennes cartes sont annulées.
    La carte à imprimer et à remettre à la personne : { $card }
    La nouvelle feuille de secours, à plier, fermer et mettre au coffre-fort : { $sheet }
done-recovery-guardians = L’accès est retrouvé. Toutes les anciennes cartes sont annulées. Les contacts de secours sont à choisir de nouveau.
    La carte à imprimer et à remettre à la personne : { $card }
    La feuille de secours, à plier, fermer et mettre au coffre-fort : { $sheet }
problem-other-fingerprint = L’empreinte n’est pas la même. Rien n’a été donné.
    .next = Appelez le professionnel qui a commencé la demande. S’il voit une autre empreinte, arrêtez tout : `coffre recovery stop`.
problem-recovery-missing = Aucune demande ne porte le numéro { $recovery }, ou ce compte ne peut pas la voir.
    .next = Voyez les demandes avec `coffre recovery status`.
problem-not-guarded = Vous n’êtes pas contact de secours pour le coffre { $vault }.
    .next = Voyez avec la personne qui elle a choisi.
problem-guardians-three = Il faut trois contacts de secours.
    .next = Donnez trois codes après --to.
problem-guardian-code = Ce n’est pas le code d’un contact de secours.
    .next = Demandez-lui son code : `coffre guardian code` le montre.
