-- What a container has written of a line that has not ended, as far as the cursor says: the line is stored whole once its
-- end comes, also when another replica reads it.
ALTER TABLE tails
    ADD COLUMN open_stdout bytea NOT NULL DEFAULT '',
    ADD COLUMN open_stderr bytea NOT NULL DEFAULT '';

-- For expiry, which asks for old lines of all apps. Lines arrive in order of time, so a summary of pages is enough.
CREATE INDEX lines_time_idx ON lines USING brin (time);
