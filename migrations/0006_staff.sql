-- Staff come and go; and a person may be known to more than one organisation.

-- 1 active, 2 suspended, 3 removed. A removed member keeps this row: who deposited a paper must stay known.
ALTER TABLE members ADD COLUMN state BIGINT NOT NULL DEFAULT 1;

-- The person has said, with card and PIN, that this very sealed name may go into the directory of this organisation.
-- A member of the organisation then puts it there, within minutes, and the row goes.
CREATE TABLE directory_invitations (
    vault_id BYTEA NOT NULL,
    organisation_id BYTEA NOT NULL,
    entry_hash BYTEA NOT NULL,
    expires_ms BIGINT NOT NULL,
    PRIMARY KEY (vault_id, organisation_id)
);
