-- Which entries of the log were forgotten: everything before an index. The last one counts.
CREATE TABLE log_purges (
    log_index BIGINT PRIMARY KEY,    -- of the event that tells it
    before_index BIGINT NOT NULL,
    month BIGINT NOT NULL            -- yyyymm, the last month that was forgotten
);
