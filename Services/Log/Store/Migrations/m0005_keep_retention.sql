-- How long the lines of a project's apps are kept, as the project service tells; NULL is the operator's choice.
CREATE TABLE projects (
    project_id      uuid PRIMARY KEY,
    retention_days  integer,
    retention_bytes bigint
);
