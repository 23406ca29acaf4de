CREATE TABLE apps (
    id uuid PRIMARY KEY,
    project_id uuid NOT NULL,
    project_name text NOT NULL,
    name text NOT NULL,
    host text NOT NULL,
    state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'deleting')),
    config integer NOT NULL DEFAULT 0,
    repository text NOT NULL,
    branch text NOT NULL,
    root_directory text NOT NULL,
    auto_deploy boolean NOT NULL,
    method text NOT NULL,
    dockerfile text NOT NULL,
    base_image text NOT NULL,
    build_command text NOT NULL,
    output_directory text NOT NULL,
    image text NOT NULL,
    port integer NOT NULL,
    run_command text NOT NULL,
    instances integer NOT NULL,
    health_path text NOT NULL,
    cpu text NOT NULL,
    memory text NOT NULL,
    read_only boolean NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    -- How it is, as the deploy service told last: a read of an app is one row.
    status_revision bigint NOT NULL DEFAULT 0,
    status text NOT NULL DEFAULT 'new',
    latest_deployment_id text NOT NULL DEFAULT '',
    latest_deployment_status text NOT NULL DEFAULT '',
    latest_deployment_number integer NOT NULL DEFAULT 0,
    current_deployment_id text,
    running_instances integer,
    held_commit text,
    -- What it follows has to be told to the build service.
    follow_dirty boolean NOT NULL DEFAULT true,
    follow_revision bigint NOT NULL DEFAULT 0,
    follow_at timestamptz NOT NULL DEFAULT now(),
    -- Who has removed all of it.
    deletion_at timestamptz,
    deploy_acked boolean NOT NULL DEFAULT false,
    build_acked boolean NOT NULL DEFAULT false,
    log_acked boolean NOT NULL DEFAULT false,
    CONSTRAINT apps_project_id_name_key UNIQUE (project_id, name)
);
CREATE INDEX apps_source_idx ON apps (repository, branch) WHERE auto_deploy AND state = 'active';
CREATE INDEX apps_follow_idx ON apps (follow_at) WHERE follow_dirty;
CREATE INDEX apps_deletion_idx ON apps (deletion_at) WHERE state = 'deleting';

-- Every host of the installation, once.
CREATE TABLE hosts (
    host text PRIMARY KEY,
    app_id uuid NOT NULL REFERENCES apps (id) ON DELETE CASCADE
);
CREATE INDEX hosts_app_id_idx ON hosts (app_id);

-- Projects that go: no app is made in them any more.
CREATE TABLE project_deletions (
    project_id uuid PRIMARY KEY,
    created_at timestamptz NOT NULL DEFAULT now()
);
