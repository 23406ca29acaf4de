-- How long the lines of the project's apps are kept; NULL is the operator's choice.
ALTER TABLE projects
    ADD COLUMN log_retention_days integer CHECK (log_retention_days > 0),
    ADD COLUMN log_retention_bytes bigint CHECK (log_retention_bytes > 0);
