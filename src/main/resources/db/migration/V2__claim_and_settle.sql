-- The dialer's statements. Each is a VOLATILE function: every statement inside one sees a fresh snapshot, which is what
-- makes "lock, then count" exact (a count in the same statement as the lock would be as old as the wait for the lock).
-- Names carry a version so that two releases can run side by side: a changed function gets a new name.
--
-- Lock order everywhere: line, organization, campaign (each by id), then lead_due rows, SKIP LOCKED.
-- Beside it each campaign, organization and line has a gate (an advisory lock): settle holds it shared while it refills,
-- whoever pauses, cancels or lowers a limit takes it exclusively. After that commit no refill can have read the old state.
--
-- Sequential scans are off inside: statistics taken at an empty moment must not flip a plan of the hot path.

CREATE FUNCTION gate_key(p_id uuid) RETURNS bigint
    LANGUAGE sql IMMUTABLE
    RETURN hashtextextended(p_id::text, 0);

-- Whether a lead of the campaign is due. The ten ranks are probed one by one, because the queue is ordered by rank first.
CREATE FUNCTION has_due_v1(p_campaign uuid, p_now timestamptz) RETURNS boolean
    LANGUAGE sql STABLE
    RETURN EXISTS (
        SELECT FROM generate_series(-10, -1) AS r (rank)
         WHERE EXISTS (SELECT FROM lead_due d
                        WHERE d.campaign_id = p_campaign AND d.rank = r.rank AND d.due_at <= p_now));

-- Takes up to p_n due leads off the queue. What another transaction holds is skipped: it is being served.
CREATE FUNCTION take_due_v1(p_campaign uuid, p_now timestamptz, p_n int)
    RETURNS TABLE (rank smallint, due_at timestamptz, lead_id uuid, attempt smallint)
    LANGUAGE plpgsql
    SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off
AS $$
DECLARE
    v_rank  smallint;
    v_left  int := p_n;
    v_taken int;
BEGIN
    SELECT min(d.rank) INTO v_rank FROM lead_due d WHERE d.campaign_id = p_campaign;
    WHILE v_rank IS NOT NULL AND v_left > 0 LOOP
        -- By ctid: the rows are locked, so it is stable; a join here becomes a scan of the whole queue.
        RETURN QUERY
            DELETE FROM lead_due q
             WHERE q.ctid = ANY (ARRAY(
                       SELECT d.ctid FROM lead_due d
                        WHERE d.campaign_id = p_campaign AND d.rank = v_rank AND d.due_at <= p_now
                        ORDER BY d.due_at, d.lead_id
                        LIMIT v_left
                          FOR UPDATE SKIP LOCKED))
            RETURNING q.rank, q.due_at, q.lead_id, q.attempt;
        GET DIAGNOSTICS v_taken = ROW_COUNT;
        v_left := v_left - v_taken;
        SELECT min(d.rank) INTO v_rank FROM lead_due d WHERE d.campaign_id = p_campaign AND d.rank > v_rank;
    END LOOP;
END $$;

-- Moves up to p_n due leads of one campaign into open calls, named by p_ids from place p_used + 1 on; returns how many.
-- The caller holds the campaign's row or its gate and has made sure of the room.
CREATE FUNCTION open_calls_v1(p_replica uuid, p_now timestamptz, p_patience interval, p_campaign uuid, p_n int,
                              p_ids uuid[], p_used int) RETURNS int
    LANGUAGE plpgsql
    SET enable_seqscan = off
AS $$
DECLARE
    v_opened int;
BEGIN
    INSERT INTO open_call (id, lead_id, campaign_id, organization_id, line_id, attempt, replica_id, phase, start_by,
                           created_at, deadline)
    SELECT p_ids[p_used + t.n::int], t.lead_id, c.id, c.organization_id, c.line_id, t.attempt, p_replica, 'intent',
           real_now() + p_patience, p_now,
           p_now + make_interval(secs => a.ring_duration_sec + a.max_call_duration_sec + 60)
      FROM (SELECT d.lead_id, d.attempt, row_number() OVER (ORDER BY d.rank, d.due_at, d.lead_id) AS n
              FROM take_due_v1(p_campaign, p_now, p_n) d) t
      JOIN campaign c ON c.id = p_campaign
      JOIN agent a ON a.id = c.agent_id;
    GET DIAGNOSTICS v_opened = ROW_COUNT;
    RETURN v_opened;
END $$;

-- What the dialer needs to place calls that were just opened, in the order of their ids.
CREATE FUNCTION opened_v1(p_ids uuid[])
    RETURNS TABLE (call_id uuid, lead_id uuid, campaign_id uuid, organization_id uuid, attempt smallint,
                   phone_number text, from_phone_number text, lead_name text, notes text,
                   agent_id uuid, agent_title text, agent_variables text, ring_sec int, max_sec int,
                   voicemail_detection boolean, retry_config text, carrier text)
    LANGUAGE sql VOLATILE
    SET enable_seqscan = off
AS $$
    SELECT o.id, o.lead_id, o.campaign_id, o.organization_id, o.attempt,
           l.phone_number, c.from_phone_number, l.name, l.notes::text,
           a.id, a.title, a.default_dynamic_variables::text, a.ring_duration_sec, a.max_call_duration_sec,
           a.voicemail_detection, c.retry_config::text, p.carrier
      FROM open_call o
      JOIN lead l ON l.id = o.lead_id
      JOIN campaign c ON c.id = o.campaign_id
      JOIN agent a ON a.id = c.agent_id
      JOIN phone_line p ON p.id = o.line_id
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
    RETURNS TABLE (call_id uuid, lead_id uuid, campaign_id uuid, organization_id uuid, attempt smallint,
                   phone_number text, from_phone_number text, lead_name text, notes text,
                   agent_id uuid, agent_title text, agent_variables text, ring_sec int, max_sec int,
                   voicemail_detection boolean, retry_config text, carrier text)
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
    v_used      int := 0;
BEGIN
    IF NOT hold_lease_v1(p_replica) THEN
        RETURN;
    END IF;

    -- Who could dial, looked at without locks. A full campaign is left alone: its next free slot wakes us.
    SELECT array_agg(c.id), array_agg(DISTINCT c.line_id), array_agg(DISTINCT c.organization_id)
      INTO v_campaigns, v_lines, v_orgs
      FROM campaign c
     WHERE c.status = 'running' AND (c.ends_at IS NULL OR c.ends_at > p_now)
       AND (SELECT count(*) FROM open_call o WHERE o.organization_id = c.organization_id AND o.campaign_id = c.id)
           < c.max_concurrent_calls
       AND has_due_v1(c.id, p_now);
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
             CROSS JOIN LATERAL (
                       SELECT count(*)::int AS due
                         FROM (SELECT FROM generate_series(-10, -1) AS r (rank)
                                CROSS JOIN LATERAL (SELECT FROM lead_due d
                                                     WHERE d.campaign_id = a.id AND d.rank = r.rank
                                                       AND d.due_at <= p_now
                                                     LIMIT greatest(a.room, 0)) d
                                LIMIT greatest(a.room, 0)) w) w
             CROSS JOIN LATERAL generate_series(1, w.due) AS k
        ), org_free AS (
            SELECT g.id, g.max_concurrent_calls
                         - (SELECT count(*) FROM open_call o WHERE o.organization_id = g.id) AS free
              FROM organization g WHERE g.id = ANY (v_orgs)
        ), line_free AS (
            SELECT p.id, p.max_concurrent_calls
                         - (SELECT count(*) FROM open_call o WHERE o.line_id = p.id) AS free
              FROM phone_line p WHERE p.id = ANY (v_lines)
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
        v_used := v_used + open_calls_v1(p_replica, p_now, p_patience, v_campaign, v_n, p_ids, v_used);
    END LOOP;
    RETURN QUERY SELECT * FROM opened_v1(p_ids[1:v_used]);
END $$;

-- How many of a campaign's p_ended freed slots it may fill again at once. Never more than it freed, so a refill never
-- raises a count and needs no row lock; none while a lowered limit drains; fewer where the organization's or the
-- line's cap binds and another campaign is further below its share: those slots are left for the next claim.
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
     WHERE c.id = p_campaign AND c.status = 'running' AND (c.ends_at IS NULL OR c.ends_at > p_now);
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
           AND has_due_v1(c.id, p_now);
        v_room := least(v_room, coalesce(floor(v_least * v.priority)::int - v.open, v_room));
    END IF;
    RETURN greatest(v_room, 0);
END $$;

-- Completes a running campaign when each of its leads is final; whoever takes away a last row of lead_due or open_call
-- calls this. Under the row lock: two settles that each end one of the last two calls would both still see the other's.
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
      FROM campaign c WHERE c.id = p_campaign AND c.status = 'running' FOR NO KEY UPDATE;
    IF NOT FOUND
       OR EXISTS (SELECT FROM open_call o WHERE o.organization_id = v_org AND o.campaign_id = p_campaign)
       OR EXISTS (SELECT FROM lead_due d WHERE d.campaign_id = p_campaign)
       OR (coalesce(v_ends > p_now, true)
           AND coalesce((SELECT sum(s.total) FROM campaign_progress s WHERE s.campaign_id = p_campaign), 0) = 0) THEN
        RETURN false;
    END IF;
    UPDATE campaign c SET status = 'completed', completed_at = p_now, updated_at = p_now WHERE c.id = p_campaign;
    RETURN true;
END $$;

-- Closes calls that are over, in one transaction: the open call goes, its log row comes, its lead becomes final or
-- due again, the freed slots are filled from the same campaign, a campaign with nothing left is completed. Only the
-- replica that owns an open call can close it, and only once: anybody else's closing changes nothing.
-- One place in each array per call. p_returned: it was surely never placed and waits again with the same attempt
-- number, without a log row. p_next_due_at: when it is due again; null where p_final says how its lead ended.
CREATE FUNCTION settle_v1(p_replica uuid, p_shard int, p_now timestamptz, p_patience interval,
                          p_gates uuid[], p_calls uuid[], p_returned boolean[], p_status text[], p_reason text[],
                          p_answered_by text[], p_sip_code int[], p_placed_at timestamptz[],
                          p_answered_at timestamptz[], p_ended_at timestamptz[], p_carrier text[],
                          p_carrier_call_id text[], p_final text[], p_next_due_at timestamptz[], p_ids uuid[])
    RETURNS TABLE (call_id uuid, lead_id uuid, campaign_id uuid, organization_id uuid, attempt smallint,
                   phone_number text, from_phone_number text, lead_name text, notes text,
                   agent_id uuid, agent_title text, agent_variables text, ring_sec int, max_sec int,
                   voicemail_detection boolean, retry_config text, carrier text)
    LANGUAGE plpgsql
    SET enable_seqscan = off
AS $$
DECLARE
    v_alive     boolean := hold_lease_v1(p_replica);
    v_campaigns uuid[];
    v_ended     int[];
    v_n         int;
    v_opened    int;
    v_used      int := 0;
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
                             p_answered_at, p_ended_at, p_carrier, p_carrier_call_id, p_final, p_next_due_at)
                   WITH ORDINALITY
                   AS t (id, returned, status, reason, answered_by, sip_code, placed_at, answered_at, ended_at, carrier,
                         carrier_call_id, final, next_due_at, place)
         ORDER BY t.id, t.returned, t.place -- An end is better known than that there was no call.
    ), closed AS (
        DELETE FROM open_call o WHERE o.id = ANY (p_calls) AND o.replica_id = p_replica RETURNING o.*
    ), over AS (
        SELECT o.id, o.lead_id, o.campaign_id, o.organization_id, o.attempt, o.created_at,
               t.returned, t.status, t.reason, t.answered_by, t.sip_code, t.ended_at, t.carrier, t.final,
               t.next_due_at, coalesce(t.placed_at, o.placed_at) AS placed_at,
               coalesce(t.answered_at, o.answered_at) AS answered_at,
               coalesce(t.carrier_call_id, o.carrier_call_id) AS carrier_call_id,
               l.phone_number, -l.priority AS rank, l.removed_at IS NOT NULL AS removed,
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
        INSERT INTO lead_due (campaign_id, rank, due_at, lead_id, attempt)
        SELECT o.campaign_id, o.rank, o.next_due_at, o.lead_id, o.attempt + CASE WHEN o.returned THEN 0 ELSE 1 END
          FROM over o WHERE o.next_due_at IS NOT NULL AND o.campaign_over IS NULL AND NOT o.removed
    ), finished AS (
        UPDATE lead l
           SET final = coalesce(o.final, 'failed'),
               end_reason = CASE WHEN o.final IS NULL THEN o.campaign_over ELSE o.reason END,
               attempts = o.attempt - CASE WHEN o.returned THEN 1 ELSE 0 END,
               updated_at = p_now
          FROM over o
         WHERE l.id = o.lead_id AND NOT o.removed AND (o.next_due_at IS NULL OR o.campaign_over IS NOT NULL)
        RETURNING l.id, l.final
    ), counted AS (
        INSERT INTO campaign_progress AS s (campaign_id, shard, completed, failed, attempts, answered, busy_ms)
        SELECT o.campaign_id, p_shard,
               count(*) FILTER (WHERE f.final = 'completed'), count(*) FILTER (WHERE f.final = 'failed'),
               count(*) FILTER (WHERE NOT o.returned), count(*) FILTER (WHERE o.answered_at IS NOT NULL),
               coalesce(sum(extract(epoch FROM o.ended_at - o.created_at) * 1000)
                        FILTER (WHERE NOT o.returned), 0)::bigint
          FROM over o LEFT JOIN finished f ON f.id = o.lead_id
         GROUP BY o.campaign_id
         ORDER BY o.campaign_id
            ON CONFLICT ON CONSTRAINT campaign_progress_pkey DO UPDATE
           SET completed = s.completed + excluded.completed, failed = s.failed + excluded.failed,
               attempts = s.attempts + excluded.attempts, answered = s.answered + excluded.answered,
               busy_ms = s.busy_ms + excluded.busy_ms
    )
    SELECT array_agg(t.campaign_id ORDER BY t.campaign_id), array_agg(t.n ORDER BY t.campaign_id)
      INTO v_campaigns, v_ended
      FROM (SELECT o.campaign_id, count(*) FILTER (WHERE NOT o.returned)::int AS n
              FROM over o GROUP BY o.campaign_id) t;

    FOR i IN 1 .. coalesce(cardinality(v_campaigns), 0) LOOP
        v_n := least(refill_room_v1(v_campaigns[i], v_ended[i], p_now), cardinality(p_ids) - v_used);
        v_opened := 0;
        IF v_alive AND v_n > 0 THEN
            v_opened := open_calls_v1(p_replica, p_now, p_patience, v_campaigns[i], v_n, p_ids, v_used);
            v_used := v_used + v_opened;
        END IF;
        IF v_opened = 0 THEN
            PERFORM complete_v1(v_campaigns[i], p_now);
        END IF;
    END LOOP;
    -- By all ids, not only those used now: when the answer to this got lost, the next try finds what it opened.
    RETURN QUERY SELECT * FROM opened_v1(p_ids);
END $$;

-- Writes down what the carrier said of calls that go on. A call that is already closed, or another's, is left alone.
CREATE FUNCTION note_calls_v1(p_replica uuid, p_calls uuid[], p_carrier_call_id text[], p_placed_at timestamptz[],
                              p_answered_at timestamptz[]) RETURNS void
    LANGUAGE sql
    SET enable_seqscan = off
AS $$
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
     WHERE o.id = ANY (p_calls) AND o.id = t.id AND o.replica_id = p_replica
$$;

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
                                    ORDER BY d.rank, d.due_at, d.lead_id LIMIT p_limit FOR UPDATE))
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
    UPDATE campaign c SET status = 'running', started_at = coalesce(c.started_at, p_now), updated_at = p_now
     WHERE c.id = ANY (ARRAY(SELECT a.id FROM campaign a
                              WHERE a.status = 'active' AND coalesce(a.scheduled_at <= p_now, true)
                              ORDER BY a.id FOR NO KEY UPDATE));

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

    SELECT min(x.at) INTO v_next
      FROM (SELECT c.scheduled_at AS at FROM campaign c WHERE c.status = 'active'
             UNION ALL
            SELECT c.ends_at FROM campaign c WHERE c.status = 'running' AND c.ends_at > p_now
             UNION ALL
            SELECT d.due_at
              FROM campaign c
             CROSS JOIN generate_series(-10, -1) AS r (rank)
             CROSS JOIN LATERAL (SELECT d.due_at FROM lead_due d
                                  WHERE d.campaign_id = c.id AND d.rank = r.rank AND d.due_at > p_now
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
END $$;

-- Takes over open calls, p_limit at a time, of replicas whose lease is over, and returns them with what is known of them.
-- A replica that has none left is forgotten. What became of the calls only the carrier can tell: the adopter asks.
CREATE FUNCTION adopt_v1(p_replica uuid, p_limit int)
    RETURNS TABLE (call_id uuid, lead_id uuid, campaign_id uuid, organization_id uuid, attempt smallint,
                   phone_number text, from_phone_number text, lead_name text, notes text,
                   agent_id uuid, agent_title text, agent_variables text, ring_sec int, max_sec int,
                   voicemail_detection boolean, retry_config text, carrier text,
                   carrier_call_id text, placed_at timestamptz, answered_at timestamptz, deadline timestamptz)
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
        SELECT w.*, o.carrier_call_id, o.placed_at, o.answered_at, o.deadline
          FROM opened_v1(v_adopted) w JOIN open_call o ON o.id = w.call_id;
END $$;

-- Calls of this replica's that it does not know of, of those it should long have started or given back: a claim or an
-- adoption brought them whose answer got lost. An intent was never started: nobody but the owner could have.
CREATE FUNCTION strays_v1(p_replica uuid, p_calls uuid[])
    RETURNS TABLE (call_id uuid, lead_id uuid, campaign_id uuid, organization_id uuid, attempt smallint,
                   phone_number text, from_phone_number text, lead_name text, notes text,
                   agent_id uuid, agent_title text, agent_variables text, ring_sec int, max_sec int,
                   voicemail_detection boolean, retry_config text, carrier text,
                   carrier_call_id text, placed_at timestamptz, answered_at timestamptz, deadline timestamptz,
                   never_started boolean)
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
