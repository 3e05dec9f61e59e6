-- The dialer's statements. Each is a VOLATILE function: every statement inside one sees a fresh snapshot, which is what
-- makes "lock, then count" exact (a count in the same statement as the lock would be as old as the wait for the lock).
-- Names carry a version so that two releases can run side by side: a changed function gets a new name.
--
-- Lock order everywhere: line, organization, campaign (each by id), then lead_due rows, SKIP LOCKED.
-- Beside it each campaign, organization and line has a gate (an advisory lock): settle holds it shared while it refills,
-- whoever pauses, cancels or lowers a limit takes it exclusively. After that commit no refill can have read the old state.
--
-- Sequential scans are off inside, and hash and merge joins where calls are opened: statistics taken at an empty moment,
-- or a plan made then, must not flip the hot path.

CREATE FUNCTION gate_key(p_id uuid) RETURNS bigint
    LANGUAGE sql IMMUTABLE
    RETURN hashtextextended(p_id::text, 0);

-- What the dialer needs to place a call that was just opened.
CREATE TYPE opened_call AS (
    call_id uuid, lead_id uuid, campaign_id uuid, organization_id uuid, line_id uuid, attempt smallint,
    phone_number text, from_phone_number text, lead_name text, notes text,
    agent_id uuid, agent_title text, agent_variables text, ring_sec int, max_sec int, voicemail_detection boolean,
    retry_config text, carrier text,
    start_at timestamptz,      -- real time: not earlier; null where its line has no pace
    next_start_at timestamptz, -- real time: when the line may start the call after the last that was granted; null as above
    closes_at timestamptz,     -- business time: not at this time or later; null where its campaign has no calling hours
    probing boolean            -- the line's circuit breaker is open: this call is to find out whether it is well again
);

-- The same of a call that is out already, with what is known of it.
CREATE TYPE taken_over_call AS (
    call_id uuid, lead_id uuid, campaign_id uuid, organization_id uuid, line_id uuid, attempt smallint,
    phone_number text, from_phone_number text, lead_name text, notes text,
    agent_id uuid, agent_title text, agent_variables text, ring_sec int, max_sec int, voicemail_detection boolean,
    retry_config text, carrier text, start_at timestamptz, next_start_at timestamptz, closes_at timestamptz,
    probing boolean,
    carrier_call_id text, placed_at timestamptz, answered_at timestamptz, deadline timestamptz,
    never_started boolean
);

-- The zones of a campaign's queue in which it is time to call. Without calling hours it is time in all of them; there is
-- just the one without a name then, but for leads that were queued while the campaign still had hours.
CREATE FUNCTION open_zones_v1(p_campaign uuid, p_now timestamptz) RETURNS text[]
    LANGUAGE plpgsql STABLE
    SET enable_seqscan = off
AS $$
BEGIN
    IF EXISTS (SELECT FROM campaign c WHERE c.id = p_campaign AND c.calling_hours IS NOT NULL) THEN
        RETURN ARRAY(SELECT s.zones FROM calling_spell s
                      WHERE s.campaign_id = p_campaign AND s.opens_at <= p_now AND s.closes_at > p_now);
    END IF;
    IF NOT EXISTS (SELECT FROM lead_due d WHERE d.campaign_id = p_campaign AND d.zones > '') THEN
        RETURN ARRAY[''];
    END IF;
    RETURN ARRAY(SELECT z.zones FROM queued_zones_v1(p_campaign) z);
END $$;

-- The zones that a campaign's queue has, found by as many looks at its index.
CREATE FUNCTION queued_zones_v1(p_campaign uuid) RETURNS TABLE (zones text)
    LANGUAGE sql STABLE
AS $$
    WITH RECURSIVE z AS (
        (SELECT d.zones FROM lead_due d WHERE d.campaign_id = p_campaign ORDER BY d.zones LIMIT 1)
        UNION ALL
        SELECT (SELECT d.zones FROM lead_due d WHERE d.campaign_id = p_campaign AND d.zones > z.zones
                 ORDER BY d.zones LIMIT 1)
          FROM z WHERE z.zones IS NOT NULL
    )
    SELECT z.zones FROM z WHERE z.zones IS NOT NULL
$$;

-- How many leads of the campaign may be called now, counted up to p_most. The ten ranks are probed one by one, because
-- the queue is ordered by rank before time.
CREATE FUNCTION due_v1(p_campaign uuid, p_now timestamptz, p_most int) RETURNS int
    LANGUAGE plpgsql STABLE
    SET enable_seqscan = off
AS $$
DECLARE
    v_zones text[] := open_zones_v1(p_campaign, p_now);
BEGIN
    RETURN (SELECT count(*)
              FROM (SELECT FROM unnest(v_zones) AS z (zones)
                     CROSS JOIN generate_series(-10, -1) AS r (rank)
                     CROSS JOIN LATERAL (SELECT FROM lead_due d
                                          WHERE d.campaign_id = p_campaign AND d.zones = z.zones AND d.rank = r.rank
                                            AND d.due_at <= p_now
                                          LIMIT p_most) d
                     LIMIT p_most) w);
END $$;

-- Takes up to p_n due leads off the queue. What another transaction holds is skipped: it is being served.
CREATE FUNCTION take_due_v1(p_campaign uuid, p_now timestamptz, p_n int)
    RETURNS TABLE (rank smallint, due_at timestamptz, lead_id uuid, attempt smallint)
    LANGUAGE plpgsql
    SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off
AS $$
DECLARE
    v_zones text[] := open_zones_v1(p_campaign, p_now);
    v_rank  smallint := -11;
    v_left  int := p_n;
    v_taken int;
BEGIN
    WHILE v_left > 0 LOOP
        SELECT min(m.rank) INTO v_rank
          FROM unnest(v_zones) AS z (zones)
         CROSS JOIN LATERAL (SELECT d.rank FROM lead_due d
                              WHERE d.campaign_id = p_campaign AND d.zones = z.zones AND d.rank > v_rank
                              ORDER BY d.rank LIMIT 1) m;
        EXIT WHEN v_rank IS NULL;
        -- By ctid: the rows are locked, so it is stable; a join here becomes a scan of the whole queue.
        RETURN QUERY
            DELETE FROM lead_due q
             WHERE q.ctid = ANY (ARRAY(
                       SELECT l.ctid
                         FROM unnest(v_zones) AS z (zones)
                        CROSS JOIN LATERAL (SELECT d.ctid, d.due_at, d.lead_id FROM lead_due d
                                             WHERE d.campaign_id = p_campaign AND d.zones = z.zones
                                               AND d.rank = v_rank AND d.due_at <= p_now
                                             ORDER BY d.due_at, d.lead_id
                                             LIMIT v_left
                                               FOR UPDATE SKIP LOCKED) l
                        ORDER BY l.due_at, l.lead_id
                        LIMIT v_left))
            RETURNING q.rank, q.due_at, q.lead_id, q.attempt;
        GET DIAGNOSTICS v_taken = ROW_COUNT;
        v_left := v_left - v_taken;
    END LOOP;
END $$;

-- The time between two starts on a line, so that no more than its calls per second begin in any rolling second. A start
-- granted for t happens within START_SLACK (40 ms) of it: n + 1 starts span n intervals less that.
CREATE FUNCTION start_interval_v1(p_calls_per_second numeric) RETURNS interval
    LANGUAGE sql IMMUTABLE
    RETURN make_interval(secs => (greatest(1, 1 / p_calls_per_second) + 0.04)
                                 / greatest(1, p_calls_per_second));

-- How far ahead starts are granted: within the patience of whoever claims, since a pause waits no longer than that.
CREATE FUNCTION start_horizon_v1(p_patience interval) RETURNS interval
    LANGUAGE sql IMMUTABLE
    RETURN least(p_patience / 2, interval '1 second');

-- Moves up to p_n due leads of one campaign into open calls, named by p_ids from place p_used + 1 on, and returns their
-- ids. A single call is named by its lead instead: its client knows it since before it was claimed. The caller holds the campaign's row or its gate and has made sure of the room; where the line has a
-- pace, it holds the line's row too. Who must not be called is not called, and is done.
CREATE FUNCTION open_calls_v1(p_replica uuid, p_now timestamptz, p_patience interval, p_campaign uuid, p_n int,
                              p_ids uuid[], p_used int) RETURNS uuid[]
    LANGUAGE plpgsql
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
DECLARE
    v_opened     uuid[] := '{}';
    v_suppressed int;
    v_line       uuid;
    v_first      timestamptz;
    v_interval   interval;
BEGIN
    SELECT p.id, greatest(p.next_start_at, real_now()), start_interval_v1(p.calls_per_second)
      INTO v_line, v_first, v_interval
      FROM campaign c JOIN phone_line p ON p.id = c.line_id
     WHERE c.id = p_campaign AND p.calls_per_second IS NOT NULL;

    LOOP
        WITH taken AS (
            SELECT d.*, row_number() OVER (ORDER BY d.rank, d.due_at, d.lead_id) AS n,
                   EXISTS (SELECT FROM suppression s WHERE s.organization_id = l.organization_id
                                                       AND s.phone_number = l.phone_number) AS suppressed
              FROM take_due_v1(p_campaign, p_now, p_n - cardinality(v_opened)) d
             -- One by one: planned while the table was small, a join would read all of it for good.
             CROSS JOIN LATERAL (SELECT l.organization_id, l.phone_number FROM lead l WHERE l.id = d.lead_id LIMIT 1) l
        ), called AS (
            SELECT t.*, cardinality(v_opened) + (row_number() OVER (ORDER BY t.n))::int AS place
              FROM taken t WHERE NOT t.suppressed
        ), opened AS (
            INSERT INTO open_call (id, lead_id, campaign_id, organization_id, line_id, attempt, replica_id, phase,
                                   start_by, start_at, created_at, deadline)
            SELECT CASE WHEN c.kind = 'direct' THEN t.lead_id ELSE p_ids[p_used + t.place] END,
                   t.lead_id, c.id, c.organization_id, c.line_id, t.attempt, p_replica, 'intent',
                   real_now() + p_patience, v_first + (t.place - 1) * v_interval, p_now,
                   p_now + make_interval(secs => a.ring_duration_sec + a.max_call_duration_sec + 60)
              FROM called t
              JOIN campaign c ON c.id = p_campaign
              JOIN agent a ON a.id = c.agent_id
            RETURNING id
        ), ended AS (
            UPDATE lead l
               SET final = 'failed', end_reason = 'suppressed', attempts = t.attempt - 1, updated_at = p_now
              FROM taken t WHERE t.suppressed AND l.id = t.lead_id
            RETURNING l.id
        )
        SELECT v_opened || ARRAY(SELECT o.id FROM opened o), (SELECT count(*) FROM ended)
          INTO v_opened, v_suppressed;
        EXIT WHEN v_suppressed = 0;
        INSERT INTO campaign_progress AS s (campaign_id, shard, failed)
        SELECT p_campaign, r.shard, v_suppressed FROM replica r WHERE r.id = p_replica
            ON CONFLICT ON CONSTRAINT campaign_progress_pkey DO UPDATE SET failed = s.failed + excluded.failed;
    END LOOP;
    IF v_line IS NOT NULL AND v_opened <> '{}' THEN
        UPDATE phone_line p SET next_start_at = v_first + cardinality(v_opened) * v_interval WHERE p.id = v_line;
    END IF;
    RETURN v_opened;
END $$;

-- Open calls as the dialer needs them, in the order of their ids.
CREATE FUNCTION opened_v1(p_ids uuid[]) RETURNS SETOF opened_call
    LANGUAGE sql VOLATILE
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
    SELECT o.id, o.lead_id, o.campaign_id, o.organization_id, o.line_id, o.attempt,
           l.phone_number, c.from_phone_number, l.name, l.notes::text,
           a.id, a.title, a.default_dynamic_variables::text, a.ring_duration_sec, a.max_call_duration_sec,
           a.voicemail_detection, c.retry_config::text, p.carrier,
           o.start_at, CASE WHEN o.start_at IS NOT NULL THEN p.next_start_at END,
           CASE WHEN c.calling_hours IS NOT NULL THEN coalesce(s.closes_at, to_timestamp(0)) END,
           coalesce(o.created_at >= p.broken_until, false)
      FROM open_call o
      JOIN lead l ON l.id = o.lead_id
      JOIN campaign c ON c.id = o.campaign_id
      JOIN agent a ON a.id = c.agent_id
      JOIN phone_line p ON p.id = o.line_id
      LEFT JOIN calling_spell s ON s.campaign_id = o.campaign_id AND s.zones = l.zones
     WHERE o.id = ANY (p_ids)
     ORDER BY o.id
$$;

-- Whether the replica's lease runs. Until the end of this transaction nobody adopts its calls, so that what it opens
-- cannot appear after an adopter has looked.
CREATE FUNCTION hold_lease_v1(p_replica uuid) RETURNS boolean
    LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(gate_key(p_replica));
    RETURN EXISTS (SELECT FROM replica r WHERE r.id = p_replica AND r.lease_until > real_now());
END $$;

-- Moves due leads into open calls, as many as every limit allows and at most one per id in p_ids, and returns them.
-- Returns nothing for a replica whose lease is over.
CREATE FUNCTION claim_v1(p_replica uuid, p_now timestamptz, p_patience interval, p_ids uuid[])
    RETURNS SETOF opened_call
    LANGUAGE plpgsql
    SET enable_seqscan = off
AS $$
DECLARE
    v_room      int := cardinality(p_ids);
    v_campaigns uuid[];
    v_lines     uuid[];
    v_orgs      uuid[];
    v_campaign  uuid;
    v_n         int;
    v_opened    uuid[] := '{}';
BEGIN
    IF NOT hold_lease_v1(p_replica) THEN
        RETURN;
    END IF;

    -- Who could dial, looked at without locks. A full campaign is left alone: its next free slot wakes us.
    SELECT array_agg(c.id), array_agg(DISTINCT c.line_id), array_agg(DISTINCT c.organization_id)
      INTO v_campaigns, v_lines, v_orgs
      FROM campaign c
      JOIN phone_line p ON p.id = c.line_id
     WHERE c.status = 'running' AND (c.ends_at IS NULL OR c.ends_at > p_now)
       AND (p.held_until IS NULL OR p.held_until <= p_now) AND (p.broken_until IS NULL OR p.broken_until <= p_now)
       AND (SELECT count(*) FROM open_call o WHERE o.organization_id = c.organization_id AND o.campaign_id = c.id)
           < c.max_concurrent_calls
       AND due_v1(c.id, p_now, 1) > 0;
    IF v_campaigns IS NULL THEN
        RETURN;
    END IF;

    PERFORM FROM phone_line p WHERE p.id = ANY (v_lines) ORDER BY p.id FOR NO KEY UPDATE;
    PERFORM FROM organization g WHERE g.id = ANY (v_orgs) ORDER BY g.id FOR NO KEY UPDATE;
    PERFORM FROM campaign c WHERE c.id = ANY (v_campaigns) ORDER BY c.id FOR NO KEY UPDATE;

    -- Every free slot of every campaign, the emptiest campaign first (open calls per unit of priority): cutting that
    -- list off at the line's and then at the organization's free slots shares them in proportion to priority, and a
    -- campaign that wants or may have less leaves the rest to the others. Organizations take turns.
    FOR v_campaign, v_n IN
        WITH asking AS (
            SELECT c.id, c.organization_id, c.line_id, c.priority, o.open,
                   least(c.max_concurrent_calls - o.open, v_room) AS room
              FROM campaign c
             CROSS JOIN LATERAL (SELECT count(*)::int AS open FROM open_call o
                                  WHERE o.organization_id = c.organization_id AND o.campaign_id = c.id) o
             WHERE c.id = ANY (v_campaigns) AND c.status = 'running'
        ), slot AS (
            SELECT a.id, a.organization_id, a.line_id, (a.open + k)::float8 / a.priority AS load
              FROM asking a
             CROSS JOIN LATERAL generate_series(1, due_v1(a.id, p_now, greatest(a.room, 0))) AS k
        ), org_free AS MATERIALIZED ( -- Counted once, and not for each slot.
            SELECT g.id, g.max_concurrent_calls
                         - (SELECT count(*) FROM open_call o WHERE o.organization_id = g.id) AS free
              FROM organization g WHERE g.id = ANY (v_orgs)
        ), line_free AS MATERIALIZED (
            SELECT p.id, line_room_v1(p, p_now, p_patience) AS free FROM phone_line p WHERE p.id = ANY (v_lines)
        ), in_line AS (
            SELECT s.*, row_number() OVER (PARTITION BY s.line_id ORDER BY s.load, s.id) AS line_turn FROM slot s
        ), in_org AS (
            SELECT i.*, row_number() OVER (PARTITION BY i.organization_id ORDER BY i.load, i.id) AS turn
              FROM in_line i JOIN line_free f ON f.id = i.line_id
             WHERE f.free IS NULL OR i.line_turn <= f.free
        ), granted AS (
            SELECT i.id
              FROM in_org i JOIN org_free f ON f.id = i.organization_id
             WHERE i.turn <= f.free
             ORDER BY i.turn, i.id
             LIMIT v_room
        )
        SELECT g.id, count(*)::int FROM granted g GROUP BY g.id ORDER BY g.id
    LOOP
        v_opened := v_opened || open_calls_v1(p_replica, p_now, p_patience, v_campaign, v_n, p_ids, cardinality(v_opened));
    END LOOP;
    RETURN QUERY SELECT * FROM opened_v1(v_opened);
END $$;

-- How many calls may be opened on a line, whose row is locked; null for as many as anybody likes. The least of what its
-- own limit leaves, of the starts its pace grants within the horizon, and, while its circuit breaker is open, of one call
-- that tries it; those of before may still go on.
CREATE FUNCTION line_room_v1(p_line phone_line, p_now timestamptz, p_patience interval) RETURNS int
    LANGUAGE plpgsql
    SET enable_seqscan = off
AS $$
DECLARE
    v_now  timestamptz := real_now();
    v_room int;
BEGIN
    IF p_line.held_until > p_now OR p_line.broken_until > p_now THEN
        RETURN 0;
    END IF;
    IF p_line.calls_per_second IS NOT NULL THEN
        v_room := floor(extract(epoch FROM v_now + start_horizon_v1(p_patience) - greatest(p_line.next_start_at, v_now))
                        / extract(epoch FROM start_interval_v1(p_line.calls_per_second))) + 1;
    END IF;
    IF p_line.max_concurrent_calls IS NOT NULL THEN
        v_room := least(v_room, p_line.max_concurrent_calls - (SELECT count(*) FROM open_call o WHERE o.line_id = p_line.id));
    END IF;
    IF p_line.broken_until IS NOT NULL THEN
        v_room := least(v_room, 1 - (SELECT count(*) FROM open_call o
                                      WHERE o.line_id = p_line.id AND o.created_at >= p_line.broken_until));
    END IF;
    RETURN greatest(v_room, CASE WHEN v_room IS NOT NULL THEN 0 END);
END $$;

-- How many of a campaign's p_ended freed slots it may fill again at once. Never more than it freed, so a refill never
-- raises a count and needs no row lock; none while a lowered limit drains; none on a line that has a pace or is not well,
-- because that takes the line's row; fewer where the organization's or the line's cap binds and another campaign is
-- further below its share: those slots are left for the next claim.
CREATE FUNCTION refill_room_v1(p_campaign uuid, p_ended int, p_now timestamptz) RETURNS int
    LANGUAGE plpgsql
    SET enable_seqscan = off
AS $$
DECLARE
    v          record;
    v_room     int;
    v_org_full boolean;
    v_line_full boolean;
    v_least    float8;
BEGIN
    SELECT c.organization_id, c.line_id, c.priority, c.max_concurrent_calls AS cap,
           g.max_concurrent_calls AS org_cap, p.max_concurrent_calls AS line_cap,
           (SELECT count(*)::int FROM open_call o
             WHERE o.organization_id = c.organization_id AND o.campaign_id = c.id) AS open,
           (SELECT count(*)::int FROM open_call o WHERE o.organization_id = c.organization_id) AS org_open,
           (SELECT count(*)::int FROM open_call o WHERE o.line_id = c.line_id) AS line_open
      INTO v
      FROM campaign c
      JOIN organization g ON g.id = c.organization_id
      JOIN phone_line p ON p.id = c.line_id
     WHERE c.id = p_campaign AND c.status = 'running' AND (c.ends_at IS NULL OR c.ends_at > p_now)
       AND p.calls_per_second IS NULL AND p.broken_until IS NULL AND (p.held_until IS NULL OR p.held_until <= p_now);
    IF NOT FOUND THEN
        RETURN 0;
    END IF;
    v_room := least(p_ended, v.cap - v.open, v.org_cap - v.org_open, coalesce(v.line_cap - v.line_open, p_ended));
    v_org_full := v.org_open + p_ended >= v.org_cap;
    v_line_full := coalesce(v.line_open + p_ended >= v.line_cap, false);
    IF v_room > 0 AND (v_org_full OR v_line_full) THEN
        SELECT min((o.open + 1)::float8 / c.priority) INTO v_least
          FROM campaign c
         CROSS JOIN LATERAL (SELECT count(*)::int AS open FROM open_call o
                              WHERE o.organization_id = c.organization_id AND o.campaign_id = c.id) o
         WHERE c.organization_id = v.organization_id AND c.id <> p_campaign AND c.status = 'running'
           AND (c.ends_at IS NULL OR c.ends_at > p_now)
           AND (v_org_full OR c.line_id = v.line_id)
           AND o.open < c.max_concurrent_calls
           AND due_v1(c.id, p_now, 1) > 0;
        v_room := least(v_room, coalesce(floor(v_least * v.priority)::int - v.open, v_room));
    END IF;
    RETURN greatest(v_room, 0);
END $$;

-- Completes a running campaign when each of its leads is final; whoever takes away a last row of lead_due or open_call
-- calls this. Single calls have no last. Under the row lock: two settles that each end one of the last two calls would
-- both still see the other's.
CREATE FUNCTION complete_v1(p_campaign uuid, p_now timestamptz) RETURNS boolean
    LANGUAGE plpgsql
    SET enable_seqscan = off
AS $$
DECLARE
    v_org  uuid;
    v_ends timestamptz;
BEGIN
    IF EXISTS (SELECT FROM lead_due d WHERE d.campaign_id = p_campaign) THEN
        RETURN false;
    END IF;
    SELECT c.organization_id, c.ends_at INTO v_org, v_ends
      FROM campaign c WHERE c.id = p_campaign AND c.status = 'running' AND c.kind <> 'direct' FOR NO KEY UPDATE;
    IF NOT FOUND
       OR EXISTS (SELECT FROM open_call o WHERE o.organization_id = v_org AND o.campaign_id = p_campaign)
       OR EXISTS (SELECT FROM lead_due d WHERE d.campaign_id = p_campaign)
       OR (coalesce(v_ends > p_now, true)
           AND coalesce((SELECT sum(s.total) FROM campaign_progress s WHERE s.campaign_id = p_campaign), 0) = 0) THEN
        RETURN false;
    END IF;
    UPDATE campaign c SET status = 'completed', completed_at = p_now, updated_at = p_now WHERE c.id = p_campaign;
    PERFORM outbox_campaign_v1(p_campaign, 'campaign.completed', p_now);
    RETURN true;
END $$;

-- Closes calls that are over, in one transaction: the open call goes, its log row comes, its lead becomes final or
-- due again, the freed slots are filled from the same campaign, a campaign with nothing left is completed. Only the
-- replica that owns an open call can close it, and only once: anybody else's closing changes nothing.
-- One place in each array per call. p_returned: it was surely never placed and waits again with the same attempt
-- number, without a log row. p_next_due_at: when it is due again; null where p_final says how its lead ended.
-- p_line_failed: it failed for a reason that would have met any other call of its line as well.
CREATE FUNCTION settle_v1(p_replica uuid, p_shard int, p_now timestamptz, p_patience interval,
                          p_gates uuid[], p_calls uuid[], p_returned boolean[], p_status text[], p_reason text[],
                          p_answered_by text[], p_sip_code int[], p_placed_at timestamptz[],
                          p_answered_at timestamptz[], p_ended_at timestamptz[], p_carrier text[],
                          p_carrier_call_id text[], p_final text[], p_next_due_at timestamptz[], p_line_failed boolean[],
                          p_ids uuid[])
    RETURNS SETOF opened_call
    LANGUAGE plpgsql
    SET enable_seqscan = off
AS $$
DECLARE
    v_alive     boolean := hold_lease_v1(p_replica);
    v_campaigns uuid[];
    v_ended     int[];
    v_n         int;
    v_opened    uuid[];
    v_refilled  uuid[] := '{}';
BEGIN
    -- A statement of its own, before anything is read, and in one order: see the head of this file.
    PERFORM pg_advisory_xact_lock_shared(g.key)
       FROM (SELECT DISTINCT gate_key(t.id) AS key
               FROM (SELECT unnest(p_gates)
                     UNION SELECT c.line_id FROM campaign c WHERE c.id = ANY (p_gates)) AS t (id)
              ORDER BY 1) g;

    WITH told AS (
        -- Told twice, by the carrier and by a look-up, it is over once.
        SELECT DISTINCT ON (t.id) * FROM unnest(p_calls, p_returned, p_status, p_reason, p_answered_by, p_sip_code, p_placed_at,
                             p_answered_at, p_ended_at, p_carrier, p_carrier_call_id, p_final, p_next_due_at,
                             p_line_failed)
                   WITH ORDINALITY
                   AS t (id, returned, status, reason, answered_by, sip_code, placed_at, answered_at, ended_at, carrier,
                         carrier_call_id, final, next_due_at, line_failed, place)
         ORDER BY t.id, t.returned, t.place -- An end is better known than that there was no call.
    ), closed AS (
        DELETE FROM open_call o WHERE o.id = ANY (p_calls) AND o.replica_id = p_replica RETURNING o.*
    ), known AS (
        SELECT o.id, o.lead_id, o.campaign_id, o.organization_id, o.line_id, o.attempt, o.created_at,
               t.returned, t.status, t.reason, t.answered_by, t.sip_code, t.ended_at, t.carrier, t.final,
               t.line_failed,
               t.next_due_at, coalesce(t.placed_at, o.placed_at) AS placed_at,
               coalesce(t.answered_at, o.answered_at) AS answered_at,
               coalesce(t.carrier_call_id, o.carrier_call_id) AS carrier_call_id,
               l.phone_number, -l.priority AS rank, l.removed_at IS NOT NULL AS removed,
               CASE WHEN c.calling_hours IS NULL THEN '' ELSE l.zones END AS zones,
               c.agent_id, c.from_phone_number,
               CASE WHEN c.status = 'cancelled' THEN 'campaign_cancelled'
                    WHEN c.status = 'completed' OR c.ends_at <= p_now THEN 'campaign_ended'
                    WHEN t.next_due_at IS NOT NULL
                         AND EXISTS (SELECT FROM suppression s WHERE s.organization_id = o.organization_id
                                        AND s.phone_number = l.phone_number) THEN 'suppressed' END AS campaign_over
          FROM closed o
          JOIN told t ON t.id = o.id
          JOIN lead l ON l.id = o.lead_id
          JOIN campaign c ON c.id = o.campaign_id
    ), over AS (
        -- How the lead has ended, null where it goes on; decided here, so that counting needs no look at what was updated.
        SELECT k.*, CASE WHEN NOT k.removed AND (k.next_due_at IS NULL OR k.campaign_over IS NOT NULL)
                         THEN coalesce(k.final, 'failed') END AS lead_final
          FROM known k
    ), logged AS (
        INSERT INTO call_log (id, lead_id, campaign_id, organization_id, agent_id, attempt, phone_number,
                              from_phone_number, carrier, carrier_call_id, status, end_reason, answered_by, sip_code,
                              duration_ms, created_at, placed_at, answered_at, ended_at)
        SELECT o.id, o.lead_id, o.campaign_id, o.organization_id, o.agent_id, o.attempt, o.phone_number,
               o.from_phone_number, o.carrier, o.carrier_call_id, o.status, o.reason, o.answered_by, o.sip_code,
               coalesce(greatest(extract(epoch FROM o.ended_at - o.answered_at) * 1000, 0), 0)::bigint,
               o.created_at, o.placed_at, o.answered_at, o.ended_at
          FROM over o WHERE NOT o.returned
    ), again AS (
        INSERT INTO lead_due (campaign_id, zones, rank, due_at, lead_id, attempt)
        SELECT o.campaign_id, o.zones, o.rank, o.next_due_at, o.lead_id, o.attempt + CASE WHEN o.returned THEN 0 ELSE 1 END
          FROM over o WHERE o.next_due_at IS NOT NULL AND o.campaign_over IS NULL AND NOT o.removed
    ), finished AS (
        UPDATE lead l
           SET final = o.lead_final,
               end_reason = CASE WHEN o.final IS NULL THEN o.campaign_over ELSE o.reason END,
               attempts = o.attempt - CASE WHEN o.returned THEN 1 ELSE 0 END,
               updated_at = p_now
          FROM over o
         WHERE l.id = o.lead_id AND o.lead_final IS NOT NULL
    ), counted AS (
        INSERT INTO campaign_progress AS s (campaign_id, shard, completed, failed, attempts, answered, busy_ms)
        SELECT o.campaign_id, p_shard,
               count(*) FILTER (WHERE o.lead_final = 'completed'), count(*) FILTER (WHERE o.lead_final = 'failed'),
               count(*) FILTER (WHERE NOT o.returned), count(*) FILTER (WHERE o.answered_at IS NOT NULL),
               coalesce(sum(extract(epoch FROM o.ended_at - o.created_at) * 1000)
                        FILTER (WHERE NOT o.returned), 0)::bigint
          FROM over o
         GROUP BY o.campaign_id
         ORDER BY o.campaign_id
            ON CONFLICT ON CONSTRAINT campaign_progress_pkey DO UPDATE
           SET completed = s.completed + excluded.completed, failed = s.failed + excluded.failed,
               attempts = s.attempts + excluded.attempts, answered = s.answered + excluded.answered,
               busy_ms = s.busy_ms + excluded.busy_ms
    ), watched AS (
        INSERT INTO line_health AS h (line_id, since, shard, calls, failures)
        SELECT o.line_id, date_bin(interval '10 seconds', p_now, timestamptz '2000-01-01 00:00:00Z'), p_shard, count(*),
               count(*) FILTER (WHERE o.line_failed)
          FROM over o WHERE NOT o.returned
         GROUP BY o.line_id
         ORDER BY o.line_id
            ON CONFLICT ON CONSTRAINT line_health_pkey DO UPDATE
           SET calls = h.calls + excluded.calls, failures = h.failures + excluded.failures
    )
    SELECT array_agg(t.campaign_id ORDER BY t.campaign_id), array_agg(t.n ORDER BY t.campaign_id)
      INTO v_campaigns, v_ended
      FROM (SELECT o.campaign_id, count(*) FILTER (WHERE NOT o.returned)::int AS n
              FROM over o GROUP BY o.campaign_id) t;
    PERFORM outbox_calls_v1(p_calls);

    FOR i IN 1 .. coalesce(cardinality(v_campaigns), 0) LOOP
        v_n := least(refill_room_v1(v_campaigns[i], v_ended[i], p_now), cardinality(p_ids) - cardinality(v_refilled));
        v_opened := '{}';
        IF v_alive AND v_n > 0 THEN
            v_opened := open_calls_v1(p_replica, p_now, p_patience, v_campaigns[i], v_n, p_ids, cardinality(v_refilled));
            v_refilled := v_refilled || v_opened;
        END IF;
        IF v_opened = '{}' THEN
            PERFORM complete_v1(v_campaigns[i], p_now);
        END IF;
    END LOOP;
    -- By all ids, not only those used now: when the answer to this got lost, the next try finds what it opened. Single
    -- calls are not found by them; they are strays then, and given back.
    RETURN QUERY SELECT * FROM opened_v1(p_ids || v_refilled);
END $$;

-- Writes down what the carrier said of calls that go on. A call that is closed, or being closed this moment, or
-- another's, is left alone: this waits for nobody, so it can stand in nobody's way for long either.
CREATE FUNCTION note_calls_v1(p_replica uuid, p_calls uuid[], p_carrier_call_id text[], p_placed_at timestamptz[],
                              p_answered_at timestamptz[]) RETURNS void
    LANGUAGE plpgsql
    SET enable_seqscan = off
AS $$
BEGIN
    UPDATE open_call o
       SET phase = CASE WHEN coalesce(t.answered_at, o.answered_at) IS NULL THEN 'placed' ELSE 'answered' END,
           placed_at = coalesce(o.placed_at, t.placed_at),
           answered_at = coalesce(o.answered_at, t.answered_at),
           carrier_call_id = coalesce(t.carrier_call_id, o.carrier_call_id)
      FROM (SELECT u.id, max(u.carrier_call_id) AS carrier_call_id, min(u.placed_at) AS placed_at,
                   min(u.answered_at) AS answered_at
              FROM unnest(p_calls, p_carrier_call_id, p_placed_at, p_answered_at)
                       AS u (id, carrier_call_id, placed_at, answered_at)
             GROUP BY u.id) t
     WHERE o.id = t.id
       AND o.id = ANY (ARRAY(SELECT k.id FROM open_call k WHERE k.id = ANY (p_calls) AND k.replica_id = p_replica
                                FOR NO KEY UPDATE SKIP LOCKED));
    PERFORM outbox_initiated_v1(p_calls);
END $$;

-- Ends what waits in a campaign that is over, p_limit leads at a time; returns how many there were.
CREATE FUNCTION fail_waiting_v1(p_campaign uuid, p_shard int, p_now timestamptz, p_limit int) RETURNS int
    LANGUAGE plpgsql
    SET enable_seqscan = off
AS $$
DECLARE
    v_reason text;
    v_failed int;
BEGIN
    SELECT CASE WHEN c.status = 'cancelled' THEN 'campaign_cancelled'
                WHEN c.status = 'running' AND c.ends_at <= p_now THEN 'campaign_ended' END
      INTO v_reason
      FROM campaign c WHERE c.id = p_campaign FOR NO KEY UPDATE;
    IF v_reason IS NULL THEN
        RETURN 0;
    END IF;
    WITH gone AS (
        DELETE FROM lead_due q
         WHERE q.ctid = ANY (ARRAY(SELECT d.ctid FROM lead_due d WHERE d.campaign_id = p_campaign
                                    ORDER BY d.zones, d.rank, d.due_at, d.lead_id LIMIT p_limit FOR UPDATE))
        RETURNING q.lead_id, q.attempt
    )
    UPDATE lead l
       SET final = 'failed', end_reason = v_reason, attempts = g.attempt - 1, updated_at = p_now
      FROM gone g WHERE l.id = g.lead_id;
    GET DIAGNOSTICS v_failed = ROW_COUNT;
    IF v_failed > 0 THEN
        INSERT INTO campaign_progress AS s (campaign_id, shard, failed) VALUES (p_campaign, p_shard, v_failed)
            ON CONFLICT ON CONSTRAINT campaign_progress_pkey DO UPDATE SET failed = s.failed + excluded.failed;
    END IF;
    RETURN v_failed;
END $$;

-- What time alone changes: scheduled campaigns begin, campaigns past their end are closed, and anything that a lost
-- wake-up or a cancel cut short has left behind is finished. Returns when to look again at the latest, null for never:
-- the next due lead, the next beginning, the next end.
CREATE FUNCTION tick_v1(p_shard int, p_now timestamptz) RETURNS timestamptz
    LANGUAGE plpgsql
    SET enable_seqscan = off
AS $$
DECLARE
    v_campaign uuid;
    v_next     timestamptz;
BEGIN
    FOR v_campaign IN
        UPDATE campaign c SET status = 'running', started_at = coalesce(c.started_at, p_now), updated_at = p_now
         WHERE c.id = ANY (ARRAY(SELECT a.id FROM campaign a
                                  WHERE a.status = 'active' AND coalesce(a.scheduled_at <= p_now, true)
                                  ORDER BY a.id FOR NO KEY UPDATE))
        RETURNING c.id
    LOOP
        PERFORM outbox_campaign_v1(v_campaign, 'campaign.started', p_now);
    END LOOP;

    FOR v_campaign IN
        WITH RECURSIVE waiting AS (
            (SELECT d.campaign_id FROM lead_due d ORDER BY d.campaign_id LIMIT 1)
            UNION ALL
            SELECT (SELECT d.campaign_id FROM lead_due d WHERE d.campaign_id > w.campaign_id
                     ORDER BY d.campaign_id LIMIT 1)
              FROM waiting w WHERE w.campaign_id IS NOT NULL
        )
        SELECT c.id FROM waiting w JOIN campaign c ON c.id = w.campaign_id
         WHERE c.status = 'cancelled' OR (c.status = 'running' AND c.ends_at <= p_now)
         ORDER BY c.id
    LOOP
        PERFORM fail_waiting_v1(v_campaign, p_shard, p_now, 5000);
    END LOOP;

    -- Leads that were queued before their campaign had calling hours are put where their zones say.
    FOR v_campaign IN
        SELECT c.id FROM campaign c
         WHERE c.status IN ('active', 'running') AND c.calling_hours IS NOT NULL
           AND EXISTS (SELECT FROM lead_due d WHERE d.campaign_id = c.id AND d.zones = '')
         ORDER BY c.id
    LOOP
        UPDATE lead_due d SET zones = l.zones
          FROM lead l
         WHERE d.ctid = ANY (ARRAY(SELECT q.ctid FROM lead_due q WHERE q.campaign_id = v_campaign AND q.zones = ''
                                    LIMIT 5000 FOR UPDATE SKIP LOCKED))
           AND l.id = d.lead_id;
        v_next := p_now;
    END LOOP;

    DELETE FROM line_health h
     WHERE h.ctid = ANY (ARRAY(SELECT o.ctid FROM line_health o WHERE o.since < p_now - interval '10 minutes'
                                ORDER BY o.line_id, o.since, o.shard LIMIT 1000 FOR UPDATE SKIP LOCKED));

    FOR v_campaign IN
        SELECT c.id FROM campaign c
         WHERE c.status = 'running'
           AND NOT EXISTS (SELECT FROM lead_due d WHERE d.campaign_id = c.id)
           AND NOT EXISTS (SELECT FROM open_call o
                            WHERE o.organization_id = c.organization_id AND o.campaign_id = c.id)
           AND (c.ends_at <= p_now
                OR EXISTS (SELECT FROM campaign_progress s WHERE s.campaign_id = c.id
                           HAVING sum(s.total) > 0))
         ORDER BY c.id
    LOOP
        PERFORM complete_v1(v_campaign, p_now);
    END LOOP;

    SELECT least(v_next, min(x.at)) INTO v_next
      FROM (SELECT c.scheduled_at AS at FROM campaign c WHERE c.status = 'active'
             UNION ALL
            SELECT c.ends_at FROM campaign c WHERE c.status = 'running' AND c.ends_at > p_now
             UNION ALL
            SELECT t.at
              FROM campaign c
              JOIN calling_spell s ON s.campaign_id = c.id
             CROSS JOIN LATERAL unnest(ARRAY[s.opens_at, s.closes_at]) AS t (at)
             WHERE c.status = 'running' AND c.calling_hours IS NOT NULL AND t.at > p_now
             UNION ALL
            SELECT t.at
              FROM phone_line p CROSS JOIN LATERAL unnest(ARRAY[p.held_until, p.broken_until]) AS t (at)
             WHERE t.at > p_now
             UNION ALL
            SELECT d.due_at
              FROM campaign c
             CROSS JOIN LATERAL unnest(open_zones_v1(c.id, p_now)) AS z (zones)
             CROSS JOIN generate_series(-10, -1) AS r (rank)
             CROSS JOIN LATERAL (SELECT d.due_at FROM lead_due d
                                  WHERE d.campaign_id = c.id AND d.zones = z.zones AND d.rank = r.rank
                                    AND d.due_at > p_now
                                  ORDER BY d.due_at LIMIT 1) d
             WHERE c.status = 'running') x;
    RETURN v_next;
END $$;

-- Pauses a running campaign because every further call would be refused alike.
CREATE FUNCTION hold_campaign_v1(p_campaign uuid, p_reason text, p_now timestamptz) RETURNS void
    LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(gate_key(p_campaign));
    UPDATE campaign c SET status = 'paused', status_reason = p_reason, updated_at = p_now
     WHERE c.id = p_campaign AND c.status = 'running';
    IF FOUND THEN
        PERFORM outbox_campaign_v1(p_campaign, 'campaign.paused', p_now);
    END IF;
END $$;

-- The zones in which campaigns have leads waiting and nobody has worked out when it is time to call, or it is over.
CREATE FUNCTION spells_wanted_v1(p_now timestamptz)
    RETURNS TABLE (campaign_id uuid, calling_hours text, time_zone text, zones text)
    LANGUAGE sql VOLATILE
    SET enable_seqscan = off
AS $$
    SELECT c.id, c.calling_hours::text, c.time_zone, z.zones
      FROM campaign c
     CROSS JOIN LATERAL queued_zones_v1(c.id) z
      LEFT JOIN calling_spell s ON s.campaign_id = c.id AND s.zones = z.zones
     WHERE c.status IN ('active', 'running') AND c.calling_hours IS NOT NULL AND z.zones > ''
       AND (s.closes_at IS NULL OR s.closes_at <= p_now)
$$;

-- Writes down when it is time to call, unless the campaign's calling hours have changed since they were read.
CREATE FUNCTION set_spells_v1(p_campaigns uuid[], p_calling_hours text[], p_time_zones text[], p_zones text[],
                              p_opens_at timestamptz[], p_closes_at timestamptz[]) RETURNS void
    LANGUAGE plpgsql
    SET enable_seqscan = off
AS $$
BEGIN
    PERFORM FROM campaign c WHERE c.id = ANY (p_campaigns) ORDER BY c.id FOR NO KEY UPDATE;
    INSERT INTO calling_spell AS s (campaign_id, zones, opens_at, closes_at)
    SELECT t.campaign_id, t.zones, t.opens_at, t.closes_at
      FROM unnest(p_campaigns, p_calling_hours, p_time_zones, p_zones, p_opens_at, p_closes_at)
               AS t (campaign_id, calling_hours, time_zone, zones, opens_at, closes_at)
      JOIN campaign c ON c.id = t.campaign_id
     WHERE c.calling_hours::text = t.calling_hours AND c.time_zone = t.time_zone
        ON CONFLICT ON CONSTRAINT calling_spell_pkey DO UPDATE
       SET opens_at = excluded.opens_at, closes_at = excluded.closes_at;
END $$;

-- What follows from a change of a campaign, whoever made it. How long it has had how many slots is added up, for its
-- utilization; with other calling hours it is for the dialer to say anew when it is time to call.
CREATE FUNCTION campaign_changed_v1() RETURNS trigger
    LANGUAGE plpgsql
AS $$
DECLARE
    v_since timestamptz := CASE WHEN TG_OP = 'UPDATE' THEN OLD.slots_since END;
BEGIN
    IF v_since IS NOT NULL THEN
        NEW.slot_ms := OLD.slot_ms
            + (greatest(extract(epoch FROM NEW.updated_at - v_since), 0) * 1000 * OLD.max_concurrent_calls)::bigint;
    END IF;
    NEW.slots_since := CASE WHEN NEW.status = 'running' THEN NEW.updated_at END;
    IF TG_OP = 'UPDATE' AND (NEW.calling_hours IS DISTINCT FROM OLD.calling_hours
                             OR NEW.time_zone IS DISTINCT FROM OLD.time_zone) THEN
        DELETE FROM calling_spell s WHERE s.campaign_id = NEW.id;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER campaign_changed
    BEFORE INSERT OR UPDATE OF status, max_concurrent_calls, calling_hours, time_zone ON campaign
    FOR EACH ROW EXECUTE FUNCTION campaign_changed_v1();

-- The carrier of a line asked us to slow down: nothing starts on it until p_pause is over, and longer each time it is
-- asked again within two minutes, up to a minute. What comes while it is held is an echo of the same. A part of the
-- pause is drawn, so that many lines of one carrier do not come back together. Returns until when, null for an echo.
CREATE FUNCTION hold_line_v1(p_line uuid, p_pause interval, p_now timestamptz) RETURNS timestamptz
    LANGUAGE sql
AS $$
    UPDATE phone_line p
       SET holds = h.holds,
           held_until = p_now + greatest(p_pause, least(interval '250 milliseconds' * power(2, h.holds),
                                                         interval '1 minute')
                                                  * (0.5 + abs(hashtext(p.id::text || p_now) % 500) / 1000.0))
      FROM (SELECT q.id, CASE WHEN q.held_until > p_now - interval '2 minutes' THEN least(q.holds + 1, 20) ELSE 1 END
              FROM phone_line q WHERE q.id = p_line FOR NO KEY UPDATE) AS h (id, holds)
     WHERE p.id = h.id AND (p.held_until IS NULL OR p.held_until <= p_now)
    RETURNING p.held_until
$$;

-- The circuit breaker of lines on which calls failed at the carrier, or a call has tried a broken line (p_tried: how that
-- went, else null). Broken is a line of whose calls of the last two minutes at least five, and at least half of all,
-- failed: nothing starts on it for a minute, then one call tries it. Each try that fails doubles the pause, up to a
-- quarter of an hour. Returns the lines that changed.
CREATE FUNCTION check_lines_v1(p_lines uuid[], p_tried boolean[], p_now timestamptz)
    RETURNS TABLE (phone_number text, broken_until timestamptz)
    LANGUAGE plpgsql
    SET enable_seqscan = off
AS $$
BEGIN
    PERFORM FROM phone_line p WHERE p.id = ANY (p_lines) ORDER BY p.id FOR NO KEY UPDATE;
    RETURN QUERY
        UPDATE phone_line p
           SET broken_until = CASE WHEN t.tried IS TRUE THEN NULL
                                   ELSE p_now + least(interval '1 minute' * power(2, p.breaks), interval '15 minutes') END,
               breaks = CASE WHEN t.tried IS TRUE THEN 0 ELSE least(p.breaks + 1, 20) END,
               mended_at = CASE WHEN t.tried IS TRUE THEN p_now ELSE p.mended_at END
          FROM (SELECT u.line_id, bool_and(u.tried) AS tried
                  FROM unnest(p_lines, p_tried) AS u (line_id, tried) GROUP BY u.line_id) t
         WHERE p.id = t.line_id
           AND CASE WHEN p.broken_until IS NULL
                    THEN (SELECT sum(h.calls) >= 5 AND sum(h.failures) * 2 >= sum(h.calls) FROM line_health h
                           WHERE h.line_id = p.id AND h.since > p_now - interval '2 minutes'
                             AND (p.mended_at IS NULL OR h.since >= p.mended_at))
                    ELSE p.broken_until <= p_now AND t.tried IS NOT NULL END
        RETURNING p.phone_number, p.broken_until;
END $$;

-- Takes over open calls, p_limit at a time, of replicas whose lease is over, and returns them with what is known of them.
-- A replica that has none left is forgotten. What became of the calls only the carrier can tell: the adopter asks.
CREATE FUNCTION adopt_v1(p_replica uuid, p_limit int)
    RETURNS SETOF taken_over_call
    LANGUAGE plpgsql
    SET enable_seqscan = off
AS $$
DECLARE
    v_dead    uuid;
    v_calls   uuid[];
    v_adopted uuid[] := '{}';
BEGIN
    IF NOT hold_lease_v1(p_replica) THEN
        RETURN;
    END IF;
    FOR v_dead IN SELECT r.id FROM replica r WHERE r.lease_until <= real_now() ORDER BY r.id LOOP
        -- Not while it is in the middle of a claim that may still commit, nor while another adopts it.
        CONTINUE WHEN NOT pg_try_advisory_xact_lock(gate_key(v_dead));
        CONTINUE WHEN EXISTS (SELECT FROM replica r WHERE r.id = v_dead AND r.lease_until > real_now());
        WITH orphan AS (
            SELECT o.id FROM open_call o WHERE o.replica_id = v_dead
             ORDER BY o.id LIMIT p_limit - cardinality(v_adopted) FOR UPDATE
        ), adopted AS (
            -- No intent any more: who opened it may have started it.
            UPDATE open_call o SET replica_id = p_replica, phase = CASE o.phase WHEN 'intent' THEN 'placed' ELSE o.phase END
              FROM orphan x WHERE o.id = x.id RETURNING o.id
        )
        SELECT coalesce(array_agg(a.id), '{}') INTO v_calls FROM adopted a;
        v_adopted := v_adopted || v_calls;
        DELETE FROM replica r
         WHERE r.id = v_dead AND NOT EXISTS (SELECT FROM open_call o WHERE o.replica_id = v_dead);
    END LOOP;
    RETURN QUERY
        SELECT w.*, o.carrier_call_id, o.placed_at, o.answered_at, o.deadline, false
          FROM opened_v1(v_adopted) w JOIN open_call o ON o.id = w.call_id;
END $$;

-- Calls of this replica's that it does not know of, of those it should long have started or given back: a claim or an
-- adoption brought them whose answer got lost. An intent was never started: nobody but the owner could have.
CREATE FUNCTION strays_v1(p_replica uuid, p_calls uuid[])
    RETURNS SETOF taken_over_call
    LANGUAGE sql VOLATILE
AS $$
    SELECT w.*, o.carrier_call_id, o.placed_at, o.answered_at, o.deadline, o.phase = 'intent'
      FROM opened_v1(p_calls) w JOIN open_call o ON o.id = w.call_id
     WHERE o.replica_id = p_replica
$$;

-- Joins a process to the replicas of this database and answers its shard, the lowest that no live replica has.
-- Real time: a lease is about processes, not about campaigns.
CREATE FUNCTION register_replica_v1(p_id uuid, p_host text, p_time_scale float8, p_lease_ms bigint) RETURNS int
    LANGUAGE plpgsql
AS $$
DECLARE
    v_other float8;
    v_shard int;
BEGIN
    LOCK TABLE replica IN SHARE ROW EXCLUSIVE MODE;
    SELECT r.time_scale INTO v_other
      FROM replica r WHERE r.lease_until > real_now() AND r.time_scale <> p_time_scale LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'another replica of this database runs at time scale %, this one at %', v_other, p_time_scale;
    END IF;
    SELECT min(s) INTO v_shard
      FROM generate_series(0, (SELECT count(*)::int FROM replica)) AS s
     WHERE NOT EXISTS (SELECT FROM replica r WHERE r.shard = s);
    INSERT INTO replica (id, shard, host, started_at, lease_until, time_scale)
    VALUES (p_id, v_shard, p_host, real_now(),
            real_now() + p_lease_ms * interval '1 millisecond', p_time_scale);
    RETURN v_shard;
END $$;

-- Where business time meets real time. At scale 1 it is real time, and a rehearsal's anchor is forgotten; else the anchor
-- is made once, so that replicas agree and a restart goes on. With another scale than before, time goes on from where it
-- was.
CREATE FUNCTION rehearsal_anchor_v1(p_time_scale float8)
    RETURNS TABLE (real_anchor timestamptz, business_anchor timestamptz)
    LANGUAGE plpgsql
AS $$
DECLARE
    v_now timestamptz;
BEGIN
    LOCK TABLE rehearsal_clock IN SHARE ROW EXCLUSIVE MODE;
    v_now := real_now();
    IF p_time_scale = 1 THEN
        DELETE FROM rehearsal_clock;
        RETURN QUERY SELECT v_now, v_now;
        RETURN;
    END IF;
    INSERT INTO rehearsal_clock AS r (time_scale, real_anchor, business_anchor) VALUES (p_time_scale, v_now, v_now)
        ON CONFLICT (only_row) DO UPDATE
       SET time_scale = p_time_scale, real_anchor = v_now,
           business_anchor = r.business_anchor + (v_now - r.real_anchor) * r.time_scale
     WHERE r.time_scale <> p_time_scale;
    RETURN QUERY SELECT r.real_anchor, r.business_anchor FROM rehearsal_clock r;
END $$;
