-- The collection that considers a build's image; a command that wants the build takes it away again.
ALTER TABLE builds ADD COLUMN collecting uuid;
ALTER TABLE builds ADD COLUMN image_removed_at timestamptz;
-- It came to pushing: should it fail then, the registry may have its image all the same.
ALTER TABLE builds ADD COLUMN pushed boolean NOT NULL DEFAULT false;
CREATE INDEX builds_image_idx ON builds (image) WHERE image <> '';

-- Work: one unfinished at a time, whoever asks.
CREATE TABLE collections (
    id uuid PRIMARY KEY,
    trigger text NOT NULL CHECK (trigger IN ('clock', 'requested', 'deletion')),
    status text NOT NULL CHECK (status IN ('queued', 'running', 'succeeded', 'failed')),
    phase text NOT NULL DEFAULT '',
    images integer NOT NULL DEFAULT 0,
    registry_before bigint,
    registry_after bigint,
    engine_images integer NOT NULL DEFAULT 0,
    engine_freed bigint NOT NULL DEFAULT 0,
    message text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL DEFAULT now(),
    started_at timestamptz,
    finished_at timestamptz,
    lease_owner text,
    lease_fence bigint NOT NULL DEFAULT 0,
    lease_until timestamptz
);
CREATE UNIQUE INDEX collections_one_idx ON collections ((true)) WHERE status IN ('queued', 'running');

-- Images that are written off and still in the registry.
CREATE TABLE image_removals (
    image text PRIMARY KEY,
    app_id uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

-- The one row that pushes share and a collection closes: a push begins in a transaction that has read it.
CREATE TABLE registry_gate (
    id boolean PRIMARY KEY DEFAULT true CHECK (id),
    closed_by uuid,
    -- A collection that died opens it by not renewing this.
    closed_until timestamptz,
    -- Manifests were deleted whose blobs are still there.
    has_garbage boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO registry_gate DEFAULT VALUES;
