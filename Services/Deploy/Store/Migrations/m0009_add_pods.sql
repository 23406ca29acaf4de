-- An instance may be a Pod: it has no port of its own on this machine, and its container_id is the Pod's uid.
ALTER TABLE instances
    ALTER COLUMN port DROP NOT NULL,
    ADD COLUMN namespace text,
    ADD COLUMN pod text;
CREATE UNIQUE INDEX instances_pod_idx ON instances (container_id) WHERE pod IS NOT NULL AND removed_at IS NULL;

-- A range of instances instead of a number: the cluster's autoscaler chooses.
ALTER TABLE apps
    ADD COLUMN scale_most bigint NOT NULL DEFAULT 0 CHECK (scale_most >= 0),
    ADD COLUMN scale_cpu_percent bigint NOT NULL DEFAULT 0 CHECK (scale_cpu_percent >= 0);

-- Every object that was applied to a cluster, written before it is applied. Nothing is ever deleted from a cluster but what
-- stands here with a tombstone; the row goes when the API server has the object no more. Objects of no app are a project's.
CREATE TABLE cluster_objects (
    namespace text NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    project_id uuid NOT NULL,
    app_id uuid REFERENCES apps (id) ON DELETE CASCADE,
    tombstone_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (namespace, kind, name)
);
CREATE INDEX cluster_objects_app_id_idx ON cluster_objects (app_id);
CREATE INDEX cluster_objects_project_id_idx ON cluster_objects (project_id);
CREATE INDEX cluster_objects_tombstone_at_idx ON cluster_objects (tombstone_at) WHERE tombstone_at IS NOT NULL;

-- What the cluster refused of a deployment, by the API server's answer: what no later look at the objects would tell.
CREATE TABLE cluster_refusals (
    deployment_id uuid PRIMARY KEY REFERENCES deployments (id) ON DELETE CASCADE,
    reason text,
    message text NOT NULL,
    details text NOT NULL DEFAULT '',
    at timestamptz NOT NULL DEFAULT now()
);
