## Les actes imprimés, et leur vérification.

act-opening = Ouverture d’un coffre
act-mandate = Autorisation
act-deposit = Reçu d’un papier ajouté
act-closing = Fermeture d’un coffre
act-sheet = Feuille de secours
act-vault = Numéro du coffre
act-person = Empreinte de la personne
act-organisation = Empreinte de la structure
act-staff = Empreinte du professionnel
act-document = Numéro du papier
act-folder = Numéro du dossier
act-object = Empreinte du papier chiffré
act-mandate-id = Numéro de l’autorisation
act-rights = Ce qui est permis
act-purpose = Pour
act-until = Jusqu’au
act-folders = Dossiers
act-folder-count = { $n ->
    [1] 1 dossier
   *[other] { $n } dossiers
    }
act-consent-hash = Empreinte du texte accepté
act-claim = Code du reçu de destruction
act-log = Écrit dans le journal
act-log-line = ligne { $index } de { $log }
act-log-key = Empreinte du journal
act-said-organisation = Structure
act-said-professional = Avec
act-said-person = Personne
act-said-title = Papier
act-said-folders = Dossiers
act-said-destroy = Détruit après le
act-said-sheet = Numéro de la feuille
act-closing-title = Garder le coffre
act-closing-advice =
    La personne a demandé la fermeture de son coffre. Tout ce qu’il contient sera détruit après la date écrite en haut.
    - Jusqu’à cette date, elle seule peut lire ses papiers et les emporter, avec sa carte et son code.
    - Jusqu’à cette date, elle peut changer d’avis, dans n’importe quel accueil, avec sa carte et son code : coffre vault keep. Le coffre est alors gardé, comme avant.
    - Après cette date, rien ne revient. Ce document avec son fichier PDF donne le reçu de la destruction, sans carte ni code : coffre vault receipt FICHIER.
    - Une copie qui a été imprimée ou emportée avant reste à celui qui la tient.
act-sheet-title = Ce que fait la feuille
act-sheet-advice =
    La personne a fait une feuille de secours, avec sa carte et son code. La feuille faite avant ne sert plus.
    - Ce document ne contient pas le secret de la feuille. Il peut être montré et vérifié. L’enveloppe de la feuille reste fermée.
    - La feuille seule n’ouvre rien : il faut aussi l’accord de deux professionnels, et attendre plusieurs jours.
    - La personne est prévenue de chaque demande. Elle peut l’arrêter dans n’importe quel accueil.
act-consent-title = Ce que la personne a accepté
act-sign-person = La personne
act-sign-professional = Le professionnel
act-sign-how = Nom, date et signature
act-foot-verify = Pour vérifier ce document, avec le fichier PDF : coffre verify FICHIER.
done-act = La page à imprimer et à garder : { $path }
act-foot-said = Les noms et les titres, en haut, sont écrits par l’accueil. Le reste est signé et se vérifie.

### Vérifier
verify-act = { $title }, { $when }. Les signatures sont justes, et le journal le confirme.
verify-consent = Le texte qui a été accepté :
verify-said = Écrit par l’accueil. Rien ne le prouve :
verify-page-same = La page imprimable dit exactement cela : elle est celle que ce programme dessine, au signe près.
verify-page-other = La page a été dessinée par une autre version du programme. Comparez ce qui est imprimé avec ce qui est écrit ici : seul ce qui est écrit ici est vérifié.
verify-page-none = Ce fichier n’a pas de page. Si vous avez un papier en main, comparez-le avec ce qui est écrit ici.
verify-log-unknown = Attention : ce poste ne connaît pas ce journal. Comparez son empreinte avec celle d’une carte, ou donnez la clé avec --log-key.
verify-person-unknown = Ce poste ne connaît pas encore cette personne. Comparez son empreinte avec celle de sa carte.
verify-organisation-unknown = Ce poste ne connaît pas encore cette structure. Comparez son empreinte avec celle d’une carte.
verify-code = Le QR code de la page dit : { $code }
verify-not = Cela prouve que l’acte a été fait. Cela ne prouve pas qu’il vaut encore, ni qui tenait le stylo.
verify-receipt = { $sentence } { $when }. Le journal l’a signé.
verify-receipt-not = Cela prouve que le journal le dit. Cela ne prouve pas qu’aucune copie n’a été gardée ailleurs.
receipt-closing = La fermeture de ce coffre a été demandée :
receipt-destroyed = Ce coffre a été détruit :
receipt-other = Événement « { $event } », résultat « { $result } » :
