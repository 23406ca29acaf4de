-- The Job that makes the image, "namespace/name": whoever claims the build goes on with it. Empty where an engine makes it.
ALTER TABLE builds ADD COLUMN job text NOT NULL DEFAULT '';

-- Sources in the registry, each for one attempt: what is not needed any more is deleted there, then here.
CREATE TABLE build_sources (
    build_id uuid NOT NULL,
    attempt integer NOT NULL,
    repository text NOT NULL,
    -- Of the manifest that keeps the blob from being collected.
    digest text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (build_id, attempt)
);

-- Projects that have a namespace for builds in the cluster, and a cache in the registry.
CREATE TABLE build_namespaces (
    namespace text PRIMARY KEY,
    project_id uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
