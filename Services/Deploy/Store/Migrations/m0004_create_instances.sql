CREATE TABLE instances (
    id uuid PRIMARY KEY,
    app_id uuid NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
    project_id uuid NOT NULL,
    deployment_id uuid NOT NULL,
    release bigint NOT NULL,
    generation bigint NOT NULL,
    ordinal bigint NOT NULL,
    name text NOT NULL,
    port bigint NOT NULL,
    container_id text,
    state text NOT NULL CHECK (state IN ('starting', 'serving', 'stopping', 'stopped', 'failed')),
    restarts bigint NOT NULL DEFAULT 0,
    exits bigint NOT NULL DEFAULT 0,
    retry_at timestamptz,
    failure_reason text,
    failure_message text NOT NULL DEFAULT '',
    failure_details text NOT NULL DEFAULT '',
    routed boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now(),
    started_at timestamptz,
    ready_at timestamptz,
    stopping_at timestamptz,
    stopped_at timestamptz,
    removed_at timestamptz,
    UNIQUE (app_id, release, ordinal)
);
-- A published port belongs to one container of this installation, until it is gone.
CREATE UNIQUE INDEX instances_port_idx ON instances (port) WHERE removed_at IS NULL AND state <> 'stopped';
CREATE INDEX instances_app_id_idx ON instances (app_id) WHERE removed_at IS NULL;
