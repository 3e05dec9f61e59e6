-- What the voice agent has learned from a call. A table of its own, because it may come before the call is settled and days
-- after, and neither must wait for the other.
CREATE TABLE call_result (
    call_id         uuid PRIMARY KEY,
    organization_id uuid        NOT NULL,
    body            jsonb       NOT NULL, -- all but the transcript: summary, sentiment, extracted, recording_url, ...
    sentiment       text GENERATED ALWAYS AS (body ->> 'sentiment') STORED,
    transcript      jsonb,                -- by itself, for it may be long and lists leave it out
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL
);
CREATE INDEX call_result_sentiment ON call_result (organization_id, sentiment) WHERE sentiment IS NOT NULL;

-- Every attempt as one list: the calls that are out and those that have ended, and the single calls that wait to be made
-- or never were. A call is in one part at any instant, since each step from one to another is one transaction.
--
-- All parts have the same columns of the same types, and the first is a plain scan: only so does the planner push filters
-- into the parts and walk call_log's indexes for the newest first, instead of sorting everything.
CREATE VIEW call_entry AS
    SELECT l.id, l.organization_id, l.campaign_id, l.lead_id, l.agent_id, l.attempt, l.phone_number, l.from_phone_number,
           l.carrier, l.carrier_call_id, l.status, l.end_reason, l.answered_by, l.sip_code, l.duration_ms,
           (SELECT r.body FROM call_result r WHERE r.call_id = l.id) AS result,
           (SELECT c.kind FROM campaign c WHERE c.id = l.campaign_id) AS kind,
           (SELECT p.notes FROM lead p WHERE p.id = l.lead_id) AS metadata,
           l.created_at, l.placed_at, l.answered_at, l.ended_at
      FROM call_log l
     UNION ALL
    SELECT o.id, o.organization_id, o.campaign_id, o.lead_id, c.agent_id, o.attempt, p.phone_number, c.from_phone_number,
           n.carrier, o.carrier_call_id,
           CASE o.phase WHEN 'intent' THEN 'created' WHEN 'placed' THEN 'initiated' ELSE 'received' END,
           NULL::text, NULL::text, NULL::int, 0::bigint,
           (SELECT r.body FROM call_result r WHERE r.call_id = o.id),
           c.kind,
           p.notes,
           o.created_at, o.placed_at, o.answered_at, NULL::timestamptz
      FROM open_call o
      JOIN campaign c ON c.id = o.campaign_id
      JOIN lead p ON p.id = o.lead_id
      JOIN phone_line n ON n.id = o.line_id
     UNION ALL
    -- They have their leads' ids already, so their clients can ask for them.
    SELECT d.lead_id, c.organization_id, c.id, d.lead_id, c.agent_id, d.attempt, p.phone_number, c.from_phone_number,
           n.carrier, NULL::text, 'created', NULL::text, NULL::text, NULL::int, 0::bigint,
           NULL::jsonb, c.kind, p.notes,
           p.created_at, NULL::timestamptz, NULL::timestamptz, NULL::timestamptz
      FROM campaign c
      JOIN lead_due d ON d.campaign_id = c.id
      JOIN lead p ON p.id = d.lead_id
      JOIN phone_line n ON n.id = c.line_id
     WHERE c.kind = 'direct'
     UNION ALL
    -- Their numbers were put on the do-not-call list while they waited.
    SELECT p.id, c.organization_id, c.id, p.id, c.agent_id, 1::smallint, p.phone_number, c.from_phone_number,
           n.carrier, NULL::text, 'cancelled', p.end_reason, NULL::text, NULL::int, 0::bigint,
           NULL::jsonb, c.kind, p.notes,
           p.created_at, NULL::timestamptz, NULL::timestamptz, p.updated_at
      FROM campaign c
      JOIN lead p ON p.campaign_id = c.id AND p.final = 'failed' AND p.attempts = 0
      JOIN phone_line n ON n.id = c.line_id
     WHERE c.kind = 'direct';
