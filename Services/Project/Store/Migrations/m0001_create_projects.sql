CREATE TABLE projects (
    id           uuid PRIMARY KEY,
    name         text NOT NULL CONSTRAINT projects_name_key UNIQUE,
    display_name text NOT NULL DEFAULT '',
    state        text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'deleting')),
    owner_id     uuid NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    updated_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX projects_owner_id_idx ON projects (owner_id);
CREATE INDEX projects_deleting_idx ON projects (updated_at) WHERE state = 'deleting';

CREATE TABLE members (
    project_id uuid NOT NULL REFERENCES projects ON DELETE CASCADE,
    account_id uuid NOT NULL,
    role       text NOT NULL CHECK (role IN ('viewer', 'deployer', 'admin', 'owner')),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (project_id, account_id)
);
CREATE INDEX members_account_id_idx ON members (account_id);
