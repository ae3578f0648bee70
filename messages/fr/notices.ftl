## Les messages envoyés hors du coffre : courriel, et message court (.short, 160 caractères).
## Ils ne nomment ni personne, ni papier, ni dossier, ni structure.

notice-subject = Un message de votre coffre
notice-foot =
    Ce message part tout seul : personne ne lit les réponses.
    Nous ne demandons jamais votre code.

notice-recovery-started =
    Quelqu’un a demandé à retrouver l’accès à votre coffre.
    Si c’est vous, vous n’avez rien à faire.
    Si ce n’est pas vous, allez vite à n’importe quel accueil : la demande peut être arrêtée.
    .short = Quelqu'un demande l'accès à votre coffre. Ce n'est pas vous ? Allez vite à n'importe quel accueil pour l'arrêter.
notice-recovery-stopped =
    La demande pour retrouver l’accès à votre coffre a été arrêtée.
    Si vous avez encore besoin d’aide, allez à n’importe quel accueil.
    .short = La demande d'accès à votre coffre a été arrêtée. Besoin d'aide ? Allez à n'importe quel accueil.
notice-recovery-finished =
    L’accès à votre coffre a été rétabli, avec une nouvelle carte. L’ancienne ne marche plus.
    Si ce n’est pas vous, allez tout de suite à n’importe quel accueil.
    .short = Une nouvelle carte ouvre votre coffre. Ce n'est pas vous ? Allez tout de suite à n'importe quel accueil.
notice-card-replaced =
    Votre carte a été remplacée. L’ancienne ne marche plus.
    Si ce n’est pas vous, allez tout de suite à n’importe quel accueil.
    .short = Votre carte a été remplacée. Ce n'est pas vous ? Allez tout de suite à n'importe quel accueil.
notice-pin-reset =
    Un nouveau code a été choisi pour votre carte.
    Si ce n’est pas vous, allez tout de suite à n’importe quel accueil.
    .short = Un nouveau code a été choisi. Ce n'est pas vous ? Allez tout de suite à n'importe quel accueil.
notice-vault-closing =
    Votre coffre va être fermé, et tout ce qu’il contient sera détruit dans quelques jours.
    Si vous ne le voulez pas, allez à n’importe quel accueil : il peut être gardé.
    .short = Votre coffre va être détruit dans quelques jours. Vous ne le voulez pas ? Allez vite à n'importe quel accueil.
notice-vault-destroyed =
    Votre coffre a été détruit, comme demandé. Il n’en reste aucun papier.
    .short = Votre coffre a été détruit, comme demandé. Il n'en reste aucun papier.
notice-reminder =
    Un papier est à renouveler.
    Passez à un accueil : on vous dira lequel.
    .short = Un papier est à renouveler. Passez à un accueil.
notice-idle = { $reader ->
    [staff] Vous ne vous êtes pas connecté depuis cinq mois. Sans connexion d’ici un mois, votre compte sera fermé.
   *[other] Personne n’a ouvert votre coffre depuis longtemps. Vos papiers sont gardés. Passez à un accueil quand vous pouvez.
}
    .short = { $reader ->
        [staff] Pas de connexion depuis cinq mois : sans connexion d'ici un mois, votre compte sera fermé.
       *[other] Personne n'a ouvert votre coffre depuis longtemps. Vos papiers sont gardés. Passez à un accueil.
    }
notice-channel-changed =
    La façon de vous joindre a changé : une adresse ou un numéro a été ajouté ou retiré.
    Si ce n’est pas vous, allez tout de suite à n’importe quel accueil.
    .short = La façon de vous joindre a changé. Ce n'est pas vous ? Allez tout de suite à n'importe quel accueil.
