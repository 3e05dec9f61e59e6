-- How leads come in and go.

-- Adds leads to a campaign, each to its queue, due at once. With p_skip_duplicates a number that the campaign already
-- has, or that came earlier in the same arrays, is left out. Returns how many were added. The caller calls
-- leads_added_v1 at the end of the same transaction.
CREATE FUNCTION add_leads_v1(p_campaign uuid, p_organization uuid, p_now timestamptz, p_skip_duplicates boolean,
                             p_ids uuid[], p_phone_number text[], p_name text[], p_notes text[], p_time_zone text[],
                             p_priority int[], p_external_id text[], p_zones text[] DEFAULT NULL) RETURNS int
    LANGUAGE plpgsql
    SET enable_seqscan = off
AS $$
DECLARE
    v_added int;
BEGIN
    IF p_skip_duplicates THEN
        -- Two uploads at once must not both find a number missing.
        PERFORM pg_advisory_xact_lock(gate_key(p_campaign) # 1);
    END IF;
    WITH added AS (
        INSERT INTO lead (id, campaign_id, organization_id, phone_number, name, notes, time_zone, zones, priority,
                          external_id, created_at, updated_at)
        SELECT t.id, p_campaign, p_organization, t.phone_number, t.name, t.notes::jsonb, t.time_zone,
               coalesce(t.zones, '-'), t.priority, t.external_id, p_now, p_now
          FROM (SELECT u.*, row_number() OVER (PARTITION BY u.phone_number ORDER BY u.place) AS copy
                  FROM unnest(p_ids, p_phone_number, p_name, p_notes, p_time_zone, p_priority, p_external_id, p_zones)
                           WITH ORDINALITY
                           AS u (id, phone_number, name, notes, time_zone, priority, external_id, zones, place)) t
         WHERE NOT p_skip_duplicates
            OR (t.copy = 1
                AND NOT EXISTS (SELECT FROM lead l WHERE l.campaign_id = p_campaign
                                   AND l.phone_number = t.phone_number AND l.removed_at IS NULL))
        RETURNING id, priority, zones
    )
    INSERT INTO lead_due (campaign_id, zones, rank, due_at, lead_id, attempt)
    SELECT p_campaign, CASE WHEN c.calling_hours IS NULL THEN '' ELSE a.zones END, -a.priority, p_now, a.id, 1
      FROM added a JOIN campaign c ON c.id = p_campaign;
    GET DIAGNOSTICS v_added = ROW_COUNT;
    RETURN v_added;
END $$;

-- Counts added leads and opens a completed campaign again. Last in its transaction, so that the campaign's row is held
-- for a moment only. Returns the campaign's status, null where it is gone or takes no leads: then roll back.
CREATE FUNCTION leads_added_v1(p_campaign uuid, p_shard int, p_n int, p_now timestamptz) RETURNS text
    LANGUAGE plpgsql
AS $$
DECLARE
    v_status text;
BEGIN
    SELECT c.status INTO v_status
      FROM campaign c WHERE c.id = p_campaign AND c.deleted_at IS NULL FOR NO KEY UPDATE;
    IF v_status IS NULL OR v_status = 'cancelled' THEN
        RETURN NULL;
    END IF;
    IF p_n > 0 THEN
        INSERT INTO campaign_progress AS s (campaign_id, shard, total) VALUES (p_campaign, p_shard, p_n)
            ON CONFLICT ON CONSTRAINT campaign_progress_pkey DO UPDATE SET total = s.total + excluded.total;
        IF v_status = 'completed' THEN
            v_status := 'running';
            UPDATE campaign c SET status = 'running', completed_at = NULL, updated_at = p_now WHERE c.id = p_campaign;
        END IF;
    END IF;
    RETURN v_status;
END $$;

-- Takes a lead out of its campaign. A live call goes on and is logged, but is not followed by another.
-- Answers 'removed', 'unknown', or 'closed' where the campaign is completed or cancelled.
CREATE FUNCTION remove_lead_v1(p_organization uuid, p_lead uuid, p_shard int, p_now timestamptz) RETURNS text
    LANGUAGE plpgsql
    SET enable_seqscan = off
AS $$
DECLARE
    v_campaign uuid;
    v_status   text;
    v_final    text;
BEGIN
    SELECT l.campaign_id INTO v_campaign
      FROM lead l WHERE l.id = p_lead AND l.organization_id = p_organization AND l.removed_at IS NULL;
    IF v_campaign IS NULL THEN
        RETURN 'unknown';
    END IF;
    -- No settle may be about to queue it again.
    PERFORM pg_advisory_xact_lock(gate_key(v_campaign));
    SELECT c.status INTO v_status
      FROM campaign c WHERE c.id = v_campaign AND c.kind = 'campaign' AND c.deleted_at IS NULL FOR NO KEY UPDATE;
    IF v_status IS NULL THEN
        RETURN 'unknown';
    ELSIF v_status IN ('completed', 'cancelled') THEN
        RETURN 'closed';
    END IF;
    -- The queue's row before the lead's, as everywhere.
    DELETE FROM lead_due d WHERE d.lead_id = p_lead;
    UPDATE lead l SET removed_at = p_now, updated_at = p_now
     WHERE l.id = p_lead AND l.removed_at IS NULL
    RETURNING coalesce(l.final, 'waiting') INTO v_final;
    IF v_final IS NULL THEN
        RETURN 'unknown';
    END IF;
    INSERT INTO campaign_progress AS s (campaign_id, shard, total, completed, failed)
    VALUES (v_campaign, p_shard, -1, CASE WHEN v_final = 'completed' THEN -1 ELSE 0 END,
            CASE WHEN v_final = 'failed' THEN -1 ELSE 0 END)
        ON CONFLICT ON CONSTRAINT campaign_progress_pkey DO UPDATE
       SET total = s.total + excluded.total, completed = s.completed + excluded.completed,
           failed = s.failed + excluded.failed;
    PERFORM complete_v1(v_campaign, p_now);
    RETURN 'removed';
END $$;
