-- Who wants to be told, what there is to tell, and what became of it. An event and its deliveries are written in the
-- transaction that causes it, so that neither can be there without the other; a sender takes deliveries from there.
--
-- Narrow and changing: webhook_delivery, the queue. Everything else is written once: the event, its body when it is first
-- sent, and a row for each attempt to deliver it. Times are real time, unless a comment says otherwise: it is the consumer's
-- clock that counts here, also in a rehearsal.

CREATE TABLE webhook (
    id                    uuid PRIMARY KEY,
    organization_id       uuid        NOT NULL REFERENCES organization,
    url                   text        NOT NULL,
    events                text[]      NOT NULL,
    secret                bytea       NOT NULL, -- sealed by the service; it must be able to sign with it
    previous_secret       bytea,                -- signs as well, until then:
    previous_secret_until timestamptz,
    is_active             boolean     NOT NULL,
    retry_count           int         NOT NULL CHECK (retry_count BETWEEN 0 AND 10),
    timeout_ms            int         NOT NULL CHECK (timeout_ms BETWEEN 1000 AND 60000),
    failing_since         timestamptz,          -- the first failure after the last success
    resting_until         timestamptz,          -- nothing is sent before: it asked for that, or has just failed
    disabled_at           timestamptz,          -- set with the reason when it was us who made it inactive
    disabled_reason       text,
    created_at            timestamptz NOT NULL, -- business time, as is updated_at
    updated_at            timestamptz NOT NULL
) WITH (fillfactor = 70);
CREATE INDEX webhook_organization ON webhook (organization_id, created_at DESC, id DESC);
-- The first question of every batch of calls: whether anybody wants to be told at all.
CREATE INDEX webhook_active ON webhook (organization_id) WHERE is_active;

-- Something that somebody wanted to be told. Its id is the consumer's event_id.
CREATE TABLE webhook_event (
    id              uuid PRIMARY KEY,
    organization_id uuid        NOT NULL,
    event           text        NOT NULL,
    campaign_id     uuid,
    call_id         uuid,
    occurred_at     timestamptz NOT NULL, -- business time
    facts           jsonb                 -- what may be different by the time it is told; null where the call's row has it all
);

-- What is sent. Made once, when an event is first sent, and the same bytes ever after.
CREATE TABLE webhook_body (
    event_id uuid PRIMARY KEY,
    body     text NOT NULL
);

-- The queue: a row per event and endpoint that is still to be told. While a sender has one, due_at is when its lease ends;
-- that is the fence as well, since no later claim can have the same.
CREATE TABLE webhook_delivery (
    webhook_id    uuid        NOT NULL,
    due_at        timestamptz NOT NULL,
    id            bigint      GENERATED ALWAYS AS IDENTITY,
    event_id      uuid        NOT NULL,
    retry_attempt smallint    NOT NULL DEFAULT 0, -- failures so far
    first_attempt uuid,                           -- the first of them in the log
    PRIMARY KEY (webhook_id, due_at, id)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0,
        autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 50000);

-- The log: every attempt, and what the service decided by itself.
CREATE TABLE webhook_attempt (
    id               uuid PRIMARY KEY,
    webhook_id       uuid        NOT NULL,
    event_id         uuid,
    event            text        NOT NULL,
    call_id          uuid,
    retry_attempt    int         NOT NULL,
    parent_id        uuid,                 -- the first attempt that this one repeats
    response_status  int,
    is_success       boolean     NOT NULL,
    error_message    text,
    response_snippet text,                 -- the first kilobyte at most
    duration_ms      int         NOT NULL,
    delivered_at     timestamptz NOT NULL
);
CREATE INDEX webhook_attempt_webhook ON webhook_attempt (webhook_id, delivered_at DESC, id DESC);

-- Whether a subscription covers an event. Everything is every event once: the older family, call_initiated and call_ended,
-- says the same things again and must be asked for by name.
CREATE FUNCTION covers_v1(p_events text[], p_event text) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    RETURN p_event = ANY (p_events) OR ('*' = ANY (p_events) AND position('.' IN p_event) > 0);

-- The event_id of something that can happen to a call only once, so that telling it twice is telling it once. It is the
-- call's id with the version of custom ids and a digit of ours: 0 for its beginning, 1 for its end, 2 for its end as the
-- older family tells it.
CREATE FUNCTION call_event_id_v1(p_call uuid, p_what int) RETURNS uuid
    LANGUAGE sql IMMUTABLE
    RETURN overlay(p_call::text PLACING '8' || p_what FROM 15 FOR 2)::uuid;

-- The least UUIDv7 of a moment.
CREATE FUNCTION id_at_v1(p_at timestamptz) RETURNS uuid
    LANGUAGE sql IMMUTABLE
    RETURN (lpad(to_hex((extract(epoch FROM p_at) * 1000)::bigint), 12, '0') || '70008000000000000000')::uuid;

-- A new UUIDv7: it grows with time, as ids made by the service do.
CREATE FUNCTION new_id_v1() RETURNS uuid
    LANGUAGE sql VOLATILE
    RETURN overlay(gen_random_uuid()::text PLACING left(id_at_v1(real_now())::text, 15) FROM 1 FOR 15)::uuid;

-- Tells that these calls have ended, and of any of them that was over before its beginning was noted, that it began. Called
-- once their log rows are written, in the same transaction. Nothing but one look at an index where nobody is subscribed.
CREATE FUNCTION outbox_calls_v1(p_calls uuid[]) RETURNS void
    LANGUAGE plpgsql
    SET enable_seqscan = off
AS $$
DECLARE
    v_due timestamptz := real_now();
BEGIN
    IF NOT EXISTS (SELECT FROM webhook w WHERE w.is_active) THEN
        RETURN;
    END IF;
    WITH wanted AS (
        SELECT h.id, l.organization_id, h.event, l.campaign_id, l.id AS call_id, h.at, w.id AS webhook_id
          FROM call_log l
         CROSS JOIN LATERAL (
                   VALUES (call_event_id_v1(l.id, 0), 'call_initiated', l.placed_at),
                          (call_event_id_v1(l.id, 1),
                           CASE WHEN l.status = 'completed' THEN 'call.completed'
                                WHEN l.status IN ('did_not_pick', 'busy', 'no_answer') THEN 'call.no_answer'
                                ELSE 'call.failed' END, l.ended_at),
                          (call_event_id_v1(l.id, 2), 'call_ended', l.ended_at)) AS h (id, event, at)
          JOIN webhook w ON w.organization_id = l.organization_id AND w.is_active AND covers_v1(w.events, h.event)
         WHERE l.id = ANY (p_calls) AND h.at IS NOT NULL
    ), fresh AS (
        INSERT INTO webhook_event (id, organization_id, event, campaign_id, call_id, occurred_at)
        SELECT DISTINCT w.id, w.organization_id, w.event, w.campaign_id, w.call_id, w.at FROM wanted w
            ON CONFLICT ON CONSTRAINT webhook_event_pkey DO NOTHING
        RETURNING id
    )
    INSERT INTO webhook_delivery (webhook_id, due_at, event_id)
    SELECT w.webhook_id, v_due, w.id
      FROM wanted w JOIN fresh f ON f.id = w.id
     ORDER BY w.at, w.id;
END $$;

-- Tells that these calls, which are out, have begun: the carrier has them. A second time changes nothing.
CREATE FUNCTION outbox_initiated_v1(p_calls uuid[]) RETURNS void
    LANGUAGE plpgsql
    SET enable_seqscan = off
AS $$
DECLARE
    v_due timestamptz := real_now();
BEGIN
    IF NOT EXISTS (SELECT FROM webhook w WHERE w.is_active AND covers_v1(w.events, 'call_initiated')) THEN
        RETURN;
    END IF;
    WITH wanted AS (
        SELECT call_event_id_v1(o.id, 0) AS id, o.organization_id, o.campaign_id, o.id AS call_id, o.placed_at AS at,
               w.id AS webhook_id
          FROM open_call o
          JOIN webhook w ON w.organization_id = o.organization_id AND w.is_active
                        AND covers_v1(w.events, 'call_initiated')
         WHERE o.id = ANY (p_calls) AND o.placed_at IS NOT NULL
    ), fresh AS (
        INSERT INTO webhook_event (id, organization_id, event, campaign_id, call_id, occurred_at)
        SELECT DISTINCT w.id, w.organization_id, 'call_initiated', w.campaign_id, w.call_id, w.at FROM wanted w
            ON CONFLICT ON CONSTRAINT webhook_event_pkey DO NOTHING
        RETURNING id
    )
    INSERT INTO webhook_delivery (webhook_id, due_at, event_id)
    SELECT w.webhook_id, v_due, w.id FROM wanted w JOIN fresh f ON f.id = w.id ORDER BY w.at, w.id;
END $$;

-- Tells an event of an organization to whoever is subscribed to it; answers whether anybody is.
CREATE FUNCTION outbox_v1(p_organization uuid, p_event text, p_campaign uuid, p_call uuid, p_now timestamptz,
                          p_facts jsonb, p_delay interval) RETURNS boolean
    LANGUAGE plpgsql
    SET enable_seqscan = off
AS $$
DECLARE
    v_id       uuid := new_id_v1();
    v_webhooks uuid[];
BEGIN
    SELECT array_agg(w.id ORDER BY w.id) INTO v_webhooks
      FROM webhook w
     WHERE w.organization_id = p_organization AND w.is_active AND covers_v1(w.events, p_event);
    IF v_webhooks IS NULL THEN
        RETURN false;
    END IF;
    INSERT INTO webhook_event (id, organization_id, event, campaign_id, call_id, occurred_at, facts)
    VALUES (v_id, p_organization, p_event, p_campaign, p_call, p_now, p_facts);
    INSERT INTO webhook_delivery (webhook_id, due_at, event_id)
    SELECT w, real_now() + p_delay, v_id FROM unnest(v_webhooks) AS w;
    RETURN true;
END $$;

-- Tells what has become of a campaign, as it stands at the end of the statement before. Completion is told a second late, so
-- that it does not overtake its last calls on the way to the consumer. The campaigns behind single calls are nobody's business.
CREATE FUNCTION outbox_campaign_v1(p_campaign uuid, p_event text, p_now timestamptz) RETURNS void
    LANGUAGE plpgsql
    SET enable_seqscan = off
AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM webhook w WHERE w.is_active) THEN
        RETURN;
    END IF;
    PERFORM outbox_v1(c.organization_id, p_event, c.id, NULL, p_now,
                      to_jsonb(c) || jsonb_build_object('total', p.total, 'completed', p.completed, 'failed', p.failed,
                                                        'in_flight', o.in_flight),
                      CASE p_event WHEN 'campaign.completed' THEN interval '1 second' ELSE interval '0' END)
       FROM campaign c
      CROSS JOIN LATERAL (SELECT coalesce(sum(s.total), 0) AS total, coalesce(sum(s.completed), 0) AS completed,
                                 coalesce(sum(s.failed), 0) AS failed
                            FROM campaign_progress s WHERE s.campaign_id = c.id) p
      CROSS JOIN LATERAL (SELECT count(*) AS in_flight
                            FROM open_call o
                           WHERE o.organization_id = c.organization_id AND o.campaign_id = c.id) o
      WHERE c.id = p_campaign AND c.kind <> 'direct';
END $$;

-- Tells what the voice agent has learned from a call, as a whole: call.result. p_result has the keys of the API: transcript,
-- summary, sentiment, extracted, recording_url, disposition.
CREATE FUNCTION outbox_result_v1(p_organization uuid, p_call uuid, p_result jsonb, p_now timestamptz) RETURNS void
    LANGUAGE plpgsql
    SET enable_seqscan = off
AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM webhook w WHERE w.organization_id = p_organization AND w.is_active) THEN
        RETURN;
    END IF;
    PERFORM outbox_v1(e.organization_id, 'call.result', e.campaign_id, e.id, p_now, p_result, interval '0')
       FROM call_entry e WHERE e.id = p_call AND e.organization_id = p_organization;
END $$;

-- Takes due deliveries off the queue for a sender, until its lease ends: a sender that dies loses nothing, and another one
-- tells it again. At most p_each at once for an endpoint, p_failing_each for one that fails, p_busy_n of which the sender has
-- already, so that no endpoint takes the place of all others. Those that fail or are slow (p_slow) have to share a smaller
-- room with their like: however many endpoints are dead, they delay nobody. Endpoints take turns by chance.
CREATE FUNCTION claim_deliveries_v1(p_now timestamptz, p_room int, p_slow_room int, p_each int, p_failing_each int,
                                    p_busy uuid[], p_busy_n int[], p_slow uuid[])
    RETURNS TABLE (webhook_id uuid, lease_until timestamptz, id bigint, event_id uuid, retry_attempt smallint,
                   first_attempt uuid, organization_id uuid, url text, secret bytea, previous_secret bytea,
                   retry_count int, timeout_ms int, event text, call_id uuid, body text, slow boolean)
    LANGUAGE plpgsql
    SET enable_seqscan = off
AS $$
DECLARE
    v_room      int := p_room;
    v_slow_room int := p_slow_room;
    v           record;
    v_slow      boolean;
    v_n         int;
BEGIN
    FOR v IN
        WITH RECURSIVE waiting AS (
            (SELECT d.webhook_id FROM webhook_delivery d ORDER BY d.webhook_id LIMIT 1)
            UNION ALL
            SELECT (SELECT d.webhook_id FROM webhook_delivery d WHERE d.webhook_id > w.webhook_id
                     ORDER BY d.webhook_id LIMIT 1)
              FROM waiting w WHERE w.webhook_id IS NOT NULL
        )
        SELECT w.*, coalesce(b.n, 0) AS busy
          FROM waiting x
          JOIN webhook w ON w.id = x.webhook_id
          LEFT JOIN unnest(p_busy, p_busy_n) AS b (id, n) ON b.id = w.id
         WHERE w.is_active AND coalesce(w.resting_until <= p_now, true)
         ORDER BY random()
    LOOP
        v_slow := v.failing_since IS NOT NULL OR v.id = ANY (p_slow);
        v_n := least(CASE WHEN v_slow THEN v_slow_room ELSE v_room END,
                     CASE WHEN v.failing_since IS NULL THEN p_each ELSE p_failing_each END - v.busy);
        CONTINUE WHEN v_n <= 0;
        RETURN QUERY
            WITH taken AS (
                UPDATE webhook_delivery d
                   SET due_at = p_now + (v.timeout_ms + 15000) * interval '1 millisecond'
                 WHERE d.ctid = ANY (ARRAY(SELECT q.ctid FROM webhook_delivery q
                                            WHERE q.webhook_id = v.id AND q.due_at <= p_now
                                            ORDER BY q.due_at, q.id LIMIT v_n FOR UPDATE SKIP LOCKED))
                RETURNING d.*
            )
            SELECT t.webhook_id, t.due_at, t.id, t.event_id, t.retry_attempt, t.first_attempt,
                   v.organization_id, v.url, v.secret,
                   CASE WHEN v.previous_secret_until > p_now THEN v.previous_secret END,
                   v.retry_count, v.timeout_ms, e.event, e.call_id, b.body, v_slow
              FROM taken t
              JOIN webhook_event e ON e.id = t.event_id
              LEFT JOIN webhook_body b ON b.event_id = t.event_id
             ORDER BY t.id;
        GET DIAGNOSTICS v_n = ROW_COUNT;
        IF v_slow THEN
            v_slow_room := v_slow_room - v_n;
        ELSE
            v_room := v_room - v_n;
        END IF;
    END LOOP;
END $$;

-- What is known of events that have no body yet.
CREATE FUNCTION event_facts_v1(p_events uuid[])
    RETURNS TABLE (event_id uuid, event text, occurred_at timestamptz, campaign_id uuid, campaign_kind text, facts text,
                   call text)
    LANGUAGE sql STABLE
    SET enable_seqscan = off
AS $$
    SELECT e.id, e.event, e.occurred_at, e.campaign_id, c.kind, e.facts::text,
           (SELECT (to_jsonb(x) || jsonb_build_object('result', x.result || jsonb_build_object('transcript',
                       (SELECT r.transcript FROM call_result r WHERE r.call_id = x.id))))::text
              FROM call_entry x WHERE x.id = e.call_id)
      FROM webhook_event e
      LEFT JOIN campaign c ON c.id = e.campaign_id
     WHERE e.id = ANY (p_events)
$$;

-- Keeps bodies that were just made and returns those that count: of two senders that made one for the same event, the faster
-- one's. The conflict waits for its commit, and the second statement sees it.
CREATE FUNCTION keep_bodies_v1(p_events uuid[], p_bodies text[]) RETURNS TABLE (event_id uuid, body text)
    LANGUAGE plpgsql
    SET enable_seqscan = off
AS $$
BEGIN
    INSERT INTO webhook_body (event_id, body)
    SELECT t.id, t.body FROM unnest(p_events, p_bodies) AS t (id, body) ORDER BY t.id
        ON CONFLICT ON CONSTRAINT webhook_body_pkey DO NOTHING;
    RETURN QUERY SELECT b.event_id, b.body FROM webhook_body b WHERE b.event_id = ANY (p_events);
END $$;

-- Writes down an attempt to deliver, and what follows: the delivery is over, or due again at p_next. A sender whose lease has
-- ended meanwhile changes nothing but the log. An endpoint rests after a failure; p_gone, or nothing but failures for
-- p_patience, makes it inactive. Answers why it did, null if it did not.
CREATE FUNCTION settle_delivery_v1(p_webhook uuid, p_lease_until timestamptz, p_id bigint, p_attempt uuid, p_event_id uuid,
                                   p_event text, p_call uuid, p_retry int, p_first uuid, p_success boolean, p_status int,
                                   p_error text, p_snippet text, p_duration_ms int, p_now timestamptz,
                                   p_next timestamptz, p_rest_until timestamptz, p_gone boolean, p_patience interval)
    RETURNS text
    LANGUAGE plpgsql
    SET enable_seqscan = off
AS $$
DECLARE
    v_reason text;
BEGIN
    INSERT INTO webhook_attempt (id, webhook_id, event_id, event, call_id, retry_attempt, parent_id, response_status,
                                 is_success, error_message, response_snippet, duration_ms, delivered_at)
    VALUES (p_attempt, p_webhook, p_event_id, p_event, p_call, p_retry, p_first, p_status, p_success, p_error, p_snippet,
            p_duration_ms, p_now)
        ON CONFLICT ON CONSTRAINT webhook_attempt_pkey DO NOTHING; -- Written before, and the acknowledgement got lost.
    IF p_next IS NULL THEN
        DELETE FROM webhook_delivery d WHERE d.webhook_id = p_webhook AND d.due_at = p_lease_until AND d.id = p_id;
    ELSE
        UPDATE webhook_delivery d
           SET due_at = p_next, retry_attempt = p_retry + 1, first_attempt = coalesce(p_first, p_attempt)
         WHERE d.webhook_id = p_webhook AND d.due_at = p_lease_until AND d.id = p_id;
    END IF;
    IF p_success THEN
        UPDATE webhook w SET failing_since = NULL, resting_until = NULL
         WHERE w.id = p_webhook AND w.failing_since IS NOT NULL;
        RETURN NULL;
    END IF;
    UPDATE webhook w
       SET failing_since = coalesce(w.failing_since, p_now),
           resting_until = greatest(w.resting_until, p_rest_until)
     WHERE w.id = p_webhook;
    UPDATE webhook w
       SET is_active = false, disabled_at = p_now,
           disabled_reason = CASE WHEN p_gone THEN 'The endpoint answered 410 Gone'
                                  ELSE 'Nothing but failures since ' || to_char(w.failing_since AT TIME ZONE 'UTC',
                                                                                'YYYY-MM-DD"T"HH24:MI:SS"Z"') END
     WHERE w.id = p_webhook AND w.is_active AND (p_gone OR w.failing_since <= p_now - p_patience)
    RETURNING w.disabled_reason INTO v_reason;
    IF v_reason IS NOT NULL THEN
        INSERT INTO webhook_attempt (id, webhook_id, event, retry_attempt, is_success, error_message, duration_ms,
                                     delivered_at)
        VALUES (new_id_v1(), p_webhook, 'webhook.disabled', 0, false, v_reason, 0, p_now);
    END IF;
    RETURN v_reason;
END $$;

-- Puts an event that was delivered, or given up, into the queue of its endpoint once more. False where it is forgotten.
CREATE FUNCTION redeliver_v1(p_webhook uuid, p_attempt uuid, p_now timestamptz) RETURNS boolean
    LANGUAGE plpgsql
    SET enable_seqscan = off
AS $$
BEGIN
    INSERT INTO webhook_delivery (webhook_id, due_at, event_id, first_attempt)
    SELECT a.webhook_id, p_now, a.event_id, coalesce(a.parent_id, a.id)
      FROM webhook_attempt a
      JOIN webhook_event e ON e.id = a.event_id
     WHERE a.id = p_attempt AND a.webhook_id = p_webhook;
    RETURN FOUND;
END $$;

-- Forgets what happened before p_before, and what waits for nobody any more, p_limit rows of each kind at a time; returns
-- how many there were.
CREATE FUNCTION forget_webhooks_v1(p_before timestamptz, p_limit int) RETURNS int
    LANGUAGE plpgsql
    SET enable_seqscan = off
AS $$
DECLARE
    v_oldest uuid := id_at_v1(p_before);
    v_n      int;
    v_all    int := 0;
BEGIN
    -- The queue first: a delivery must not outlive its event.
    DELETE FROM webhook_delivery d
     WHERE d.ctid = ANY (ARRAY(SELECT q.ctid FROM webhook_delivery q
                                WHERE q.event_id < v_oldest
                                   OR NOT EXISTS (SELECT FROM webhook w WHERE w.id = q.webhook_id)
                                LIMIT p_limit FOR UPDATE SKIP LOCKED));
    GET DIAGNOSTICS v_all = ROW_COUNT;
    IF v_all = p_limit THEN
        RETURN v_all;
    END IF;
    DELETE FROM webhook_attempt a
     WHERE a.id = ANY (ARRAY(SELECT o.id FROM webhook_attempt o WHERE o.id < v_oldest ORDER BY o.id LIMIT p_limit));
    GET DIAGNOSTICS v_n = ROW_COUNT;
    v_all := v_all + v_n;
    DELETE FROM webhook_body b
     WHERE b.event_id = ANY (ARRAY(SELECT o.event_id FROM webhook_body o WHERE o.event_id < v_oldest
                                    ORDER BY o.event_id LIMIT p_limit));
    DELETE FROM webhook_event e
     WHERE e.id = ANY (ARRAY(SELECT o.id FROM webhook_event o WHERE o.id < v_oldest ORDER BY o.id LIMIT p_limit));
    GET DIAGNOSTICS v_n = ROW_COUNT;
    RETURN v_all + v_n;
END $$;
