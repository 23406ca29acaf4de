-- One row per (app, commit, settings): asked for by commands, worked on by whoever holds its lease.
CREATE TABLE builds (
    id uuid PRIMARY KEY,
    project_id uuid NOT NULL,
    app_id uuid NOT NULL,
    commit text NOT NULL,
    settings_hash text NOT NULL,
    branch text NOT NULL,
    method text NOT NULL,
    request jsonb NOT NULL,
    status text NOT NULL CHECK (status IN
        ('queued', 'fetching', 'planning', 'building', 'pushing', 'succeeded', 'failed', 'cancelled', 'superseded')),
    attempt integer NOT NULL DEFAULT 1,
    -- How many workers died over this attempt.
    crashes integer NOT NULL DEFAULT 0,
    commit_message text NOT NULL DEFAULT '',
    plan text NOT NULL DEFAULT '',
    image text NOT NULL DEFAULT '',
    exposed_port integer NOT NULL DEFAULT 0,
    procfile_command text NOT NULL DEFAULT '',
    image_user text NOT NULL DEFAULT '',
    steps_done integer NOT NULL DEFAULT 0,
    steps_total integer NOT NULL DEFAULT 0,
    failure_reason text,
    failure_message text NOT NULL DEFAULT '',
    failure_details text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    started_at timestamptz,
    finished_at timestamptz,
    lease_owner text,
    lease_fence bigint NOT NULL DEFAULT 0,
    lease_until timestamptz,
    CONSTRAINT builds_app_commit_settings_key UNIQUE (app_id, commit, settings_hash)
);
CREATE INDEX builds_app_id_idx ON builds (app_id, id);
CREATE INDEX builds_work_idx ON builds (created_at) WHERE status IN ('queued', 'fetching', 'planning', 'building', 'pushing');

-- Which command asked for which build: the same command again gets the same build, even a failed one.
CREATE TABLE build_commands (
    key text PRIMARY KEY,
    build_id uuid NOT NULL REFERENCES builds (id) ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX build_commands_build_id_idx ON build_commands (build_id);

-- Apps that are gone or going: nothing is built for them any more. The row outlives what it names by a week.
CREATE TABLE app_deletions (
    app_id uuid PRIMARY KEY,
    project_id uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz
);
