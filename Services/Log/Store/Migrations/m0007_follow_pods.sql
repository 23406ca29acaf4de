-- An instance may be a container of a Pod; `container_id` is the Pod's uid then. `cursor_time` and `cursor_count` are then the latest time
-- seen, and how many records of its file were seen from the second before it on.
ALTER TABLE tails
    ADD COLUMN pod_namespace text NOT NULL DEFAULT '',
    ADD COLUMN pod_name text NOT NULL DEFAULT '',
    ADD COLUMN pod_container text NOT NULL DEFAULT '';
