-- The plan that a person pinned, as JSON; empty: auto looks at the source.
ALTER TABLE apps ADD COLUMN build_plan text NOT NULL DEFAULT '';
