-- What the deploy service keeps of an app. Locking this row orders everything that changes about the app.
CREATE TABLE apps (
    id uuid PRIMARY KEY,
    project_id uuid NOT NULL,
    name text NOT NULL,
    project_name text NOT NULL,
    host text NOT NULL,
    url text NOT NULL,
    scale bigint NOT NULL CHECK (scale >= 0),
    restart_generation bigint NOT NULL DEFAULT 0,
    next_number bigint NOT NULL DEFAULT 1,
    next_release bigint NOT NULL DEFAULT 1,
    current_deployment uuid,
    candidate_deployment uuid,
    routed_deployment uuid,
    route_generation bigint NOT NULL DEFAULT 0,
    route_ports bigint[] NOT NULL DEFAULT '{}',
    route_seen_generation bigint NOT NULL DEFAULT 0,
    route_seen_at timestamptz,
    held_commit text,
    tombstone_at timestamptz,
    -- The status as others were told it last.
    revision bigint NOT NULL DEFAULT 0,
    told text NOT NULL DEFAULT '',
    -- The runtime's turn: one replica at a time looks after an app.
    next_pass_at timestamptz NOT NULL DEFAULT now(),
    lease_owner text,
    lease_fence bigint NOT NULL DEFAULT 0,
    lease_until timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX apps_project_id_idx ON apps (project_id);
CREATE INDEX apps_next_pass_at_idx ON apps (next_pass_at);
