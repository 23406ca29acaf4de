-- Keys that make a POST repeatable, for 24 hours. The request is kept as a keyed hash, the answer sealed.
CREATE TABLE idempotency_keys (
    account_id   uuid        NOT NULL,
    key          text        NOT NULL,
    route        text        NOT NULL,
    request_hash bytea       NOT NULL,
    held_until   timestamptz NOT NULL,
    status       integer     NULL,
    answer       bytea       NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account_id, key)
);
CREATE INDEX idempotency_keys_created ON idempotency_keys (created_at);

-- What clients are told. `position` numbers all events, `seq` those of a project; both are taken under the lock of the
-- counter's row, so that what is committed later never has a lower number, and a client that resumes misses nothing.
CREATE TABLE events (
    position      bigint      NOT NULL PRIMARY KEY,
    project_id    uuid        NOT NULL,
    seq           bigint      NOT NULL,
    type          text        NOT NULL,
    app_id        uuid        NULL,
    deployment_id uuid        NULL,
    build_id      uuid        NULL,
    status        text        NOT NULL,
    at            timestamptz NOT NULL,
    UNIQUE (project_id, seq)
);
CREATE INDEX events_at ON events (at);

CREATE TABLE event_counters (
    scope text   NOT NULL PRIMARY KEY, -- 'all', or a project's id
    last  bigint NOT NULL,
    gone  bigint NOT NULL DEFAULT 0    -- the highest number that was removed for its age
);
INSERT INTO event_counters (scope, last) VALUES ('all', 0);
