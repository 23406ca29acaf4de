-- A followed source moved: a deployment is to be asked for, once per (app, source version).
CREATE TABLE deployment_requests (
    app_id uuid NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
    source_version text NOT NULL,
    commit text NOT NULL,
    branch text NOT NULL,
    tries integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    ask_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (app_id, source_version)
);
CREATE INDEX deployment_requests_ask_at_idx ON deployment_requests (ask_at);
