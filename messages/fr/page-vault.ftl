## Les écrans de la personne : ses papiers, qui a regardé, qui peut regarder, ajouter, son compte.
page-vault-ways = Dans mon coffre
page-leave-it = Non, je laisse

### Les papiers
page-papers-title = Mes papiers
page-papers-loading = Vos papiers arrivent…
page-papers-none = Il n’y a pas encore de papier dans votre coffre.
page-papers-first = Ajouter mon premier papier
page-paper-until-valid = Jusqu’au { $date }
page-paper-until-soon = Se termine le { $date }
page-paper-until-expired = Terminé depuis le { $date }
page-paper-folder = Dossier : { $folder }
page-paper-renew = À renouveler
page-paper-damaged = Papier abîmé
page-paper-damaged-next = Ce papier n’est plus comme on l’a ajouté. Il ne peut pas être ouvert. Dites-le à votre structure.
page-paper-waiting = Papier en attente
page-paper-waiting-next = Ce papier attend une nouvelle clé. Revenez plus tard.
page-paper-type = C’est quoi
page-paper-expires = Valable jusqu’au
page-paper-in = Dossier
page-paper-added = Ajouté le
page-paper-opening = Le papier s’ouvre…
page-paper-picture = { $title }, page { $n } sur { $all }
page-paper-hold-up = Montrer en grand
page-paper-next-page = Page { $n } sur { $all }. Page suivante
page-paper-put-down = J’ai fini de montrer
page-paper-print = Imprimer
page-paper-download = Garder une copie sur mon appareil
page-paper-not-kept = Cet appareil n’est pas à vous. Aucune copie ne peut rester dessus.
page-paper-not-shown = Ce papier est un fichier. La page ne peut pas le montrer. Rien n’y est changé.
page-failure-paper-refused = Ce papier n’est pas ce qu’il dit être. Par sécurité, il n’est pas montré.
    .next = Ajoutez-le de nouveau, en photo. Ou demandez à votre structure.

page-folder-label = Dossier
page-move-private-title = Rendre ce papier privé
page-move-private-what = Dans « Privé », vous êtes la seule personne à le voir.
page-move-private = Mettre dans Privé
page-move-private-then = Les autorisations ne vont pas jusqu’à « Privé ». Ce qui a déjà été vu reste vu.
page-move-other = Changer de dossier
page-move = Changer de dossier
page-move-sure = Mettre ce papier dans { $folder } ?
page-move-then = Les personnes qui peuvent voir ce dossier verront ce papier.
page-move-yes = Oui, le mettre là
page-moving = Le papier change de dossier…
page-moved = C’est fait. Le papier est dans { $folder }.

### Me rappeler
page-reminder-title = Me rappeler
page-reminder-add = Ajouter un rappel
page-reminder-what = Choisissez un jour. Ce jour-là, votre coffre vous dira que ce papier est à renouveler.
page-reminder-message = Vous aurez aussi un message, si votre structure a noté votre adresse ou votre numéro. Le message ne dit pas quel papier.
page-reminder-day = Quel jour
page-reminder-text = Que faudra-t-il faire ?
page-reminder-text-hint = Ces mots sont gardés secrets. Les personnes qui peuvent voir ce dossier peuvent les lire.
page-reminder-text-usual = Refaire ce papier
page-reminder-keep = Garder ce rappel
page-reminder-keeping = Le rappel est fermé à clé, puis envoyé…
page-reminder-kept = C’est fait. Le rappel est noté : { $date }.
page-reminder-due = C’est le moment : { $date }
page-reminder-by = Noté par { $name }
page-reminder-damaged = Ce rappel n’est plus comme on l’a écrit. Ne le croyez pas. Retirez-le.
page-reminder-sealed = Ce rappel ne peut pas être lu ici.
page-reminder-full = Ce papier a { $n } rappels. Retirez-en un pour en ajouter un autre.
page-reminder-remove = Retirer ce rappel
page-reminder-remove-sure = Retirer ce rappel ?
page-reminder-remove-yes = Oui, le retirer
page-reminder-removed = C’est fait. Le rappel est retiré.
page-failure-reminder-no-day = Il manque le jour.
    .next = Choisissez un jour.
page-failure-reminder-past = Ce jour est déjà passé.
    .next = Choisissez un jour à partir de demain.
page-failure-reminder-far = Ce jour est trop loin.
    .next = Choisissez un jour dans les seize ans qui viennent.
page-failure-reminder-text = Ces mots ne peuvent pas être gardés. C’est vide, ou trop long.
    .next = Écrivez quelques mots simples.
page-failure-reminder-many = Ce papier a déjà trop de rappels.
    .next = Retirez un rappel. Puis recommencez.
page-failure-reminder-refused = Le serveur ne prend pas ce jour.
    .next = Regardez l’heure et la date de cet appareil. Puis choisissez un autre jour.

### Qui a regardé
page-log-checking = Le journal est lu et vérifié…
page-log-checked = Ce journal a été vérifié ici, par cette page.
page-log-checked-how = Chaque ligne est à sa place. Chaque demande porte la signature de qui l’a faite. Le serveur a signé le tout. Si une ligne change ou disparaît plus tard, cela se verra.
page-log-checked-again = C’est bien la suite de ce que vous avez déjà vu.
page-log-forgotten = { $n ->
    [one] { $n } ligne ancienne a été oubliée, comme la règle le dit.
   *[other] { $n } lignes anciennes ont été oubliées, comme la règle le dit.
}
page-log-alarm = Attention : ce journal a été changé. Ne le croyez pas.
page-log-others = Seulement les autres, pas moi
page-log-count = { $n ->
    [0] Aucune ligne
    [one] { $n } ligne
   *[other] { $n } lignes
}
page-log-refused = Refusé.
page-log-more = Voir plus loin

### Qui peut regarder
page-mandates-what = Vous avez donné ces autorisations. Vous pouvez les arrêter quand vous voulez.
page-mandates-none = Personne d’autre que vous ne peut regarder vos papiers.
page-mandates-over = { $n ->
    [one] { $n } autorisation finie
   *[other] { $n } autorisations finies
}
page-mandate-unknown = Inconnu
page-mandate-may = Peut
page-mandate-on = Quoi
page-mandate-why = Pour
page-mandate-until = Jusqu’au
page-mandate-state = État
page-mandate-stop = Arrêter
page-mandate-stop-sure = Arrêter cet accès : { $name } ?
page-mandate-stop-then = L’accès s’arrête tout de suite.
page-mandate-stop-seen = Ce qui a déjà été vu reste vu.
page-mandate-stopping = L’autorisation s’arrête…
page-mandate-stopped = C’est arrêté. L’autorisation de { $name } est finie.

### Ajouter
page-add-how = Prenez votre papier en photo. Ou choisissez un fichier.
page-add-photo = Prendre en photo
page-add-photo-more = une page, ou plusieurs
page-add-photo-how = Posez le papier à plat, à la lumière. Montrez toute la page.
page-add-photo-take = Prendre la photo
page-add-file = Choisir un fichier
page-add-file-more = une image ou un PDF
page-add-legible = Est-ce lisible ?
page-add-legible-how = Regardez les petites lettres. On doit pouvoir tout lire.
page-add-legible-yes = Oui, garder cette page
page-add-legible-no = Non, recommencer
page-add-page-picture = La page, telle qu’elle sera gardée
page-add-sharp = L’image est nette.
page-add-blurred = L’image a l’air floue. Recommencez, avec plus de lumière et sans bouger.
page-add-turn = Tourner
page-add-cut = Couper les bords
page-add-cut-top = En haut
page-add-cut-bottom = En bas
page-add-cut-start = À gauche
page-add-cut-end = À droite
page-add-pages = { $n ->
    [one] { $n } page est prête
   *[other] { $n } pages sont prêtes
}
page-add-pages-more = Y a-t-il une autre page ? Le dos du papier compte aussi.
page-add-pages-done = Non, c’est tout
page-add-pages-photo = Photo d’une autre page
page-add-pages-file = Fichier d’une autre page
page-add-describe = C’est quel papier ?
page-add-type = Quel papier
page-add-name = Son nom
page-add-name-hint = Le nom que vous voulez. Il est gardé secret.
page-add-name-missing = Donnez un nom à ce papier.
page-add-folder-hint = Les autorisations se donnent par dossier. « Privé » n’est que pour vous.
page-add-expires = Valable jusqu’au
page-add-expires-hint = Si vous le savez. Sinon, laissez vide.
page-add-send = Ajouter à mon coffre
page-add-sending = Le papier est fermé à clé, puis envoyé…
page-add-broken = Le réseau est coupé. L’envoi reprend tout seul.
    .next = Rien n’est perdu. Laissez cette page ouverte.
page-added = C’est fait. « { $title } » est dans votre coffre.
page-failure-photo-refused = L’appareil photo n’est pas autorisé.
    .next = Autorisez-le dans le navigateur. Ou choisissez un fichier.
page-failure-photo-missing = Il n’y a pas d’appareil photo ici.
    .next = Choisissez un fichier.
page-failure-file-unreadable = Ce fichier n’est ni une image ni un PDF.
    .next = Prenez plutôt le papier en photo.

### Mon compte
page-proof-card = Pour être sûr que c’est vous : montrez encore votre carte.
page-proof-code = Votre code actuel
page-pin-title = Changer mon code
page-pin-done = C’est fait. Votre code est changé.
page-card-title = Remplacer ma carte
page-card-more = Une nouvelle carte, et l’ancienne ne marche plus
page-card-printer = Il faut une imprimante, tout de suite.
page-card-old = L’ancienne carte ne marchera plus.
page-card-ready = Oui, l’imprimante est prête
page-export-more = Tout, dans un seul fichier
page-close-title = Fermer mon coffre
page-close-more = Tout sera détruit
page-close-what = Tous vos papiers seront détruits. Personne ne pourra les retrouver.
page-close-grace = Vous avez quelques jours pour changer d’avis.
page-close-before = Gardez d’abord une copie de vos papiers, si vous en avez besoin.
page-close-yes = Oui, je veux fermer mon coffre
page-close-done = Votre coffre sera détruit le { $date }.
page-close-receipt = Gardez ce reçu. Il sert à avoir la preuve de la destruction.
page-close-receipt-shared = Imprimez ce reçu. Il sert à avoir la preuve de la destruction. Il ne restera pas ici.
page-close-receipt-label = Le reçu
page-closing-when = Votre coffre sera détruit le { $date }.
page-closing-change = Vous pouvez encore changer d’avis.
page-keep-title = Garder mon coffre
page-keep-more = Annuler la fermeture
page-keep-done = C’est fait. Votre coffre reste ouvert.

### Retrouver l’accès
page-recovery-title = Quelqu’un demande à entrer dans votre coffre, sans votre carte.
page-failure-recoveries-unknown = On ne sait pas si quelqu’un demande à entrer dans votre coffre.
    .next = Essayez encore. Si cela revient, dites-le à votre structure.
page-recovery-somebody = Quelqu’un
page-recovery-by = { $name } l’a demandé { $date }.
page-recovery-not-yet = Il faut encore d’autres accords : { $n } sur { $all }.
page-recovery-ready = Cela sera possible { $date }.
page-recovery-yours = C’est vous qui l’avez voulu ? Ne faites rien. Sinon, arrêtez tout.
page-recovery-stop = Arrêter cette demande
page-recovery-stop-sure = Arrêter cette demande ?
page-recovery-stop-then = Elle s’arrête pour toujours. Votre carte et votre code marchent comme avant.
