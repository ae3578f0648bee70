## The words of the vault: one word per thing, everywhere.

### Folders
folder-identity = Identity
folder-housing = Housing
folder-resources = Resources
folder-family = Family
folder-health = Health cover
folder-employment = Employment
folder-residence = Residence
folder-justice = Justice
folder-other = Other
folder-private = Private

### Purposes
purpose-none = personal use
purpose-social-support = social support
purpose-rsa = RSA benefit application
purpose-housing = housing
purpose-health-cover = health cover
purpose-family-benefits = family benefits
purpose-taxes = taxes
purpose-employment = employment
purpose-residence-permit = right of residence
purpose-justice = justice
purpose-domiciliation = domiciliation
purpose-disability = disability (MDPH)
purpose-retirement = retirement
purpose-debt = over-indebtedness
purpose-emergency-aid = emergency aid
purpose-schooling = schooling
purpose-bank = bank account
purpose-other = another purpose

### Documents
document-type-identity-card = Identity card
document-type-passport = Passport
document-type-residence-permit = Residence permit
document-type-birth-certificate = Birth certificate
document-type-family-record = Family record book
document-type-tax-notice = Tax notice
document-type-payslip = Payslip
document-type-benefit-statement = Benefit statement (CAF)
document-type-bank-details = Bank details
document-type-lease = Lease
document-type-rent-receipt = Rent receipt
document-type-proof-of-address = Proof of address
document-type-domiciliation-certificate = Domiciliation certificate
document-type-health-cover-certificate = Health cover certificate
document-type-disability-decision = Disability decision
document-type-pension-statement = Pension statement
document-type-work-contract = Work contract
document-type-job-seeker-certificate = Job seeker certificate
document-type-diploma = Diploma
document-type-court-decision = Court decision
document-type-insurance-certificate = Insurance certificate
document-type-photo = Photo
document-type-other = Other paper

### People
account-kind-beneficiary = beneficiary
account-kind-staff = professional
account-kind-auditor = auditor
role-referent = organisation admin
role-professional = professional
role-desk = desk agent
member-state-active = active
member-state-suspended = suspended
member-state-removed = removed

### Mandates
right-read = see
right-deposit = add
right-manage = manage
channel-kind-mail = mail
channel-kind-phone = telephone
mandate-state-active = in force
mandate-state-not-started = not begun yet
mandate-state-expired = over
mandate-state-revoked = withdrawn

### Why it is refused
result-no-mandate = no mandate
result-mandate-expired = the mandate is over
result-mandate-revoked = the mandate was withdrawn
result-mandate-not-started = the mandate has not begun yet
result-right-missing = the mandate does not go that far
result-role-forbids = this role does not allow it
result-not-a-member = outside the organisation
result-not-allowed = this account has no right to it
result-account-disabled = the account is closed
result-wrong-pin = wrong PIN
result-credential-blocked = card blocked
result-credential-revoked = card withdrawn
result-too-early = it is too early
result-too-late = it is too late
result-already-read = somebody has read it
result-second-person-missing = another person must approve
result-not-trusted = the person has no tie with this organisation
result-vault-closing = the vault is being closed
result-stopped = it was stopped
result-not-delivered = the message could not be delivered
result-member-suspended = the member is suspended

### Dates
weekday = { $day ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
}
month = { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}
date-long = { $weekday } { $day } { $month } { $year }
date-time-long = { $date } at { $hour }:{ $minute }
date-short = { $day }/{ $month }/{ $year }

### Sizes
size-bytes = { $n } bytes
size-kib = { $n } KiB
size-mib = { $n } MiB
