package dev.outdial.dialer;

import dev.outdial.testing.CampaignRows;
import io.vertx.mutiny.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** No lead is lost: leads in = waiting + out + final, and the progress counters say the same, at every read. */
final class Books {

    private static final String READ = """
            SELECT (SELECT count(*) FROM lead l WHERE l.campaign_id = c.id AND l.removed_at IS NULL) AS leads,
                   (SELECT count(*) FROM lead_due d WHERE d.campaign_id = c.id) AS due,
                   (SELECT count(*) FROM open_call o JOIN lead l ON l.id = o.lead_id
                     WHERE o.campaign_id = c.id AND l.removed_at IS NULL) AS out,
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
             WHERE c.id = $1
            """;

    private Books() {}

    /** What does not add up in one read of a campaign, in words. */
    static List<String> imbalances(CampaignRows rows, UUID campaign) {
        Row row = rows.row(READ, campaign);
        List<String> wrong = new ArrayList<>();
        long places = row.getLong("due") + row.getLong("out") + row.getLong("completed") + row.getLong("failed");
        expect(wrong, row, "leads", row.getLong("leads"), places);
        expect(wrong, row, "total", row.getLong("total"), row.getLong("leads"));
        expect(wrong, row, "completed", row.getLong("counted_completed"), row.getLong("completed"));
        expect(wrong, row, "failed", row.getLong("counted_failed"), row.getLong("failed"));
        expect(wrong, row, "attempts", row.getLong("attempts"), row.getLong("logs"));
        expect(wrong, row, "leads in two places", row.getLong("twice"), 0);
        return wrong;
    }

    private static void expect(List<String> wrong, Row row, String what, long is, long shouldBe) {
        if (is != shouldBe) {
            wrong.add(what + " is " + is + ", should be " + shouldBe + ": " + row.toJson());
        }
    }
}
