-- Images that nothing needed any more, and that are gone or about to go: no deployment goes back to one of these.
CREATE TABLE removed_images (
    app_id uuid NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
    image text NOT NULL,
    removed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (app_id, image)
);
CREATE INDEX releases_image_idx ON releases (image);
