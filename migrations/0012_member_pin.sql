-- Who vouched for a member of their organisation who forgot the PIN, and when. Used up by the new PIN.
CREATE TABLE member_pin_approvals (
    member_id BYTEA NOT NULL,
    account_id BYTEA NOT NULL,       -- who vouched
    approved_ms BIGINT NOT NULL,
    PRIMARY KEY (member_id, account_id)
);
