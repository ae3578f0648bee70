-- What the operator did about backups and keys, as far as later decisions depend on it.

-- Snapshots that this server made. An old key is destroyed only once one without it was verified.
CREATE TABLE backups (
    snapshot_id TEXT PRIMARY KEY,
    oldest_epoch BIGINT NOT NULL,    -- of the lock: the oldest under which a row of it lies
    made_ms BIGINT NOT NULL,
    verified_ms BIGINT
);

-- One row for each restoration; its event is written at the next start.
CREATE TABLE restorations (
    restored_ms BIGINT PRIMARY KEY,
    snapshot_id TEXT NOT NULL,
    logged BIGINT NOT NULL
);

-- Epochs of the lock after the first.
CREATE TABLE lock_epochs (
    epoch BIGINT PRIMARY KEY,
    begun_ms BIGINT NOT NULL,
    turned_ms BIGINT,                -- every row is under it, or under a later one
    destroyed_ms BIGINT
);
