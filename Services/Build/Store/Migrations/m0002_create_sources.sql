-- A followed (repository, ref) and the commit last seen there.
CREATE TABLE sources (
    id uuid PRIMARY KEY,
    repository text NOT NULL,
    branch text NOT NULL,
    commit text,
    version bigint NOT NULL DEFAULT 0,
    -- How many looks in a row found nothing new, or nobody.
    quiet_looks integer NOT NULL DEFAULT 0,
    problem text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL DEFAULT now(),
    moved_at timestamptz NOT NULL DEFAULT now(),
    looked_at timestamptz,
    look_at timestamptz NOT NULL DEFAULT now(),
    lease_owner text,
    lease_fence bigint NOT NULL DEFAULT 0,
    lease_until timestamptz,
    CONSTRAINT sources_repository_branch_key UNIQUE (repository, branch)
);
CREATE INDEX sources_look_at_idx ON sources (look_at);

CREATE TABLE source_followers (
    app_id uuid PRIMARY KEY,
    project_id uuid NOT NULL,
    source_id uuid NOT NULL REFERENCES sources (id) ON DELETE CASCADE
);
CREATE INDEX source_followers_source_id_idx ON source_followers (source_id);
