-- Whether builds see a variable too.
ALTER TABLE variables ADD COLUMN build boolean NOT NULL DEFAULT false;
ALTER TABLE config_variables ADD COLUMN build boolean NOT NULL DEFAULT false;
