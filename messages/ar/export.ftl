export-reminders = أوراق يجب تجديدها
export-reminder-line = في { $day }: { $title }. { $text }
