-- One portable text for SQLite and PostgreSQL. Ids and hashes are BYTEA, times are BIGINT Unix
-- milliseconds, small codes are the numbers of vault_core::vocabulary. Columns named `sealed` are
-- under the server's lock (docs/FORMATS.md, section 2): a copy of this database opens none of them.

CREATE TABLE accounts (
    account_id BYTEA PRIMARY KEY,
    kind BIGINT NOT NULL,
    status BIGINT NOT NULL,          -- 1 invited, 2 active, 3 disabled
    display_name TEXT,               -- staff and auditors, as they chose to appear
    vault_id BYTEA,                  -- beneficiaries
    created_ms BIGINT NOT NULL
);

-- Every VKC1 ever published: public keys and ids only.
CREATE TABLE certificates (
    certificate_hash BYTEA PRIMARY KEY,
    kind BIGINT NOT NULL,
    subject BYTEA NOT NULL,
    epoch BIGINT NOT NULL,
    kid BYTEA,
    certificate BYTEA NOT NULL,
    created_ms BIGINT NOT NULL,
    UNIQUE (kind, subject, epoch)
);
CREATE INDEX certificates_by_kid ON certificates (kid);

CREATE TABLE credentials (
    credential_id BYTEA PRIMARY KEY,
    account_id BYTEA NOT NULL,
    kind BIGINT NOT NULL,
    status BIGINT NOT NULL,          -- 1 live, 2 blocked, 3 revoked
    public_key BYTEA NOT NULL,
    pin_hash BYTEA NOT NULL,
    tries_left BIGINT NOT NULL,
    sealed_half_b BYTEA NOT NULL,
    sealed_root BYTEA,               -- none while invited
    created_ms BIGINT NOT NULL
);
CREATE INDEX credentials_by_account ON credentials (account_id);

CREATE TABLE login_challenges (
    challenge_hash BYTEA PRIMARY KEY,
    credential_id BYTEA NOT NULL,
    expires_ms BIGINT NOT NULL
);

CREATE TABLE sessions (
    token_hash BYTEA PRIMARY KEY,
    account_id BYTEA NOT NULL,
    credential_id BYTEA NOT NULL,
    sealed_half BYTEA NOT NULL,
    seen_ms BIGINT NOT NULL,
    ends_ms BIGINT NOT NULL
);

-- Signed requests that caused a write: none is accepted twice.
CREATE TABLE request_nonces (
    kid BYTEA NOT NULL,
    nonce BYTEA NOT NULL,
    seen_ms BIGINT NOT NULL,
    PRIMARY KEY (kid, nonce)
);

CREATE TABLE organisations (
    organisation_id BYTEA PRIMARY KEY,
    name TEXT NOT NULL,
    created_ms BIGINT NOT NULL
);

CREATE TABLE members (
    account_id BYTEA PRIMARY KEY,
    organisation_id BYTEA NOT NULL,
    role BIGINT NOT NULL,
    created_ms BIGINT NOT NULL
);
CREATE INDEX members_by_organisation ON members (organisation_id);

-- VWR1 that stay: seeds of folders and organisations, purpose texts.
CREATE TABLE wraps (
    wrap_hash BYTEA PRIMARY KEY,
    kind BIGINT NOT NULL,
    scope BYTEA NOT NULL,
    object BYTEA NOT NULL,
    epoch BIGINT NOT NULL,
    mandate_id BYTEA,
    sealed BYTEA NOT NULL
);
CREATE INDEX wraps_by_object ON wraps (object, kind);
CREATE INDEX wraps_by_mandate ON wraps (mandate_id);

CREATE TABLE vaults (
    vault_id BYTEA PRIMARY KEY,
    owner BYTEA NOT NULL,
    bytes_used BIGINT NOT NULL,
    consent_sha256 BYTEA NOT NULL,
    created_ms BIGINT NOT NULL
);

CREATE TABLE folders (
    folder_id BYTEA PRIMARY KEY,
    vault_id BYTEA NOT NULL,
    sealed_kind BYTEA NOT NULL
);
CREATE INDEX folders_by_vault ON folders (vault_id);

CREATE TABLE directory_entries (
    organisation_id BYTEA NOT NULL,
    vault_id BYTEA NOT NULL,
    epoch BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (organisation_id, vault_id)
);

CREATE TABLE mandates (
    mandate_id BYTEA PRIMARY KEY,
    vault_id BYTEA NOT NULL,
    recipient_kind BIGINT NOT NULL,
    recipient_id BYTEA NOT NULL,
    mandate BYTEA NOT NULL,
    revocation BYTEA,
    expiry_logged BIGINT NOT NULL,   -- 1 once the event of the last day is written
    not_after_ms BIGINT NOT NULL,
    created_ms BIGINT NOT NULL
);
CREATE INDEX mandates_by_vault ON mandates (vault_id);
CREATE INDEX mandates_by_recipient ON mandates (recipient_id);

CREATE TABLE documents (
    document_id BYTEA PRIMARY KEY,
    vault_id BYTEA NOT NULL,
    folder_id BYTEA NOT NULL,
    latest_version BIGINT NOT NULL,
    created_ms BIGINT NOT NULL
);
CREATE INDEX documents_by_vault ON documents (vault_id);

-- (document, version) is unique for ever: an erased one keeps its row as a tombstone.
CREATE TABLE document_versions (
    document_id BYTEA NOT NULL,
    version BIGINT NOT NULL,
    deposit BYTEA NOT NULL,
    depositor BYTEA NOT NULL,
    blob_key TEXT NOT NULL,
    object_length BIGINT NOT NULL,
    sealed_record BYTEA NOT NULL,
    sealed_share BYTEA NOT NULL,
    log_index BIGINT NOT NULL,
    created_ms BIGINT NOT NULL,
    PRIMARY KEY (document_id, version)
);

CREATE TABLE uploads (
    upload_id BYTEA PRIMARY KEY,
    vault_id BYTEA NOT NULL,
    account_id BYTEA NOT NULL,
    blob_key TEXT NOT NULL,
    sha256 BYTEA NOT NULL,
    head_sha256 BYTEA NOT NULL,
    object_length BIGINT NOT NULL,
    created_ms BIGINT NOT NULL
);

CREATE TABLE openings (
    opening_id BYTEA PRIMARY KEY,
    account_id BYTEA NOT NULL,
    blob_key TEXT NOT NULL,
    object_length BIGINT NOT NULL,
    expires_ms BIGINT NOT NULL
);

-- The log. `leaf` is the 33 bytes of leaf data, kept for ever; `sealed` holds salt, body and signed
-- request under the key of its month, and is NULL once forgotten.
CREATE TABLE log_entries (
    log_index BIGINT PRIMARY KEY,
    vault_id BYTEA NOT NULL,
    vault_seq BIGINT NOT NULL,
    leaf BYTEA NOT NULL,
    sealed BYTEA,
    UNIQUE (vault_id, vault_seq)
);

CREATE TABLE log_tiles (
    level BIGINT NOT NULL,
    tile_index BIGINT NOT NULL,
    hashes BYTEA NOT NULL,
    PRIMARY KEY (level, tile_index)
);

CREATE TABLE vault_heads (
    vault_id BYTEA PRIMARY KEY,
    vault_seq BIGINT NOT NULL,
    leaf_hash BYTEA NOT NULL
);

CREATE TABLE log_state (
    singleton BIGINT PRIMARY KEY,
    size BIGINT NOT NULL,
    frontier BYTEA NOT NULL,
    last_ms BIGINT NOT NULL,
    checkpoint TEXT NOT NULL
);
