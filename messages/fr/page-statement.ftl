## La déclaration d’accessibilité. Elle ne dit que ce qui a été essayé.
page-accessibility-state = Où nous en sommes
    .told = Coffre solidaire veut que chacun puisse s’en servir, selon l’article 47 de la loi n° 2005-102 du 11 février 2005.
        Cette page est non conforme au référentiel général d’amélioration de l’accessibilité (RGAA 4.1), niveau AA.
        Personne n’a encore fait l’audit. Sans audit, la règle dit : non conforme.
page-accessibility-tried = Ce qui a été essayé
    .told = Des contrôles automatiques (axe-core) sur chaque écran, en français et en arabe, dans Chromium.
        Trois parcours entiers au clavier seul : la personne, le professionnel, le contrôleur.
        Le texte à 200 % sans défilement de côté, sur un écran de 360 pixels.
        Des boutons de 44 pixels au moins.
        Le parcours principal dans Firefox.
page-accessibility-missing = Ce qui n’a pas été essayé
    .told = Les 106 critères du RGAA n’ont pas été vérifiés un par un par une personne. Un contrôle automatique n’en voit qu’une partie.
        Aucun audit n’a été fait par une personne indépendante.
        Aucun essai avec un vrai lecteur d’écran (NVDA, VoiceOver, TalkBack).
        Aucun essai avec une loupe d’écran, une commande vocale ou un contacteur.
        Aucun essai avec des personnes concernées. Les phrases suivent les idées du Facile à lire et à comprendre, sans en porter le logo.
        La lecture à voix haute dépend des voix de l’appareil. Certains n’en ont pas.
        Les papiers montrés sont des images ou des PDF que d’autres ont faits. Ils ne sont pas toujours lisibles par un lecteur d’écran.
page-accessibility-made = Comment cette déclaration a été faite
    .told = Elle a été écrite en novembre 2026 par ceux qui font ce programme, à partir de leurs propres essais.
        L’exploitant de ce serveur doit la compléter avec son nom et son propre audit.
page-accessibility-contact = Un écran vous bloque ?
    .told = Dites-le à votre structure. Elle vous aide tout de suite et prévient l’exploitant de ce serveur.
page-accessibility-rights = Si personne ne vous répond
    .told = Vous pouvez écrire au Défenseur des droits, ou voir son délégué près de chez vous. C’est gratuit.
        L’adresse, sans timbre : Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX 07.
