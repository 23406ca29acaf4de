-- One row per app that has ever said something: it hands out the sequence, and carries the lease of the app's tails.
CREATE TABLE apps (
    app_id      uuid PRIMARY KEY,
    project_id  uuid NOT NULL,
    last_seq    bigint NOT NULL DEFAULT 0,
    deleted_at  timestamptz,
    lease_owner text,
    lease_fence bigint NOT NULL DEFAULT 0,
    lease_until timestamptz
);

-- The lines. `message` is bytes: an app may print what it likes.
CREATE TABLE lines (
    app_id        uuid NOT NULL,
    seq           bigint NOT NULL,
    time          timestamptz NOT NULL,
    source        text NOT NULL CHECK (source IN ('build', 'instance', 'platform')),
    instance      text NOT NULL,
    stream        text NOT NULL CHECK (stream IN ('stdout', 'stderr')),
    message       bytea NOT NULL,
    deployment_id uuid,
    build_id      uuid,
    PRIMARY KEY (app_id, seq)
);
CREATE INDEX lines_app_time_idx ON lines (app_id, time);
CREATE INDEX lines_deployment_idx ON lines (deployment_id, seq) WHERE deployment_id IS NOT NULL;
CREATE INDEX lines_build_idx ON lines (build_id, seq) WHERE build_id IS NOT NULL;

-- How far each writer has come, so that a batch sent twice is stored once.
CREATE TABLE writers (
    app_id       uuid NOT NULL,
    writer       text NOT NULL,
    last_ordinal bigint NOT NULL,
    updated_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (app_id, writer)
);

-- Containers whose output is read to its end. The cursor is the time of the last stored record (Unix microseconds, as
-- coarse as the engine's) and how many records of exactly that time were stored. `ended` says that the container will not
-- be started again.
CREATE TABLE tails (
    container_id  text PRIMARY KEY,
    app_id        uuid NOT NULL REFERENCES apps (app_id),
    instance      text NOT NULL,
    deployment_id uuid,
    state         text NOT NULL CHECK (state IN ('open', 'drained')),
    cursor_time   bigint NOT NULL DEFAULT 0,
    cursor_count  integer NOT NULL DEFAULT 0,
    ended         boolean NOT NULL DEFAULT false,
    created_at    timestamptz NOT NULL DEFAULT now(),
    drained_at    timestamptz
);
CREATE INDEX tails_open_idx ON tails (app_id) WHERE state = 'open';
