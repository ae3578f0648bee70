## La suite à donner, dans la page : les autres programmes disent la leur dans problems.ftl.
page-next-session-over = Ouvrez-le de nouveau, avec la carte et le code.
page-next-not-signed = Ouvrez le coffre de nouveau, avec la carte et le code.
page-next-wrong-credential = Vérifiez que c’est la bonne carte. Sinon, allez voir votre structure.
page-next-credential-blocked = Allez voir votre structure, avec la carte. Deux personnes peuvent vous aider à choisir un nouveau code.
page-next-right-missing = Regardez ce que l’autorisation permet. Cette demande est écrite dans le journal.
page-next-not-a-member = Vérifiez la structure choisie.
page-next-not-allowed = Vérifiez qui est connecté.
page-next-too-early = Attendez la fin du délai.
page-next-already-read = La personne peut l’effacer elle-même.
page-next-vault-closing = La personne peut encore changer d’avis.
page-next-method-not-allowed = Rechargez la page.
page-next-unsupported-media-type = Rechargez la page.
page-next-malformed = Rechargez la page, puis recommencez.
page-next-invalid-request = Rechargez la page, puis recommencez.
page-next-account-disabled = Demandez à votre structure.
page-next-unexpected = Essayez plus tard. Si cela revient, dites-le à votre structure.
page-next-integrity = Rien n’a été ouvert ni gardé. N’insistez pas. Dites-le à votre structure.
