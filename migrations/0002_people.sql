-- What a desk needs every day: ways to reach a person, notices on their way, and what was erased.

-- How a person is reached. The address is under the server's lock; the server opens it only to send.
CREATE TABLE channels (
    channel_id BYTEA PRIMARY KEY,
    account_id BYTEA NOT NULL,
    kind BIGINT NOT NULL,            -- 1 mail, 2 phone
    sealed BYTEA NOT NULL,
    created_ms BIGINT NOT NULL
);
CREATE INDEX channels_by_account ON channels (account_id);

-- One notice for one channel. Written in the transaction of the act that it tells of, sent after.
CREATE TABLE notices (
    notice_id BYTEA PRIMARY KEY,
    channel_id BYTEA NOT NULL,
    account_id BYTEA NOT NULL,
    kind BIGINT NOT NULL,
    state BIGINT NOT NULL,           -- 1 waiting, 2 sent, 3 given up
    tries BIGINT NOT NULL,
    next_ms BIGINT NOT NULL,
    created_ms BIGINT NOT NULL
);
CREATE INDEX notices_by_state ON notices (state, next_ms);
CREATE INDEX notices_by_account ON notices (account_id);

-- (document, version) is unique for ever: what was erased or undone leaves this, and nothing else.
CREATE TABLE tombstones (
    document_id BYTEA NOT NULL,
    version BIGINT NOT NULL,
    vault_id BYTEA NOT NULL,
    erased_ms BIGINT NOT NULL,
    PRIMARY KEY (document_id, version)
);
CREATE INDEX tombstones_by_vault ON tombstones (vault_id);
