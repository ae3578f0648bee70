## La déclaration d’accessibilité. Elle ne dit que ce qui a été essayé.
page-accessibility-state = Où nous en sommes
    .told = Coffre solidaire veut que chacun puisse s’en servir, selon l’article 47 de la loi n° 2005-102 du 11 février 2005.
        Cette page est partiellement conforme au référentiel général d’amélioration de l’accessibilité (RGAA 4.1), niveau AA.
page-accessibility-tried = Ce qui a été essayé
    .told = Des contrôles automatiques (axe-core) sur chaque écran, en français et en arabe, dans Chromium.
        L’ouverture du coffre au clavier seul.
        Le texte à 200 % sans défilement de côté, sur un écran de 360 pixels.
page-accessibility-missing = Ce qui n’a pas été essayé
    .told = Aucun audit complet du RGAA n’a été fait par une personne indépendante.
        Aucun essai avec un vrai lecteur d’écran (NVDA, VoiceOver, TalkBack).
        Aucun essai avec des personnes concernées. Les phrases suivent les idées du Facile à lire et à comprendre, sans en porter le logo.
        La lecture à voix haute dépend des voix de l’appareil. Certains n’en ont pas.
        Les papiers montrés sont des images ou des PDF que d’autres ont faits. Ils ne sont pas toujours lisibles par un lecteur d’écran.
page-accessibility-made = Comment cette déclaration a été faite
    .told = Elle a été écrite par ceux qui font ce programme, à partir de leurs propres essais.
page-accessibility-contact = Un écran vous bloque ?
    .told = Dites-le à votre structure. Elle vous aide tout de suite et prévient l’exploitant de ce serveur.
page-accessibility-rights = Si personne ne vous répond
    .told = Vous pouvez écrire au Défenseur des droits, ou voir son délégué près de chez vous. C’est gratuit.
