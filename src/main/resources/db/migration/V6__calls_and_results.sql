-- The do-not-call list, what agents learn of their calls, single calls and batches.

-- The list as it is shown: newest first.
CREATE INDEX suppression_organization ON suppression (organization_id, created_at DESC, id DESC);

-- Campaigns that leads may wait in. Finished ones, the bulk in time, are not in it.
CREATE INDEX campaign_unfinished ON campaign (organization_id, id)
    WHERE status IN ('draft', 'active', 'running', 'paused');

-- Puts numbers on an organization's do-not-call list and ends the leads that wait to be called under them, in each of
-- its campaigns. A number that is on the list stays as it is. Answers how many were added and how many leads were ended.
--
-- With the organization's gate nothing of it is settled meanwhile, with its row nothing is claimed: whatever was opened by
-- the old list is committed, and seen by whoever waits for it to start; whatever comes after this reads the new one. A
-- call that is out when its number is added ends its lead when it is settled.
CREATE FUNCTION suppress_v1(p_organization uuid, p_now timestamptz, p_ids uuid[], p_numbers text[], p_reasons text[])
    RETURNS TABLE (added int, ended int)
    LANGUAGE plpgsql
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
DECLARE
    v_campaigns uuid[];
    v_leads     uuid[];
    v_campaign  uuid;
BEGIN
    PERFORM pg_advisory_xact_lock(gate_key(p_organization));
    PERFORM FROM organization g WHERE g.id = p_organization FOR NO KEY UPDATE;

    INSERT INTO suppression (id, organization_id, phone_number, reason, created_at)
    SELECT t.id, p_organization, t.phone_number, t.reason, p_now
      FROM unnest(p_ids, p_numbers, p_reasons) WITH ORDINALITY AS t (id, phone_number, reason, place)
     ORDER BY t.place
        ON CONFLICT ON CONSTRAINT suppression_once DO NOTHING;
    GET DIAGNOSTICS added = ROW_COUNT;

    SELECT array_agg(DISTINCT l.campaign_id), array_agg(l.id)
      INTO v_campaigns, v_leads
      FROM campaign c
      JOIN lead l ON l.campaign_id = c.id AND l.phone_number = ANY (p_numbers)
     WHERE c.organization_id = p_organization AND c.status IN ('draft', 'active', 'running', 'paused')
       AND l.final IS NULL AND l.removed_at IS NULL
       AND EXISTS (SELECT FROM lead_due d WHERE d.lead_id = l.id);

    PERFORM FROM campaign c WHERE c.id = ANY (v_campaigns) ORDER BY c.id FOR NO KEY UPDATE;
    -- Whoever changes a lead's number holds its row of the queue: the number is read again once that is ours.
    PERFORM FROM lead_due d WHERE d.lead_id = ANY (v_leads) ORDER BY d.lead_id FOR UPDATE;
    WITH gone AS (
        DELETE FROM lead_due d USING lead l
         WHERE d.lead_id = ANY (v_leads) AND l.id = d.lead_id AND l.phone_number = ANY (p_numbers)
        RETURNING d.campaign_id, d.lead_id, d.attempt
    ), failed AS (
        UPDATE lead l
           SET final = 'failed', end_reason = 'suppressed', attempts = g.attempt - 1, updated_at = p_now
          FROM gone g WHERE l.id = g.lead_id
    ), counted AS (
        -- Shard -1 is the API's.
        INSERT INTO campaign_progress AS s (campaign_id, shard, failed)
        SELECT g.campaign_id, -1, count(*) FROM gone g GROUP BY g.campaign_id ORDER BY g.campaign_id
            ON CONFLICT ON CONSTRAINT campaign_progress_pkey DO UPDATE SET failed = s.failed + excluded.failed
    )
    SELECT count(*) INTO ended FROM gone;

    FOR v_campaign IN SELECT u.id FROM unnest(v_campaigns) AS u (id) ORDER BY u.id LOOP
        PERFORM complete_v1(v_campaign, p_now);
    END LOOP;
    RETURN NEXT;
END $$;

-- What the service alone must know. Never leaves it.
CREATE TABLE server_secret (
    name   text PRIMARY KEY,
    secret bytea NOT NULL
);
-- Signs the token with which a call's agent may send its result. Two random UUIDs have 244 random bits.
INSERT INTO server_secret VALUES ('call_token', sha256((gen_random_uuid()::text || gen_random_uuid()::text)::bytea));

-- Writes down a result, or the further part of one: what is said replaces what was said before, p_cleared takes it away,
-- everything else stays. The same result twice is one, and told once.
CREATE FUNCTION put_result_v1(p_organization uuid, p_call uuid, p_now timestamptz, p_body jsonb, p_transcript jsonb,
                              p_cleared text[]) RETURNS SETOF call_result
    LANGUAGE plpgsql
AS $$
DECLARE
    v_before call_result;
    v        call_result;
BEGIN
    SELECT * INTO v_before FROM call_result r WHERE r.call_id = p_call FOR UPDATE;
    INSERT INTO call_result AS r (call_id, organization_id, body, transcript, created_at, updated_at)
    VALUES (p_call, p_organization, p_body, p_transcript, p_now, p_now)
        ON CONFLICT (call_id) DO UPDATE
       SET body = (r.body || excluded.body) - p_cleared,
           transcript = CASE WHEN 'transcript' = ANY (p_cleared) THEN NULL
                             ELSE coalesce(excluded.transcript, r.transcript) END,
           updated_at = excluded.updated_at
    RETURNING r.* INTO v;
    IF v_before.call_id IS NULL OR (v.body, v.transcript) IS DISTINCT FROM (v_before.body, v_before.transcript) THEN
        PERFORM outbox_result_v1(p_organization, p_call, v.body || jsonb_build_object('transcript', v.transcript), p_now);
    END IF;
    RETURN NEXT v;
END $$;

-- The one campaign that an agent's single calls from a caller number are leads of, and those of its leads that were never
-- called: what the list of calls needs besides the calls themselves.
CREATE UNIQUE INDEX campaign_direct ON campaign (organization_id, agent_id, line_id) WHERE kind = 'direct';
CREATE INDEX lead_uncalled ON lead (campaign_id) WHERE final = 'failed' AND attempts = 0;

-- How calls from a caller number leave by its owner's own SIP trunk: for the carrier that speaks SIP, which must be able to
-- answer the trunk's challenges, hence the password as it is.
CREATE TABLE sip_trunk (
    line_id         uuid PRIMARY KEY REFERENCES phone_line ON DELETE CASCADE,
    termination_uri text        NOT NULL, -- host and perhaps port
    transport       text        NOT NULL CHECK (transport IN ('udp', 'tcp', 'tls')),
    username        text,
    password        text,
    created_at      timestamptz NOT NULL,
    CHECK ((username IS NULL) = (password IS NULL))
);
