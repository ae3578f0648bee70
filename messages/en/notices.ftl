## Messages sent outside the vault: mail, and a short message (.short, 160 characters).
## They name nobody, no paper, no folder and no organisation.

notice-subject = A message about your vault
notice-foot =
    This message is sent by a machine: nobody reads answers.
    We never ask for your PIN.

notice-recovery-started =
    Somebody asked to get access to your vault again.
    If it is you, there is nothing to do.
    If it is not you, go quickly to any reception desk: the request can be stopped.
    .short = Somebody asks for access to your vault. Not you? Go quickly to any reception desk to stop it.
notice-recovery-stopped =
    The request to get access to your vault again was stopped.
    If you still need help, go to any reception desk.
    .short = The request for access to your vault was stopped. Need help? Go to any reception desk.
notice-recovery-finished =
    Access to your vault was restored, with a new card. The old one does not work any more.
    If it is not you, go to any reception desk at once.
    .short = A new card opens your vault. Not you? Go to any reception desk at once.
notice-card-replaced =
    Your card was replaced. The old one does not work any more.
    If it is not you, go to any reception desk at once.
    .short = Your card was replaced. Not you? Go to any reception desk at once.
notice-pin-reset =
    A new PIN was chosen for your card.
    If it is not you, go to any reception desk at once.
    .short = A new PIN was chosen. Not you? Go to any reception desk at once.
notice-vault-closing =
    Your vault will be closed, and all that it holds destroyed in some days.
    If you do not want this, go to any reception desk: it can be kept.
    .short = Your vault will be destroyed in some days. You do not want this? Go quickly to any reception desk.
notice-vault-destroyed =
    Your vault was destroyed, as asked. No paper of it remains.
    .short = Your vault was destroyed, as asked. No paper of it remains.
notice-reminder =
    A paper has to be renewed.
    Come to a reception desk: they will tell you which.
    .short = A paper has to be renewed. Come to a reception desk.
notice-idle = { $reader ->
    [staff] You have not logged in for five months. Without a login within a month, your account will be closed.
   *[other] Nobody has opened your vault for a long time. Your papers are kept. Come to a reception desk when you can.
}
    .short = { $reader ->
        [staff] No login for five months: without a login within a month, your account will be closed.
       *[other] Nobody has opened your vault for a long time. Your papers are kept. Come to a reception desk.
    }
notice-channel-changed =
    The way to reach you has changed: an address or a number was added or removed.
    If it is not you, go to any reception desk at once.
    .short = The way to reach you has changed. Not you? Go to any reception desk at once.
