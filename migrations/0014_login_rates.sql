-- How often logins are begun from one address, by whichever server.
CREATE TABLE login_rates (
    caller BYTEA PRIMARY KEY,        -- HMAC of the address under the pepper
    next_ms BIGINT NOT NULL          -- when it will have waited for all that it began
);
