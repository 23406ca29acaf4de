-- A refusal of Pods of what is live, as the cluster's controllers were told it: it goes when they are told otherwise, not with the next apply.
ALTER TABLE cluster_refusals ADD COLUMN of_pods boolean NOT NULL DEFAULT false;
