-- Sealed when made; nothing here is ever updated.
CREATE TABLE releases (
    app_id uuid NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
    number bigint NOT NULL,
    -- One release per deployment that made one: a repeated step finds what it made before.
    made_by uuid NOT NULL UNIQUE,
    image text NOT NULL,
    config bigint NOT NULL,
    commit text,
    commit_message text NOT NULL DEFAULT '',
    branch text NOT NULL DEFAULT '',
    build_id uuid,
    port bigint NOT NULL,
    command text NOT NULL DEFAULT '',
    health_path text NOT NULL DEFAULT '',
    cpu text NOT NULL,
    memory text NOT NULL,
    read_only boolean NOT NULL DEFAULT false,
    image_user text NOT NULL DEFAULT '',
    exposed_port bigint NOT NULL DEFAULT 0,
    procfile_command text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (app_id, number)
);

-- AES-256-GCM under the master key, in the place "v1/releases/<app>/<number>/<key>".
CREATE TABLE release_variables (
    app_id uuid NOT NULL,
    release bigint NOT NULL,
    key text NOT NULL,
    secret boolean NOT NULL,
    value bytea NOT NULL,
    PRIMARY KEY (app_id, release, key),
    FOREIGN KEY (app_id, release) REFERENCES releases (app_id, number) ON DELETE CASCADE
);
