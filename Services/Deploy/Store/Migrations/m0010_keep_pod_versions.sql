-- As which version (resourceVersion) a Pod was read last: what another replica's watch says of an earlier one is no news.
ALTER TABLE instances ADD COLUMN pod_version bigint;
