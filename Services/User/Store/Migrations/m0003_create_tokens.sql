CREATE TABLE tokens (
    id           uuid PRIMARY KEY,
    account_id   uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
    name         text NOT NULL,
    scopes       text[] NOT NULL CHECK (scopes <@ ARRAY['read', 'deploy', 'admin'] AND cardinality(scopes) > 0),
    token_hash   bytea NOT NULL CONSTRAINT tokens_token_hash_key UNIQUE CHECK (length(token_hash) = 32),
    created_at   timestamptz NOT NULL DEFAULT now(),
    last_used_at timestamptz NULL,
    expires_at   timestamptz NULL
);
CREATE INDEX tokens_account_id_idx ON tokens (account_id, id);
CREATE INDEX tokens_expires_at_idx ON tokens (expires_at) WHERE expires_at IS NOT NULL;
