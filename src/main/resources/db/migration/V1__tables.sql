-- What changes often is narrow and in few tables (lead_due, open_call, campaign_progress); what is wide changes once
-- (lead); history is append-only (call_log). No foreign keys between the hot tables: a key check would lock the
-- campaign's row for every call. All times are business time, handed in as parameters, unless a comment says real time.

-- Real time, for what concerns processes: leases, and until when a call may be started. A function, so that a test can put
-- its own in this one's place.
CREATE FUNCTION real_now() RETURNS timestamptz
    LANGUAGE sql VOLATILE
    RETURN clock_timestamp();

CREATE TABLE organization (
    id                   uuid PRIMARY KEY,
    name                 text        NOT NULL,
    max_concurrent_calls int         NOT NULL CHECK (max_concurrent_calls BETWEEN 1 AND 10000),
    created_at           timestamptz NOT NULL
);

CREATE TABLE api_key (
    id              uuid PRIMARY KEY,
    organization_id uuid        NOT NULL REFERENCES organization,
    key_id          text        NOT NULL UNIQUE, -- the public half of keyId:secret
    secret_hash     bytea       NOT NULL,        -- SHA-256; the secret has 256 random bits, so no slow hash is needed
    name            text        NOT NULL,
    scopes          text[]      NOT NULL,
    created_at      timestamptz NOT NULL,
    last_used_at    timestamptz,                 -- written at most once a minute
    revoked_at      timestamptz
);
CREATE INDEX api_key_organization ON api_key (organization_id, created_at DESC, id DESC);

CREATE TABLE agent (
    id                        uuid PRIMARY KEY,
    organization_id           uuid        NOT NULL REFERENCES organization,
    title                     text        NOT NULL,
    route                     jsonb       NOT NULL, -- {"kind": ...}: how an answered call reaches the voice AI
    ring_duration_sec         int         NOT NULL,
    max_call_duration_sec     int         NOT NULL,
    timezone                  text,
    default_dynamic_variables jsonb       NOT NULL,
    outbound_phone_number_id  uuid,
    voicemail_detection       boolean     NOT NULL,
    settings                  jsonb       NOT NULL, -- the public API's other fields, echoed
    created_at                timestamptz NOT NULL,
    updated_at                timestamptz NOT NULL,
    deleted_at                timestamptz
);
CREATE INDEX agent_organization ON agent (organization_id, created_at DESC, id DESC);

-- A caller number. Its row is the lock of the line: whoever starts calls on it takes it first.
CREATE TABLE phone_line (
    id                   uuid PRIMARY KEY,
    organization_id      uuid        NOT NULL REFERENCES organization,
    phone_number         text        NOT NULL,
    name                 text,                  -- what its owner calls it
    carrier              text,                  -- null: the carrier the operator configured for all
    calls_per_second     numeric(7, 3) CHECK (calls_per_second > 0),  -- null: as fast as the other limits allow
    max_concurrent_calls int CHECK (max_concurrent_calls > 0),        -- null: no limit of its own
    created_at           timestamptz NOT NULL,
    -- The dialer's part.
    next_start_at        timestamptz,           -- real time: no call starts earlier; null before the first paced one
    held_until           timestamptz,           -- its carrier asked us to slow down
    holds                int         NOT NULL DEFAULT 0, -- in a row: each is longer than the one before
    broken_until         timestamptz,           -- its calls failed at the carrier; then it is tried with one call
    breaks               int         NOT NULL DEFAULT 0, -- in a row, as holds
    mended_at            timestamptz,           -- what failed before does not count any more
    UNIQUE (organization_id, phone_number)
) WITH (fillfactor = 50);

-- How the latest calls of a line ended, for its circuit breaker: a row per line, ten seconds and replica.
CREATE TABLE line_health (
    line_id  uuid        NOT NULL,
    since    timestamptz NOT NULL,
    shard    int         NOT NULL,
    calls    int         NOT NULL,
    failures int         NOT NULL, -- for reasons of the carrier's
    PRIMARY KEY (line_id, since, shard)
) WITH (fillfactor = 50,
        autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0);

CREATE TABLE campaign (
    id                   uuid PRIMARY KEY,
    organization_id      uuid        NOT NULL REFERENCES organization,
    kind                 text        NOT NULL DEFAULT 'campaign'
        CHECK (kind IN ('campaign', 'batch', 'direct')), -- direct: the single calls of an agent from a caller number
    name                 text        NOT NULL,
    agent_id             uuid        NOT NULL REFERENCES agent,
    line_id              uuid        NOT NULL REFERENCES phone_line,
    from_phone_number    text        NOT NULL,
    status               text        NOT NULL
        CHECK (status IN ('draft', 'active', 'running', 'paused', 'completed', 'cancelled')),
    status_reason        text,
    max_concurrent_calls int         NOT NULL CHECK (max_concurrent_calls BETWEEN 1 AND 1000),
    priority             int         NOT NULL CHECK (priority BETWEEN 1 AND 10),
    retry_config         jsonb       NOT NULL,
    calling_hours        jsonb,
    time_zone            text,
    metadata             jsonb,
    scheduled_at         timestamptz,
    ends_at              timestamptz,
    created_at           timestamptz NOT NULL,
    updated_at           timestamptz NOT NULL,
    started_at           timestamptz, -- first time it was running
    completed_at         timestamptz,
    slot_ms              bigint      NOT NULL DEFAULT 0, -- time it had slots, times their number, until slots_since
    slots_since          timestamptz, -- since when it has had as many as now; null while it is not running
    deleted_at           timestamptz  -- its last calls may still be out, and their log rows need it
);
CREATE INDEX campaign_organization ON campaign (organization_id, created_at DESC, id DESC) WHERE deleted_at IS NULL;
-- The claim's first question: which campaigns may dial. Finished ones, the bulk in time, are not in it.
CREATE INDEX campaign_alive ON campaign (organization_id, id) WHERE status IN ('active', 'running');

-- The person. Written when added and once more at its end; in between it is a row of lead_due or of open_call.
CREATE TABLE lead (
    id              uuid PRIMARY KEY,
    campaign_id     uuid        NOT NULL,
    organization_id uuid        NOT NULL,
    phone_number    text        NOT NULL,
    name            text,
    notes           jsonb       NOT NULL, -- the variables
    time_zone       text,                  -- as somebody said it
    zones           text        NOT NULL DEFAULT '-', -- whose clocks tell whether it may be called; '-': the campaign's
    priority        smallint    NOT NULL CHECK (priority BETWEEN 1 AND 10),
    external_id     text,
    final           text CHECK (final IN ('completed', 'failed')), -- set once; null while it is being worked on
    end_reason      text,                                          -- set with final
    attempts        smallint    NOT NULL DEFAULT 0,                -- set with final
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    removed_at      timestamptz
) WITH (fillfactor = 90);
CREATE INDEX lead_campaign ON lead (campaign_id, created_at DESC, id DESC);
CREATE INDEX lead_campaign_final ON lead (campaign_id, final, created_at DESC, id DESC) WHERE final IS NOT NULL;
CREATE INDEX lead_campaign_number ON lead (campaign_id, phone_number);

-- Numbers that nobody of the organization calls: the claim leaves them out.
CREATE TABLE suppression (
    id              uuid PRIMARY KEY,
    organization_id uuid        NOT NULL REFERENCES organization,
    phone_number    text        NOT NULL,
    reason          text,
    created_at      timestamptz NOT NULL,
    CONSTRAINT suppression_once UNIQUE (organization_id, phone_number)
);

-- The queue: one row per lead that waits for its first or next attempt. The claim walks the primary key: priority first
-- (10 is highest, hence stored negated), then due time, then insertion (ids grow with time). In a campaign with calling
-- hours it walks those zones only in which it is time to call: who may not be called is not even looked at.
CREATE TABLE lead_due (
    campaign_id uuid             NOT NULL,
    zones       text COLLATE "C" NOT NULL DEFAULT '', -- the lead's, where its campaign has calling hours; else ''
    rank        smallint         NOT NULL, -- minus the lead's priority
    due_at      timestamptz      NOT NULL,
    lead_id     uuid             NOT NULL,
    attempt     smallint         NOT NULL, -- the number of the attempt it waits for, from 1
    PRIMARY KEY (campaign_id, zones, rank, due_at, lead_id),
    CONSTRAINT lead_due_once UNIQUE (lead_id)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0,
        autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 50000);

-- When a campaign's leads in some zones may be called: now, or the next time. Worked out by the dialer, which knows time
-- zones; taken away whenever the campaign's calling hours change. Where there is no row, nobody is called.
CREATE TABLE calling_spell (
    campaign_id uuid             NOT NULL,
    zones       text COLLATE "C" NOT NULL,
    opens_at    timestamptz      NOT NULL,
    closes_at   timestamptz      NOT NULL, -- not included; where it is opens_at, that is when to look again
    PRIMARY KEY (campaign_id, zones)
);

-- The calls that are out. Capacity is the count of these rows, read after the lock was taken: there is no counter to
-- leak. Committed before the carrier is asked.
CREATE TABLE open_call (
    id              uuid PRIMARY KEY,
    lead_id         uuid        NOT NULL,
    campaign_id     uuid        NOT NULL,
    organization_id uuid        NOT NULL,
    line_id         uuid        NOT NULL,
    attempt         smallint    NOT NULL,
    replica_id      uuid        NOT NULL, -- who looks after it
    phase           text        NOT NULL CHECK (phase IN ('intent', 'placed', 'answered')),
    start_by        timestamptz NOT NULL, -- real time: its owner starts it before this or gives it back
    start_at        timestamptz,          -- real time: not earlier, where its line has a pace
    created_at      timestamptz NOT NULL,
    placed_at       timestamptz,
    answered_at     timestamptz,
    deadline        timestamptz NOT NULL, -- it is surely over by then; whoever looks after it asks the carrier
    carrier_call_id text,
    CONSTRAINT open_call_once UNIQUE (lead_id)
) WITH (fillfactor = 50,
        autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0,
        autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 50000);
-- Serves the counts of the claim: per organization by its first column, per campaign by its first two.
CREATE INDEX open_call_capacity ON open_call (organization_id, campaign_id);
CREATE INDEX open_call_line ON open_call (line_id);

-- Every attempt, written once, when it ended.
CREATE TABLE call_log (
    id                uuid PRIMARY KEY, -- the open call's
    lead_id           uuid        NOT NULL,
    campaign_id       uuid        NOT NULL,
    organization_id   uuid        NOT NULL,
    agent_id          uuid        NOT NULL,
    attempt           smallint    NOT NULL,
    phone_number      text        NOT NULL,
    from_phone_number text        NOT NULL,
    carrier           text        NOT NULL,
    carrier_call_id   text,
    status            text        NOT NULL
        CHECK (status IN ('completed', 'did_not_pick', 'busy', 'no_answer', 'failed', 'cancelled', 'retry_expired')),
    end_reason        text        NOT NULL,
    answered_by       text,
    sip_code          int,
    duration_ms       bigint      NOT NULL, -- from pick-up to end; 0 when nobody picked up
    created_at        timestamptz NOT NULL,
    placed_at         timestamptz,
    answered_at       timestamptz,
    ended_at          timestamptz NOT NULL,
    CONSTRAINT call_log_attempt_once UNIQUE (lead_id, attempt)
);
CREATE INDEX call_log_organization ON call_log (organization_id, created_at DESC, id DESC);
CREATE INDEX call_log_campaign ON call_log (campaign_id, created_at DESC, id DESC);

-- Counts by the replica that made the change, so that replicas do not wait for each other; the sum over a campaign is
-- exact at every read because each change is part of the transaction that caused it.
CREATE TABLE campaign_progress (
    campaign_id uuid   NOT NULL,
    shard       int    NOT NULL,
    total       bigint NOT NULL DEFAULT 0, -- leads not removed
    completed   bigint NOT NULL DEFAULT 0,
    failed      bigint NOT NULL DEFAULT 0,
    attempts    bigint NOT NULL DEFAULT 0,
    answered    bigint NOT NULL DEFAULT 0,
    busy_ms     bigint NOT NULL DEFAULT 0, -- time slots were taken, from claim to end
    PRIMARY KEY (campaign_id, shard)
) WITH (fillfactor = 50,
        autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0);

-- One lease per process, new at each start; no heartbeat per call.
CREATE TABLE replica (
    id          uuid PRIMARY KEY,
    shard       int              NOT NULL UNIQUE, -- its rows in campaign_progress
    host        text             NOT NULL,
    started_at  timestamptz      NOT NULL, -- real time, as is lease_until
    lease_until timestamptz      NOT NULL,
    time_scale  double precision NOT NULL  -- replicas of one database must agree on it
) WITH (fillfactor = 50);

-- Rehearsal only: where faster business time and real time met. No row: business time is real time.
CREATE TABLE rehearsal_clock (
    only_row        boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    time_scale      double precision NOT NULL,
    real_anchor     timestamptz      NOT NULL,
    business_anchor timestamptz      NOT NULL
);
