-- What the cluster refuses for good ends a rollout; what may pass by itself (a webhook that is away, a server in trouble) is told meanwhile.
ALTER TABLE cluster_refusals ADD COLUMN is_final boolean NOT NULL DEFAULT true;
