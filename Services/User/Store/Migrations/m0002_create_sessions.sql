CREATE TABLE sessions (
    id           uuid PRIMARY KEY,
    account_id   uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
    kind         text NOT NULL CHECK (kind IN ('token', 'cookie')),
    secret_hash  bytea NOT NULL CONSTRAINT sessions_secret_hash_key UNIQUE CHECK (length(secret_hash) = 32),
    user_agent   text NOT NULL,
    address      text NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    last_used_at timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NOT NULL
);
CREATE INDEX sessions_account_id_idx ON sessions (account_id, created_at);
CREATE INDEX sessions_expires_at_idx ON sessions (expires_at);

-- Every refresh token a session ever had: one that comes back ends the session.
CREATE TABLE spent_refresh_hashes (
    hash       bytea PRIMARY KEY CHECK (length(hash) = 32),
    session_id uuid NOT NULL REFERENCES sessions ON DELETE CASCADE,
    spent_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX spent_refresh_hashes_session_id_idx ON spent_refresh_hashes (session_id);
