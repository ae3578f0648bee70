## La page : le cadre, la porte, les aides. Phrases courtes, une idée à la fois.
page-language-name = Français
page-direction = ltr
page-locale = fr-FR

page-brand = Coffre solidaire
page-skip = Aller au contenu
page-back = Retour
page-continue = Continuer
page-again = Essayer encore
page-other-way = Faire autrement
page-loading = Un instant…
page-languages = Langue
page-read = Écouter
page-read-stop = Arrêter la voix
page-quick-leave = Je quitte vite
page-foot = Aide et informations
page-build = Version de la page :
page-kiosk-bar = Fin de la séance
page-finish = J’ai fini
page-countdown = { $minutes ->
    [0] { $seconds ->
        [0] Le coffre se ferme.
        [one] Le coffre se ferme dans { $seconds } seconde.
       *[other] Le coffre se ferme dans { $seconds } secondes.
    }
   *[other] Le coffre se ferme dans moins de { $minutes } minutes.
}

### La porte
page-welcome-title = Ouvrir mon coffre
page-kiosk-title = Ouvrir mon coffre à la borne
page-kiosk-nothing-stays = Rien ne reste sur cette borne. Le coffre se ferme tout seul après 2 minutes sans geste.
page-welcome-card = Il faut votre carte. Il faut aussi votre code.
page-welcome-camera = Montrer ma carte
page-welcome-camera-more = avec l’appareil photo
page-welcome-typing = Taper ma carte
page-welcome-typing-more = les 52 caractères au dos
page-welcome-reader = Il y a un lecteur de carte ? Passez la carte devant. C’est tout.
page-shared = Cet appareil n’est pas à moi
page-shared-more = Rien ne restera dessus. Le coffre se ferme après 2 minutes sans geste.
page-shared-after-link = Le coffre se fermera après 2 minutes sans geste.
page-link-stays = L’adresse de votre carte est écrite dans l’historique de cet appareil. Sans le code, elle n’ouvre rien.
page-link-stays-next = Demandez à quelqu’un d’effacer l’historique. La prochaine fois, montrez la carte à cette page.
page-lost-card = Je n’ai plus ma carte
page-lost-card-next = Allez voir une structure que vous connaissez. Elle peut vous aider à retrouver votre coffre.
page-lost-card-safe = Vos papiers sont toujours là. La carte seule ne suffit pas pour les ouvrir.
page-what = C’est quoi, ce coffre ?
page-what-papers = Vos papiers sont gardés ici. Vous les retrouvez partout.
page-what-who = Vous voyez qui a regardé vos papiers.
page-what-no = Vous décidez qui peut regarder. Vous pouvez dire non.

page-camera-show = Montrez le carré noir et blanc de la carte. Tenez la carte bien à plat.
page-camera-picture = Ce que voit l’appareil photo

page-typing-label = Les 52 caractères de la carte
page-typing-hint = Ils sont au dos, par groupes de quatre. Grandes ou petites lettres, c’est pareil.
page-typing-count = { $n } sur { $all }

page-code-card-read = La carte est lue.
page-code-label = Votre code
page-code-open = Ouvrir
page-code-opening = Le coffre s’ouvre…
page-code-alone = Tapez-le vous-même. Personne n’a besoin de le voir.
page-code-other-card = Prendre une autre carte
page-keypad-keys = Chiffres
page-keypad-erase = Effacer le dernier chiffre
page-keypad-show = Montrer le code
page-keypad-count = { $n ->
    [0] Aucun chiffre pour le moment
    [one] { $n } chiffre
   *[other] { $n } chiffres
}

### Dans le coffre
page-home-title = Accueil
page-status-valid = Valable
page-status-soon = Bientôt expiré
page-status-expired = Expiré

### La fin
page-over-title = Le coffre est fermé
page-over-why = Personne ne peut voir vos papiers ici.
page-over-next = Pour continuer, il faut la carte et le code.
page-over-again = Ouvrir un coffre
page-done-title = C’est fini
page-done-nothing = Le coffre est fermé. Rien n’est resté sur cet appareil.
page-done-card = Reprenez votre carte.
page-done-glass = Reprenez vos papiers. Regardez aussi sur la vitre du scanner.
page-nowhere-title = Cette page n’existe pas
page-nowhere-why = L’adresse n’est pas la bonne.
page-nowhere-next = Aller au début

### L’affichage
page-display-title = Affichage
page-display-link = Affichage
page-display-choose = Choisissez ce qui est facile à lire pour vous.
page-display-account = Vos choix, et la langue, sont gardés sous clé avec votre compte. Vous les retrouvez la prochaine fois.
page-display-size = Taille du texte
page-display-percent = { $n } %
page-display-more = Autres réglages
page-display-contrast = Noir et blanc, très contrasté
page-display-spacing = Plus d’espace entre les lignes
page-display-still = Rien ne bouge
page-display-sample = Exemple

### L’aide
page-help-title = Aide
page-help-code = J’ai oublié mon code
page-help-code-next = Allez voir une structure que vous connaissez, avec votre carte. Deux personnes peuvent vous aider à choisir un nouveau code.
page-help-fear = J’ai peur que quelqu’un voie
page-help-leave = Touchez « Je quitte vite », en haut. Une autre page s’affiche. Personne ne peut revenir en arrière.
page-help-person = Je veux parler à quelqu’un
page-help-person-next = Le nom de votre structure est sur la carte. Appelez-la, ou allez la voir.

page-accessibility-title = Accessibilité
page-accessibility-link = Accessibilité : non conforme

### Ce qui peut empêcher
page-failure-network = Il n’y a pas de réseau.
    .next = Vérifiez la connexion. Rien n’est perdu. Puis essayez encore.
page-failure-camera-refused = L’appareil photo n’est pas autorisé.
    .next = Autorisez-le dans le navigateur. Ou tapez les caractères de la carte.
page-failure-camera-missing = Il n’y a pas d’appareil photo ici.
    .next = Tapez les caractères de la carte.
page-failure-card-unreadable = Il y a une erreur dans les caractères de la carte.
    .next = Regardez bien le dos de la carte. Puis recommencez.
page-failure-old-browser = Ce navigateur est trop ancien.
    .next = Mettez-le à jour, ou venez à l’accueil d’une structure.
page-failure-no-voice = Cet appareil n’a pas de voix dans cette langue.
    .next = Demandez à quelqu’un de lire avec vous.
page-failure-unforeseen = Quelque chose n’a pas marché.
    .next = Essayez encore. Si cela revient, dites-le à votre structure.

### Les titres des écrans du professionnel
page-person-title = Le coffre d’une personne
page-grant-title = Demander une autorisation
page-create-title = Ouvrir un coffre avec une personne
page-replace-title = Remplacer la carte
page-reset-title = Code oublié
page-team-title = Les membres de la structure

### Titres des écrans de la personne
page-paper-title = Mon papier
page-log-title = Qui a regardé
page-mandates-title = Qui peut regarder
page-add-title = Ajouter un papier
page-account-title = Mon compte
page-export-title = Emporter mes papiers

### Le contrôle
page-figures-title = Les chiffres
page-entries-title = Les lignes
