package import Postgres

package extension ChangeFeed {
    /// The tables that every service has beside its own; run before the service's own migrations.
    static let migrations = [
        Migration(
            "m0000_create_change_feed",
            sql: """
                -- Facts, written in the transaction of the change they tell of. Order is (xid, id) below the oldest running
                -- transaction: the order of the sequence alone is not the order of the commits.
                CREATE TABLE changes (
                    xid        xid8 NOT NULL DEFAULT pg_current_xact_id(),
                    id         bigserial NOT NULL,
                    at         timestamptz NOT NULL DEFAULT now(),
                    entity     text NOT NULL,
                    verb       text NOT NULL,
                    project_id uuid,
                    entity_id  text NOT NULL,
                    payload    bytea NOT NULL,
                    PRIMARY KEY (xid, id)
                );
                CREATE INDEX changes_at_idx ON changes (at);

                -- How far this service has read each producer; its own row is how far its hints were published.
                CREATE TABLE cursors (
                    producer   text PRIMARY KEY,
                    xid        xid8 NOT NULL DEFAULT '0',
                    id         bigint NOT NULL DEFAULT 0,
                    updated_at timestamptz NOT NULL DEFAULT now()
                );

                -- The last fact that was removed for its age: who has not read it must list anew.
                CREATE TABLE feed_trims (
                    is_single  boolean PRIMARY KEY DEFAULT true CHECK (is_single),
                    xid        xid8 NOT NULL DEFAULT '0',
                    id         bigint NOT NULL DEFAULT 0
                );
                INSERT INTO feed_trims DEFAULT VALUES;

                -- Facts whose effect failed. From the sixth failure on the fact is parked and the rest goes on.
                CREATE TABLE parked_changes (
                    producer   text NOT NULL,
                    xid        xid8 NOT NULL,
                    id         bigint NOT NULL,
                    entity     text NOT NULL,
                    verb       text NOT NULL,
                    project_id text NOT NULL,
                    entity_id  text NOT NULL,
                    payload    bytea NOT NULL,
                    attempts   integer NOT NULL,
                    error      text NOT NULL,
                    parked_at  timestamptz,
                    PRIMARY KEY (producer, xid, id)
                );
                """)
    ]
}
