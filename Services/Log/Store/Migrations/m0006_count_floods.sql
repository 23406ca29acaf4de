-- What a container wrote, and what of it was dropped, in the window (its first second, Unix) that is not over or not yet told:
-- kept with the cursor, so that the count is whole whoever goes on reading.
ALTER TABLE tails
    ADD COLUMN flood_window bigint NOT NULL DEFAULT 0,
    ADD COLUMN flood_written bigint NOT NULL DEFAULT 0,
    ADD COLUMN flood_dropped bigint NOT NULL DEFAULT 0;
