-- Which request asked for a build: what works on it later, here or elsewhere, says so in its log lines and calls.
ALTER TABLE builds
    ADD COLUMN request_id  text NOT NULL DEFAULT '',
    ADD COLUMN traceparent text NOT NULL DEFAULT '';
