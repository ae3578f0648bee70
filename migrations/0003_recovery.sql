-- Lost cards, forgotten PINs: who vouches, who asks, who approves. Pieces and seeds lie in `wraps`.

-- A member vouches for somebody who forgot the PIN. One line for each member; it counts for a quarter of an hour.
CREATE TABLE pin_reset_approvals (
    vault_id BYTEA NOT NULL,
    account_id BYTEA NOT NULL,
    approved_ms BIGINT NOT NULL,
    PRIMARY KEY (vault_id, account_id)
);

-- A request to restore access to a vault.
CREATE TABLE recoveries (
    recovery_id BYTEA PRIMARY KEY,
    account_id BYTEA NOT NULL,
    vault_id BYTEA NOT NULL,
    means BIGINT NOT NULL,           -- 1 the sheet, 2 two of three guardians
    credential_id BYTEA NOT NULL,    -- the sheet's, or the guardians'
    started_by BYTEA NOT NULL,
    organisation_id BYTEA NOT NULL,
    one_time_key BYTEA NOT NULL,
    state BIGINT NOT NULL,           -- 1 waiting, 2 stopped, 3 finished, 4 lapsed
    started_ms BIGINT NOT NULL,
    approved_ms BIGINT,              -- when the last approval that was missing came
    released_ms BIGINT,              -- when the server first let go of its half
    ended_ms BIGINT
);
CREATE INDEX recoveries_by_account ON recoveries (account_id, state);
CREATE INDEX recoveries_by_vault ON recoveries (vault_id);

-- Who approved. A guardian leaves both pieces, sealed to the request's one-time key.
CREATE TABLE recovery_approvals (
    recovery_id BYTEA NOT NULL,
    account_id BYTEA NOT NULL,
    organisation_id BYTEA,           -- none for a guardian
    first_piece BYTEA,               -- hashes of rows of `wraps`
    second_piece BYTEA,
    approved_ms BIGINT NOT NULL,
    PRIMARY KEY (recovery_id, account_id)
);

-- The three guardians of an account, and what proves that a guardian still holds the pieces.
CREATE TABLE guardians (
    account_id BYTEA NOT NULL,
    place BIGINT NOT NULL,           -- 1 to 3
    guardian_id BYTEA NOT NULL,
    vault_id BYTEA NOT NULL,
    credential_id BYTEA NOT NULL,
    generation BIGINT NOT NULL,
    first_piece BYTEA NOT NULL,      -- hashes of rows of `wraps`
    second_piece BYTEA NOT NULL,
    rehearsal_key BYTEA NOT NULL,
    named_ms BIGINT NOT NULL,
    rehearsed_ms BIGINT,
    PRIMARY KEY (account_id, place)
);
CREATE INDEX guardians_by_guardian ON guardians (guardian_id);
