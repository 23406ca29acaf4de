-- Things to tell another service, until it has heard them.
CREATE TABLE errands (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('auto_deploy_off', 'cancel_build')),
    subject uuid NOT NULL,
    attempt bigint NOT NULL DEFAULT 0,
    next_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (kind, subject)
);
CREATE INDEX errands_next_at_idx ON errands (next_at);

-- Lines that the platform adds to an app's log, numbered per writer, until the log service has them.
CREATE TABLE platform_lines (
    writer text NOT NULL,
    ordinal bigint NOT NULL,
    project_id uuid NOT NULL,
    app_id uuid NOT NULL,
    deployment_id uuid,
    instance text NOT NULL DEFAULT '',
    message text NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (writer, ordinal)
);
-- The numbers stay when the lines have gone.
CREATE TABLE platform_writers (
    writer text PRIMARY KEY,
    app_id uuid NOT NULL,
    last_ordinal bigint NOT NULL
);
