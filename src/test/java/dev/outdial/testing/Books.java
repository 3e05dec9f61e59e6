package dev.outdial.testing;

import io.vertx.mutiny.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Where the leads of one campaign are, by its rows and by its counters, read in one moment. No lead is lost: leads in =
 * waiting + out + final, and the counters say the same, at every read.
 *
 * @param leads not removed
 * @param out open calls of leads that were not removed
 * @param open all open calls
 * @param logs attempts that ended
 * @param twice leads that are in two places
 * @param total leads by the counters, and so on
 */
public record Books(
        UUID campaign,
        String status,
        long leads,
        long due,
        long out,
        long open,
        long completed,
        long failed,
        long logs,
        long twice,
        long total,
        long countedCompleted,
        long countedFailed,
        long attempts) {

    /** One row per campaign. */
    public static final String READ = """
            SELECT c.id, c.status,
                   (SELECT count(*) FROM lead l WHERE l.campaign_id = c.id AND l.removed_at IS NULL) AS leads,
                   (SELECT count(*) FROM lead_due d WHERE d.campaign_id = c.id) AS due,
                   (SELECT count(*) FROM open_call o JOIN lead l ON l.id = o.lead_id
                     WHERE o.campaign_id = c.id AND l.removed_at IS NULL) AS out,
                   (SELECT count(*) FROM open_call o WHERE o.campaign_id = c.id) AS open,
                   (SELECT count(*) FROM lead l
                     WHERE l.campaign_id = c.id AND l.removed_at IS NULL AND l.final = 'completed') AS completed,
                   (SELECT count(*) FROM lead l
                     WHERE l.campaign_id = c.id AND l.removed_at IS NULL AND l.final = 'failed') AS failed,
                   (SELECT count(*) FROM call_log g WHERE g.campaign_id = c.id) AS logs,
                   (SELECT count(*) FROM lead l JOIN lead_due d ON d.lead_id = l.id
                      LEFT JOIN open_call o ON o.lead_id = l.id
                     WHERE l.campaign_id = c.id AND (l.final IS NOT NULL OR o.id IS NOT NULL)) AS twice,
                   p.total, p.completed AS counted_completed, p.failed AS counted_failed, p.attempts
              FROM campaign c
             CROSS JOIN LATERAL (SELECT coalesce(sum(s.total), 0)::bigint AS total,
                                        coalesce(sum(s.completed), 0)::bigint AS completed,
                                        coalesce(sum(s.failed), 0)::bigint AS failed,
                                        coalesce(sum(s.attempts), 0)::bigint AS attempts
                                   FROM campaign_progress s WHERE s.campaign_id = c.id) p
            """;

    /** The books that a row of {@link #READ} holds. */
    public static Books of(Row row) {
        return new Books(
                row.getUUID("id"),
                row.getString("status"),
                row.getLong("leads"),
                row.getLong("due"),
                row.getLong("out"),
                row.getLong("open"),
                row.getLong("completed"),
                row.getLong("failed"),
                row.getLong("logs"),
                row.getLong("twice"),
                row.getLong("total"),
                row.getLong("counted_completed"),
                row.getLong("counted_failed"),
                row.getLong("attempts"));
    }

    /** What does not add up in one read of a campaign, in words. */
    public static List<String> imbalances(CampaignRows rows, UUID campaign) {
        return of(rows.row(READ + " WHERE c.id = $1", campaign)).imbalances();
    }

    /** What does not add up, in words. */
    public List<String> imbalances() {
        List<String> wrong = new ArrayList<>();
        expect(wrong, "leads", leads, due + out + completed + failed);
        expect(wrong, "total", total, leads);
        expect(wrong, "completed", countedCompleted, completed);
        expect(wrong, "failed", countedFailed, failed);
        expect(wrong, "attempts", attempts, logs);
        expect(wrong, "leads in two places", twice, 0);
        if (status.equals("completed") && due + open > 0) {
            wrong.add("completed before everything else: " + this);
        }
        return wrong;
    }

    private void expect(List<String> wrong, String what, long is, long shouldBe) {
        if (is != shouldBe) {
            wrong.add(what + " is " + is + ", should be " + shouldBe + ": " + this);
        }
    }
}
