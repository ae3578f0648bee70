## Les écrans du professionnel.

### L’accueil du professionnel
page-desk-who = { $organisation }, { $role }
page-desk-comma = ,
page-desk-no-organisation = Vous n’êtes dans aucune structure pour le moment. Votre référent peut vous ajouter. Le référent crée la structure avec le programme coffre.
page-desk-find = Trouver une personne
page-desk-search = Nom, prénom ou date de naissance
page-desk-search-hint = Tapez le début du nom. Les accents ne comptent pas.
page-desk-names-loading = Les noms s’ouvrent ici, sur ce poste…
page-desk-none = Aucun coffre n’est encore ouvert avec votre structure.
page-desk-count = { $n ->
    [one] { $n } personne dans votre structure
   *[other] { $n } personnes dans votre structure
}
page-desk-found = { $n ->
    [0] Personne ne porte ce nom ici. Essayez avec moins de lettres.
    [one] { $n } personne trouvée
   *[other] { $n } personnes trouvées
}
page-desk-more = { $n ->
    [one] Et { $n } autre. Tapez plus de lettres.
   *[other] Et { $n } autres. Tapez plus de lettres.
}
page-desk-born = Date de naissance : { $day }
page-desk-do = Avec une personne, ou dans la structure
page-desk-ending = Autorisations qui finissent dans les 30 jours
page-desk-ending-none = Aucune autorisation ne finit bientôt.
page-desk-ends = { $purpose }, jusqu’au { $day }
page-desk-nobody = Choisissez d’abord une personne.
page-desk-home = Revenir à l’accueil
page-desk-to-person = Revenir au coffre de la personne
page-desk-card-camera = Montrer la carte
page-desk-card-typing = Taper la carte
page-desk-persons-card = La personne présente sa carte.
page-desk-members-card = Présentez votre carte professionnelle.
page-desk-members-code = Le code de votre carte professionnelle
page-desk-own-card = Présentez encore votre carte. C’est un geste important.
page-desk-give-card = Donnez la carte à la personne.
page-desk-give-card-back = Rendez la carte à la personne.

### Ce que la personne décide seule
page-calm-turn = Tournez l’écran vers la personne
page-calm-turn-how = La suite est pour elle. Elle décide seule.
page-calm-turn-time = Laissez-lui le temps. Lisez avec elle, si elle le demande.
page-calm-turned = L’écran est tourné
page-calm-yours = C’est à vous de décider
page-calm-yes = J’accepte
page-calm-no = Je refuse
page-consent-text = Ce que vous acceptez
page-new-code-choose = Choisissez un code de 4 à 8 chiffres. Gardez-le dans votre tête.
page-new-code-repeat = Tapez le même code, encore une fois.
page-new-code-first = Votre nouveau code
page-new-code-second = Encore le même code
page-new-code-keep = Garder ce code
page-new-code-alone = Personne d’autre ne regarde. Ne dites ce code à personne.
page-failure-weak-code = Ce code est trop facile à deviner.
    .next = Évitez les suites, les répétitions, les années et votre date de naissance.
page-failure-other-code = Les deux codes ne sont pas les mêmes.
    .next = Choisissez encore, tranquillement.
page-failure-other-vault = Cette carte ouvre un autre coffre.
    .next = Vérifiez la carte, et la personne choisie. Rien n’a été fait.
page-failure-folder-missing = Un des dossiers choisis n’existe pas dans ce coffre.
    .next = Revenez en arrière et choisissez d’autres dossiers. Rien n’a été fait.

### Le coffre d’une personne
page-person-no-mandate = Vous n’avez pas d’autorisation pour ce coffre.
page-person-no-mandate-next = Seule la personne peut en donner une.
page-person-mandate = Vous pouvez : { $rights }. Pour : { $purpose }. Jusqu’au { $day }.
page-person-papers = Les papiers que vous pouvez voir
page-person-no-paper = Il n’y a pas encore de papier ici.
page-person-damaged = Ce papier est abîmé. Il n’est pas montré.
page-person-waiting = Ce papier attend la prochaine visite de la personne.
page-person-added = { $folder }, ajouté le { $day }
page-person-add = Ajouter des papiers
page-person-together = Avec la personne, à côté de vous
page-grant-more = La personne décide, avec sa carte
page-replace-more = La carte est usée, la personne l’a encore
page-reset-more = La personne a sa carte, mais plus son code

### Ouvrir un papier
page-open-purpose = Pour quelle démarche ?
page-open-purpose-hint = La personne lira cette réponse.
page-open-logged = Cette consultation sera écrite dans le journal de la personne.
page-open-open = Ouvrir ce papier
page-open-opening = Le papier s’ouvre…
page-open-not = Ne pas l’ouvrir
page-opened-other = Cette page ne montre pas ce genre de fichier.
page-opened-page = { $title }, page { $n } sur { $all }
page-opened-refused = Ce fichier n’est pas ce qu’il dit être, ou il pourrait lancer un programme. Il n’est ni montré, ni enregistré. Dites-le à la personne.
page-opened-logged = La consultation est écrite dans le journal.
page-opened-close = Fermer ce papier
page-opened-print = Imprimer
page-opened-keep = Enregistrer sur ce poste
page-opened-keep-stays = Un fichier enregistré reste sur ce poste. Effacez-le après usage.

### Ajouter des papiers
page-deposit-folder = Dans quel dossier ?
page-deposit-type = Quel papier ?
page-deposit-expires = Valable jusqu’au
page-deposit-expires-hint = Laissez vide si le papier n’a pas de date de fin.
page-deposit-files = Choisissez un ou plusieurs fichiers. Ou faites-les glisser ici.
page-deposit-pick = Choisir des fichiers
page-deposit-photo = Prendre en photo
page-deposit-list = Papiers ajoutés maintenant
page-deposit-progress = { $percent } %
page-deposit-undo = Annuler cet ajout
page-deposit-done-count = { $n } sur { $all } dans le coffre
page-upload-queued = attend son tour
page-upload-sending = se ferme à clé et part
page-upload-cut = Le réseau est coupé. L’envoi reprend tout seul.
page-upload-done = est dans le coffre
page-upload-undoing = est retiré…
page-upload-undone = n’est plus dans le coffre
page-upload-failed = n’est pas parti

### Demander une autorisation
page-grant-together = Choisissez ensemble. Le moins possible suffit.
page-grant-folders = Quels dossiers ?
page-grant-rights = Pour faire quoi ?
page-grant-right-read = Lire les papiers de ces dossiers
page-grant-right-deposit = Ajouter des papiers, sans voir les autres
page-grant-purpose = Pour quelle démarche ?
page-grant-days = Pendant combien de temps ?
page-grant-day-count = { $n ->
    [one] { $n } jour
   *[other] { $n } jours
}
page-grant-to = Pour qui ?
page-grant-to-self = Moi seulement
page-grant-missing = Choisissez au moins un dossier, et au moins une chose à faire.
page-grant-leave = Ne rien demander
page-grant-free = Vous pouvez refuser. Personne ne vous demandera pourquoi.
page-grant-sign = Pour accepter : votre carte et votre code
page-grant-agree = J’accepte
page-grant-signing = L’autorisation s’écrit…
page-grant-granted = L’autorisation est donnée
page-grant-granted-next = La personne peut l’arrêter à tout moment.
page-grant-refused = C’est non
page-grant-refused-next = Rien n’est écrit, rien n’est gardé. L’aide reste la même.

### Ouvrir un coffre avec une personne
page-create-more = Identité, accord, code, carte
page-create-who = Pour qui est ce coffre ?
page-create-who-how = Écrivez le nom comme la personne le dit.
page-create-given = Prénom
page-create-family = Nom de famille
page-create-family-hint = Laissez vide si la personne n’a qu’un nom.
page-create-birth = Date de naissance
page-create-name-wrong = Écrivez un nom.
page-create-birth-wrong = Écrivez une date de naissance qui existe.
page-create-sealed = Le nom est fermé à clé ici. Le serveur ne le lit pas.
page-create-leave = Ne pas ouvrir de coffre
page-create-code = Choisissez votre code
page-create-making = Le coffre se construit…
page-create-opened = Le coffre est ouvert
page-create-opened-next = La personne peut y entrer avec sa carte et son code.
page-create-refused = La personne a dit non
page-create-refused-next = Aucun nom n’est gardé. Le journal dit seulement qu’une personne a refusé. L’aide reste la même.

### Imprimer
page-printed-card = Imprimer la carte
page-printed-card-how = La carte ne se montre qu’une fois. Imprimez-la avant de continuer.
page-printed-sheet = Imprimer la feuille de secours
page-printed-sheet-how = La feuille va dans une enveloppe fermée, au coffre-fort de la structure.
page-printed-name = Écrire le nom sur la carte
page-printed-name-hint = Seulement si la personne le veut.
page-printed-print = Imprimer
page-printed-next = La carte est imprimée
page-printed-done = C’est imprimé
page-printed-qr = Le carré noir et blanc, pour l’appareil photo
page-printed-uncertain = La connexion a coupé pendant l’écriture. Imprimez quand même. Puis essayez la carte : si elle n’ouvre rien, recommencez.

### La carte, le code
page-replace-what = Le coffre reste le même. Seule la carte change.
page-replace-lost = La carte est perdue ? Il faut alors la feuille de secours et deux professionnels : le guide de l’accueil explique comment.
page-replace-done = La nouvelle carte est prête
page-replace-old = L’ancienne carte n’ouvre plus rien. Coupez-la en deux.
page-reset-what = La personne a sa carte. Deux professionnels la reconnaissent. Puis elle choisit un nouveau code.
page-reset-know = Donnez votre accord seulement si vous reconnaissez la personne.
page-reset-vouch = Je donne mon accord
page-reset-vouch-more = Chaque professionnel, avec sa propre carte
page-reset-vouch-how = La personne est devant vous, et vous savez qui elle est.
page-reset-vouch-action = Donner mon accord
page-reset-vouched = Accords : { $n } sur { $needed }. Ils comptent pendant 15 minutes.
page-reset-choose = Choisir le nouveau code
page-reset-choose-more = La personne, après deux accords
page-reset-card = La carte de la personne
page-reset-done = Le nouveau code est choisi

### Les membres
page-team-more = Ajouter, suspendre, retirer
page-team-of = Les membres de { $organisation }
page-team-line = { $role }, { $state }
page-team-you = C’est vous.
page-team-add = Ajouter un membre
page-team-add-name = Nom affiché
page-team-add-name-hint = Les personnes le liront dans leur journal.
page-team-add-role = Rôle
page-team-role-referent = Il ajoute et retire les membres. Il voit ce que les autorisations permettent.
page-team-role-professional = Il voit et ajoute ce que les autorisations permettent.
page-team-role-desk = Il ajoute des papiers. Il n’en lit aucun.
page-team-add-code = { $name } choisit son code
page-team-add-sign = Pour ajouter : votre carte de référent
page-team-own-code = Votre code de référent
page-team-added = Le membre est ajouté.
page-team-suspend = Suspendre
page-team-suspend-sure = Suspendre { $name } ?
page-team-suspend-what = Tout s’arrête tout de suite pour ce membre. Vous pourrez le rétablir.
page-team-suspended = { $name } est suspendu.
page-team-leave = Ne rien changer
page-team-resume = Rétablir
page-team-resume-sure = Rétablir { $name } ?
page-team-resume-what = Ce membre pourra agir comme avant.
page-team-resume-done = { $name } peut agir de nouveau.
page-team-remove = Retirer
page-team-remove-sure = Retirer { $name } pour toujours ?
page-team-remove-what = Ce membre n’ouvre plus rien. Les clés de la structure changent. On ne peut pas revenir en arrière.
page-team-remove-done = { $name } est retiré. Les clés sont changées.
