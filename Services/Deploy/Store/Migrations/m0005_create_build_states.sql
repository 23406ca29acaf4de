-- What the build service's change feed said last of each build that a deployment waits for.
CREATE TABLE build_states (
    build_id uuid PRIMARY KEY,
    status text NOT NULL,
    payload bytea NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now()
);
