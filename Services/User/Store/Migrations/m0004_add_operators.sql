-- Who may do what concerns the whole installation. The first account is one; later ones are made by an operator.
ALTER TABLE accounts ADD COLUMN operator boolean NOT NULL DEFAULT false;
UPDATE accounts SET operator = true WHERE id = (SELECT id FROM accounts ORDER BY created_at, id LIMIT 1);
CREATE INDEX accounts_operator_idx ON accounts (id) WHERE operator;
