-- What a POST with an Idempotency-Key did and was answered, for 24 hours of real time: it is about clients and networks,
-- not about campaigns. A row is written in the transaction of the effect it speaks of, so a crash leaves neither or both.
CREATE TABLE idempotency (
    organization_id uuid        NOT NULL,
    key_hash        text        NOT NULL, -- SHA-256 of the key, in hex
    fingerprint     text        NOT NULL, -- SHA-256 of method, path, query and body, in hex
    status          int,                  -- null with answer: the effect is there, its answer was not given yet
    answer          text,
    sealed          boolean     NOT NULL DEFAULT false, -- encrypted with a key that only the client has: it holds a secret
    created_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organization_id, key_hash)
);
CREATE INDEX idempotency_age ON idempotency (created_at);

-- Asks, in the transaction of an effect, whether it is to be made:
--   new      yes, and the key is noted;
--   busy     another transaction is at it;
--   other    the key was used for something else;
--   made     the effect is there, but its answer is not yet;
--   answered the effect is there, and so is its answer.
CREATE FUNCTION once_v1(p_organization uuid, p_key text, p_fingerprint text)
    RETURNS TABLE (state text, status int, answer text, sealed boolean)
    LANGUAGE plpgsql
AS $$
DECLARE
    v_row idempotency;
BEGIN
    -- The lock ends with the transaction, however that ends, so nothing needs to be cleaned up after a crash.
    IF NOT pg_try_advisory_xact_lock(hashtextextended('idempotency ' || p_organization || p_key, 0)) THEN
        RETURN QUERY SELECT 'busy', NULL::int, NULL::text, NULL::boolean;
        RETURN;
    END IF;
    -- Each new key takes a few old ones with it, so nobody has to come and sweep.
    DELETE FROM idempotency
     WHERE ctid = ANY (ARRAY (SELECT i.ctid FROM idempotency i WHERE i.created_at < now() - interval '24 hours'
                               ORDER BY i.created_at LIMIT 8 FOR UPDATE SKIP LOCKED));
    SELECT * INTO v_row FROM idempotency i
     WHERE i.organization_id = p_organization AND i.key_hash = p_key AND i.created_at >= now() - interval '24 hours';
    IF NOT FOUND THEN
        DELETE FROM idempotency i WHERE i.organization_id = p_organization AND i.key_hash = p_key;
        INSERT INTO idempotency (organization_id, key_hash, fingerprint) VALUES (p_organization, p_key, p_fingerprint);
        RETURN QUERY SELECT 'new', NULL::int, NULL::text, NULL::boolean;
    ELSIF v_row.fingerprint <> p_fingerprint THEN
        RETURN QUERY SELECT 'other', NULL::int, NULL::text, NULL::boolean;
    ELSE
        RETURN QUERY SELECT CASE WHEN v_row.status IS NULL THEN 'made' ELSE 'answered' END,
                            v_row.status, v_row.answer, v_row.sealed;
    END IF;
END $$;
