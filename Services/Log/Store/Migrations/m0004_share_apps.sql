-- The replicas that are alive, so that each takes its share of the apps and no more.
CREATE TABLE replicas (
    replica text PRIMARY KEY,
    seen_at timestamptz NOT NULL
);
CREATE INDEX apps_owner_idx ON apps (lease_owner) WHERE lease_owner IS NOT NULL;
