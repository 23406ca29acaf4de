-- Values are AES-256-GCM under the master key, bound to "v1/variables/<app id>/<key>".
CREATE TABLE variables (
    app_id uuid NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
    key text NOT NULL,
    secret boolean NOT NULL,
    value bytea NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (app_id, key)
);

-- Immutable numbered snapshots of run settings and variables.
CREATE TABLE configs (
    app_id uuid NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
    number integer NOT NULL,
    port integer NOT NULL,
    run_command text NOT NULL,
    instances integer NOT NULL,
    health_path text NOT NULL,
    cpu text NOT NULL,
    memory text NOT NULL,
    read_only boolean NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (app_id, number)
);

CREATE TABLE config_variables (
    app_id uuid NOT NULL,
    number integer NOT NULL,
    key text NOT NULL,
    secret boolean NOT NULL,
    value bytea NOT NULL,
    PRIMARY KEY (app_id, number, key),
    FOREIGN KEY (app_id, number) REFERENCES configs (app_id, number) ON DELETE CASCADE
);
