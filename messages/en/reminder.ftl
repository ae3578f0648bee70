# Reminders: a day, and what there will be to do.
cli-reminder = Reminders: to tell the person that a paper has to be renewed
cli-reminder-set = Add a reminder to a paper
cli-reminder-set-document = The paper’s id (see `coffre list`)
    .value = ID
cli-reminder-set-on = The day, YYYY-MM-DD
    .value = DAY
cli-reminder-set-text-file = File that says what there will be to do; asked for otherwise
    .value = FILE
cli-reminder-list = Show the reminders
cli-reminder-remove = Remove a reminder
cli-reminder-remove-reminder = Id given by `coffre reminder list`
    .value = ID
ask-reminder = What will there be to do on that day?
done-reminder = The reminder is noted for { $day }. On that day the person will only receive: “A paper has to be renewed”. Id: { $id }
done-reminder-removed = The reminder { $id } is removed.
none-reminder = No reminder.
remark-reminders-due = { $n ->
    [1] One reminder has come to its day
   *[other] { $n } reminders have come to their day
    }: see `coffre reminder list`.
head-day = Day
head-reminder = To do
reminder-due = it is time
reminder-ahead = to come
reminder-sealed-before = (written with a former key of the folder: the person can read it)
problem-reminder-day-past = { $day } is past.
    .next = Choose a day from tomorrow on.
problem-reminder-day-far = { $day } is too far away.
    .next = Choose a day within the next sixteen years.
problem-reminder-text = This text cannot be kept: it is empty, too long or holds invisible characters.
    .next = Write a few plain words, { $limit } characters at most.
problem-reminder-too-many = This paper has { $limit } reminders already.
    .next = Remove one with `coffre reminder remove`.
