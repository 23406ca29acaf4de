-- Which request asked for a deployment: what works on it later, here or elsewhere, says so in its log lines and calls.
ALTER TABLE deployments
    ADD COLUMN request_id  text NOT NULL DEFAULT '',
    ADD COLUMN traceparent text NOT NULL DEFAULT '';
