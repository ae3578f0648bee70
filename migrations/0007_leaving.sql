-- Vaults whose owner asked for their end. The row stays after it: the vault's id is never used again, and the receipt
-- of the destruction is fetched by whoever holds the claim code, of which only the hash is here.
CREATE TABLE closings (
    vault_id BYTEA PRIMARY KEY,
    owner BYTEA NOT NULL,
    claim_hash BYTEA NOT NULL UNIQUE,
    asked_ms BIGINT NOT NULL,
    destroy_ms BIGINT NOT NULL,      -- not before this moment
    destroyed_index BIGINT           -- place of the destruction in the log, once it is done
);

-- Where the log tells of an act, for those who print it.
ALTER TABLE vaults ADD COLUMN log_index BIGINT;
ALTER TABLE mandates ADD COLUMN log_index BIGINT;
