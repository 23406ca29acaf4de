-- The range that an autoscaler chooses from, as the deploy service tells it; 0: there is none.
ALTER TABLE apps
    ADD COLUMN scale_least bigint NOT NULL DEFAULT 0,
    ADD COLUMN scale_most bigint NOT NULL DEFAULT 0,
    ADD COLUMN scale_cpu_percent bigint NOT NULL DEFAULT 0;
