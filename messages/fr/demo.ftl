## La démonstration : ce qui s’affiche avec « make demo ».

demo-preparing = Préparation de la démonstration (une première fois seulement) :
demo-step-organisation = la structure et sa référente
demo-step-members = une professionnelle et un agent d’accueil
demo-step-vault = le coffre du bénéficiaire, avec sa carte
demo-step-mandate = son autorisation à la structure
demo-step-papers = trois papiers
demo-step-auditor = un contrôleur

demo-running = Le serveur tourne sur { $url }, pour cet ordinateur seulement.
demo-where = Tout est dans { $folder }. Les personnes et les papiers sont imaginaires.
demo-who = Qui est là
demo-who-referent = référente de la structure « { $organisation } »
demo-who-professional = professionnelle : ajoute et ouvre des papiers, sous l’autorisation
demo-who-desk = agent d’accueil : ajoute des papiers, ne peut pas les ouvrir
demo-who-beneficiary = bénéficiaire ; sa carte à imprimer : { $card }
demo-who-auditor = contrôleur : vérifie le journal, sans voir ni nom ni contenu
demo-made = Ce qui est fait
demo-made-mandate = une autorisation de { $days } jours à la structure « { $organisation } » : lire et ajouter ({ $folders })
demo-made-papers = { $papers } papiers : un ajouté par la professionnelle, les autres par l’agent d’accueil
demo-try = À essayer dans un autre terminal (copier, coller)
demo-visit-professional = 1. La professionnelle regarde la liste et ouvre un papier.
demo-visit-desk = 2. L’agent d’accueil essaie d’ouvrir le même papier : c’est refusé, et noté.
demo-visit-beneficiary = 3. Le bénéficiaire regarde qui est venu ; le refus y est.
demo-visit-auditor = 4. Le contrôleur vérifie tout le journal, sans voir aucun nom.
demo-visit-revoke = 5. Le bénéficiaire retire son autorisation.
demo-visit-again = 6. La professionnelle essaie encore : c’est refusé, aussitôt.
demo-visit-sheet = 7. Il fait une nouvelle feuille de secours, pour le jour où la carte est perdue. L’acte se vérifie sans réseau et sans compte.
demo-visit-export = 8. Il emporte tout dans un fichier, que chacun peut vérifier.
demo-stop = Ctrl-C arrête le serveur. « make demo » le relance et garde tout.
demo-afresh = Pour tout refaire : rm -r { $folder }
demo-stopped = Le serveur est arrêté. « make demo » le relance et garde tout.

demo-error-port-unusable = DEMO_PORT vaut « { $value } », qui n’est pas un numéro de port. Donnez un nombre de 1 à 65535.
demo-error-port-taken = Le port { $port } est déjà pris, peut-être par une autre démonstration. Arrêtez-la, ou choisissez un autre port et un autre dossier : DEMO_PORT=9443 DEMO_DIR=./demo-9443 make demo
demo-error-other-port = Les données de { $path } ont été faites pour { $url }. Reprenez ce port avec DEMO_PORT, ou choisissez un autre dossier avec DEMO_DIR.
demo-error-program-missing = Il manque le programme { $path }. Construisez-le : make build
demo-error-half-made = La préparation de { $path } n’est pas allée à son terme. Effacez ce dossier, puis recommencez : rm -r { $path }
demo-error-not-empty = Le dossier { $path } contient déjà autre chose. Choisissez-en un autre avec DEMO_DIR.
demo-error-record = Le fichier { $path } n’est pas celui d’une démonstration. Choisissez un autre dossier avec DEMO_DIR, ou effacez celui-ci.
demo-error-file = { $path } ne peut pas être utilisé : { $cause }
demo-error-step = « { $command } » n’a pas réussi. Il a répondu : { $said }
demo-error-answer = « { $command } » a répondu sans « { $field } ». Les programmes ne sont pas de la même version ; reconstruisez-les : make build
demo-error-server-ended = Le serveur s’est arrêté de lui-même. Il dit pourquoi dans { $path }
demo-error-server-silent = Le serveur ne répond pas. Il dit peut-être pourquoi dans { $path }
demo-error-interrupted = Arrêté avant la fin de la préparation. Effacez le dossier avant de recommencer : rm -r { $path }
