## L’écran « Emporter mes papiers ». Les pages du fichier lui-même sont dans export.ftl.
page-export-what = Tous vos papiers, dans un seul fichier. Et aussi : qui les a regardés.
page-export-opens = Ce fichier s’ouvre sur un autre ordinateur, sans internet.
page-export-readable = Attention : dans ce fichier, tout est lisible. Il n’est pas fermé à clé.
page-export-keep = Gardez-le comme vous gardez vos papiers.
page-export-begin = Emporter tous mes papiers
page-export-taking-title = Vos papiers sont mis dans le fichier
page-export-taking = Chaque papier est ouvert et vérifié…
page-export-stop = Arrêter
page-export-ready = { $n ->
    [0] C’est prêt. Il n’y a pas encore de papier.
    [one] C’est prêt : { $n } papier est dans le fichier.
   *[other] C’est prêt : { $n } papiers sont dans le fichier.
}
page-export-save = Garder le fichier sur mon appareil
page-export-after = Vos papiers restent aussi dans votre coffre.
page-export-shared = Cet appareil n’est pas à vous. Le fichier resterait dessus.
page-export-shared-next = Ouvrez votre coffre sur un appareil à vous. Ou demandez à votre structure.
page-failure-export-other-card = Cette carte ouvre un autre coffre.
    .next = Montrez la carte de ce coffre-ci.
page-failure-export-too-big = Votre coffre est trop gros pour cette page.
    .next = Demandez à votre structure : elle peut faire le fichier.
