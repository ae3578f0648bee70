# Rappels : un jour, et ce qu’il faudra faire.
cli-reminder = Les rappels : prévenir la personne qu’un papier est à renouveler
cli-reminder-set = Ajouter un rappel à un papier
cli-reminder-set-document = Numéro du papier (voir `coffre list`)
    .value = NUMÉRO
cli-reminder-set-on = Le jour, AAAA-MM-JJ
    .value = JOUR
cli-reminder-set-text-file = Fichier qui dit ce qu’il faudra faire ; sinon la question est posée
    .value = FICHIER
cli-reminder-list = Montrer les rappels
cli-reminder-remove = Retirer un rappel
cli-reminder-remove-reminder = Numéro donné par `coffre reminder list`
    .value = NUMÉRO
ask-reminder = Que faudra-t-il faire ce jour-là ?
done-reminder = Le rappel est noté pour le { $day }. Ce jour-là, la personne recevra seulement : « Un papier est à renouveler ». Numéro : { $id }
done-reminder-removed = Le rappel { $id } est retiré.
none-reminder = Aucun rappel.
remark-reminders-due = { $n ->
    [1] Un rappel est arrivé à son jour
   *[other] { $n } rappels sont arrivés à leur jour
    } : voir `coffre reminder list`.
head-day = Jour
head-reminder = À faire
reminder-due = c’est le moment
reminder-ahead = à venir
reminder-sealed-before = (écrit avec une ancienne clé du dossier : la personne peut le lire)
problem-reminder-day-past = Le { $day } est déjà passé.
    .next = Choisissez un jour à partir de demain.
problem-reminder-day-far = Le { $day } est trop loin.
    .next = Choisissez un jour dans les seize ans qui viennent.
problem-reminder-text = Ce texte ne peut pas être gardé : il est vide, trop long ou contient des caractères invisibles.
    .next = Écrivez quelques mots simples, { $limit } signes au plus.
problem-reminder-too-many = Ce papier a déjà { $limit } rappels.
    .next = Retirez-en un avec `coffre reminder remove`.
