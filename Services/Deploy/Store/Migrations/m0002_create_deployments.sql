CREATE TABLE deployments (
    id uuid PRIMARY KEY,
    app_id uuid NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
    project_id uuid NOT NULL,
    number bigint NOT NULL,
    status text NOT NULL CHECK (status IN ('pending', 'building', 'deploying', 'live', 'failed', 'cancelled', 'superseded')),
    trigger text NOT NULL CHECK (trigger IN ('manual', 'push', 'poll', 'config', 'rollback')),
    commit text,
    commit_message text NOT NULL DEFAULT '',
    branch text NOT NULL DEFAULT '',
    source_version text,
    image text NOT NULL DEFAULT '',
    config bigint NOT NULL,
    build_id uuid,
    release bigint NOT NULL DEFAULT 0,
    rollback_of bigint NOT NULL DEFAULT 0,
    url text NOT NULL,
    requested_by text NOT NULL DEFAULT '',
    desired bytea NOT NULL,
    cancel_reason text NOT NULL DEFAULT '',
    failure_reason text,
    failure_message text NOT NULL DEFAULT '',
    failure_details text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL DEFAULT now(),
    went_live_at timestamptz,
    finished_at timestamptz,
    next_check_at timestamptz NOT NULL DEFAULT now(),
    lease_owner text,
    lease_fence bigint NOT NULL DEFAULT 0,
    lease_until timestamptz,
    UNIQUE (app_id, number),
    UNIQUE (app_id, source_version)
);
CREATE UNIQUE INDEX deployments_one_active_idx ON deployments (app_id) WHERE status IN ('building', 'deploying');
CREATE UNIQUE INDEX deployments_one_pending_idx ON deployments (app_id) WHERE status = 'pending';
CREATE UNIQUE INDEX deployments_one_live_idx ON deployments (app_id) WHERE status = 'live';
CREATE INDEX deployments_queue_idx ON deployments (next_check_at) WHERE status IN ('pending', 'building', 'deploying');
CREATE INDEX deployments_build_id_idx ON deployments (build_id) WHERE build_id IS NOT NULL;

-- The ledger: how far each deployment is, so that any replica goes on from the last finished step.
CREATE TABLE deployment_steps (
    deployment_id uuid NOT NULL REFERENCES deployments (id) ON DELETE CASCADE,
    step text NOT NULL CHECK (step IN ('resolve', 'build', 'release', 'apply', 'rollout', 'verify', 'route')),
    ordinal bigint NOT NULL,
    state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'running', 'succeeded', 'failed', 'skipped')),
    attempt bigint NOT NULL DEFAULT 0,
    input_hash text NOT NULL DEFAULT '',
    output text NOT NULL DEFAULT '',
    detail text NOT NULL DEFAULT '',
    lease_owner text,
    lease_fence bigint,
    started_at timestamptz,
    finished_at timestamptz,
    PRIMARY KEY (deployment_id, step)
);
