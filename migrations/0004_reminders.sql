-- What reaches people in time: channels that are leaving, reminders, and when somebody was last seen.

-- Told once more of what it was owed, then deleted; none while it is in use.
ALTER TABLE channels ADD COLUMN removed_ms BIGINT;

-- The last login, and the last warning that there was none; none before the first.
ALTER TABLE accounts ADD COLUMN last_login_ms BIGINT;
ALTER TABLE accounts ADD COLUMN idle_warned_ms BIGINT;

-- A day, and a document whose folder may read the text: the text is a wrap, sealed to that folder.
CREATE TABLE reminders (
    reminder_id BYTEA PRIMARY KEY,
    vault_id BYTEA NOT NULL,
    document_id BYTEA NOT NULL,
    due_ms BIGINT NOT NULL,
    text_hash BYTEA,
    author BYTEA NOT NULL,
    sent_ms BIGINT,
    created_ms BIGINT NOT NULL
);
CREATE INDEX reminders_by_vault ON reminders (vault_id);
CREATE INDEX reminders_by_due ON reminders (sent_ms, due_ms);

-- When a mandate was revoked: its end, when that is before its last day.
ALTER TABLE mandates ADD COLUMN revoked_ms BIGINT;
