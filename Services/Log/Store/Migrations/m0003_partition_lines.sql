-- Lines lie in a table a day, so that old ones go by dropping a table. `day` is when a line was stored, not what its writer says
-- of the time: within an app it never falls while `seq` rises.
ALTER TABLE lines RENAME TO lines_before;
ALTER TABLE lines_before RENAME CONSTRAINT lines_pkey TO lines_before_pkey;

CREATE TABLE lines (
    app_id        uuid NOT NULL,
    seq           bigint NOT NULL,
    day           date NOT NULL,
    time          timestamptz NOT NULL,
    source        text NOT NULL CHECK (source IN ('build', 'instance', 'platform')),
    instance      text NOT NULL,
    stream        text NOT NULL CHECK (stream IN ('stdout', 'stderr')),
    message       bytea NOT NULL,
    -- A piece of a line that was too long: the stream's next line goes on with it.
    partial       boolean NOT NULL DEFAULT false,
    deployment_id uuid,
    build_id      uuid,
    -- The only index: what else one asks by is in `segments` and `spans`, which have a row for thousands of lines.
    PRIMARY KEY (app_id, seq, day)
) PARTITION BY RANGE (day);

-- Attaching, unlike CREATE TABLE … PARTITION OF, stands in nobody's way.
CREATE FUNCTION make_partition(wanted date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    partition text := 'lines_' || to_char(wanted, 'YYYYMMDD');
BEGIN
    IF to_regclass(partition) IS NOT NULL THEN RETURN; END IF;
    PERFORM pg_advisory_xact_lock(hashtext('make_partition'));
    IF to_regclass(partition) IS NOT NULL THEN RETURN; END IF;
    EXECUTE format('CREATE TABLE %I (LIKE lines INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', partition);
    EXECUTE format('ALTER TABLE lines ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', partition, wanted, wanted + 1);
END $$;

-- Some thousands of an app's lines that follow one another, all of one day: what is read one after another, looked through
-- or left out as a whole, and removed as a whole.
CREATE TABLE segments (
    app_id     uuid NOT NULL,
    first_seq  bigint NOT NULL,
    last_seq   bigint NOT NULL,
    day        date NOT NULL,
    -- Between the earliest and the latest time of its lines.
    first_time timestamptz NOT NULL,
    last_time  timestamptz NOT NULL,
    bytes      bigint NOT NULL,
    stored_at  timestamptz NOT NULL,
    PRIMARY KEY (app_id, first_seq)
) WITH (fillfactor = 70);
CREATE INDEX segments_day_idx ON segments (day);

-- Where in its app's sequence the lines of a deployment or a build begin and end; others may lie between.
CREATE TABLE spans (
    app_id    uuid NOT NULL,
    origin_id uuid NOT NULL,
    first_seq bigint NOT NULL,
    last_seq  bigint NOT NULL,
    PRIMARY KEY (app_id, origin_id)
) WITH (fillfactor = 70);

-- What was there is kept, in the table of this day; its age still counts from when it was written.
SELECT make_partition(current_date);
INSERT INTO lines (app_id, seq, day, time, source, instance, stream, message, deployment_id, build_id)
SELECT app_id, seq, current_date, time, source, instance, stream, message, deployment_id, build_id FROM lines_before;
INSERT INTO segments (app_id, first_seq, last_seq, day, first_time, last_time, bytes, stored_at)
SELECT app_id, min(seq), max(seq), current_date, min(time), max(time), sum(octet_length(message)), least(max(time), now())
FROM lines_before GROUP BY app_id, (seq - 1) / 20000;
INSERT INTO spans (app_id, origin_id, first_seq, last_seq)
SELECT app_id, origin, min(seq), max(seq)
FROM lines_before CROSS JOIN LATERAL (VALUES (deployment_id), (build_id)) AS origins (origin)
WHERE origin IS NOT NULL GROUP BY app_id, origin;
DROP TABLE lines_before;
