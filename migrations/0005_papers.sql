-- What may happen to a paper after its deposit: undone, moved, renamed, erased, its description sealed to a newer key.

-- First opening by somebody else than the depositor; none while unread.
ALTER TABLE document_versions ADD COLUMN read_ms BIGINT;
-- Epoch of the folder to whose key the record is sealed.
ALTER TABLE document_versions ADD COLUMN record_epoch BIGINT NOT NULL DEFAULT 1;

-- 1 once somebody who could read the folder may no longer: its key is to be replaced.
ALTER TABLE folders ADD COLUMN key_due BIGINT NOT NULL DEFAULT 0;

-- VAM1: where a version lies and how it is described, since its deposit.
CREATE TABLE amendments (
    document_id BYTEA NOT NULL,
    version BIGINT NOT NULL,
    sequence BIGINT NOT NULL,
    amendment BYTEA NOT NULL,
    maker BYTEA NOT NULL,            -- the account
    created_ms BIGINT NOT NULL,
    PRIMARY KEY (document_id, version, sequence)
);
