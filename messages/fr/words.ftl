## Les mots du coffre : un mot par chose, partout.

### Dossiers
folder-identity = Identité
folder-housing = Logement
folder-resources = Ressources
folder-family = Famille
folder-health = Droits santé
folder-employment = Emploi
folder-residence = Séjour
folder-justice = Justice
folder-other = Divers
folder-private = Privé

### Démarches
purpose-none = usage personnel
purpose-social-support = accompagnement social
purpose-rsa = dossier RSA
purpose-housing = logement
purpose-health-cover = couverture santé
purpose-family-benefits = prestations familiales
purpose-taxes = impôts
purpose-employment = emploi
purpose-residence-permit = droit au séjour
purpose-justice = justice
purpose-domiciliation = domiciliation
purpose-disability = handicap (MDPH)
purpose-retirement = retraite
purpose-debt = surendettement
purpose-emergency-aid = aide d’urgence
purpose-schooling = scolarité
purpose-bank = compte bancaire
purpose-other = autre démarche

### Papiers
document-type-identity-card = Carte d’identité
document-type-passport = Passeport
document-type-residence-permit = Titre de séjour
document-type-birth-certificate = Acte de naissance
document-type-family-record = Livret de famille
document-type-tax-notice = Avis d’impôt
document-type-payslip = Bulletin de paie
document-type-benefit-statement = Attestation de paiement (CAF)
document-type-bank-details = RIB
document-type-lease = Bail
document-type-rent-receipt = Quittance de loyer
document-type-proof-of-address = Justificatif de domicile
document-type-domiciliation-certificate = Attestation de domiciliation
document-type-health-cover-certificate = Attestation de droits santé
document-type-disability-decision = Notification MDPH
document-type-pension-statement = Titre de pension
document-type-work-contract = Contrat de travail
document-type-job-seeker-certificate = Attestation France Travail
document-type-diploma = Diplôme
document-type-court-decision = Décision de justice
document-type-insurance-certificate = Attestation d’assurance
document-type-photo = Photo
document-type-other = Autre papier

### Personnes
account-kind-beneficiary = bénéficiaire
account-kind-staff = professionnel
account-kind-auditor = contrôleur
role-referent = référent de structure
role-professional = professionnel
role-desk = agent d’accueil
member-state-active = actif
member-state-suspended = suspendu
member-state-removed = retiré

### Autorisations
right-read = voir
right-deposit = ajouter
right-manage = gérer
channel-kind-mail = courriel
channel-kind-phone = téléphone
mandate-state-active = en cours
mandate-state-not-started = pas encore commencée
mandate-state-expired = terminée
mandate-state-revoked = retirée

### Pourquoi c’est refusé
result-no-mandate = pas d’autorisation
result-mandate-expired = l’autorisation est terminée
result-mandate-revoked = l’autorisation a été retirée
result-mandate-not-started = l’autorisation n’a pas encore commencé
result-right-missing = l’autorisation ne va pas jusque-là
result-role-forbids = ce rôle ne le permet pas
result-not-a-member = hors de la structure
result-not-allowed = ce compte n’en a pas le droit
result-account-disabled = le compte est fermé
result-wrong-pin = mauvais code
result-credential-blocked = carte bloquée
result-credential-revoked = carte annulée
result-too-early = ce n’est pas encore le moment
result-too-late = c’est trop tard
result-already-read = quelqu’un l’a déjà lu
result-second-person-missing = il manque l’accord d’une autre personne
result-not-trusted = la personne n’est pas suivie par cette structure
result-vault-closing = le coffre va être fermé
result-stopped = la demande a été arrêtée
result-not-delivered = le message n’a pas pu être remis
result-member-suspended = le membre est suspendu

### Dates
weekday = { $day ->
    [1] lundi
    [2] mardi
    [3] mercredi
    [4] jeudi
    [5] vendredi
    [6] samedi
   *[7] dimanche
}
month = { $month ->
    [1] janvier
    [2] février
    [3] mars
    [4] avril
    [5] mai
    [6] juin
    [7] juillet
    [8] août
    [9] septembre
    [10] octobre
    [11] novembre
   *[12] décembre
}
date-long = { $weekday } { $day ->
    [1] 1er
   *[other] { $day }
} { $month } { $year }
date-time-long = { $date } à { $hour } h { $minute }
date-short = { $day }/{ $month }/{ $year }

### Tailles
size-bytes = { $n } octets
size-kib = { $n } Kio
size-mib = { $n } Mio
