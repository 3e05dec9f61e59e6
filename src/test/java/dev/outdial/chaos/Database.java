package dev.outdial.chaos;

import dev.outdial.http.PublicId;
import dev.outdial.postgres.DatabaseUrl;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** What a test reads in the database, past every gate; a connection for each question, because the server is restarted. */
final class Database {

    private static final String BOOKS = """
            SELECT c.status = 'completed' AS "is completed",
                   p.total = l.leads AS "counts every lead",
                   l.final = l.leads AS "has an end for every lead",
                   p.completed = l.completed AND p.failed = l.final - l.completed AS "counts every end",
                   p.attempts = (SELECT count(*) FROM call_log g WHERE g.campaign_id = c.id) AS "counts every attempt",
                   NOT EXISTS (SELECT FROM lead_due d WHERE d.campaign_id = c.id) AS "has nobody waiting",
                   NOT EXISTS (SELECT FROM open_call o WHERE o.campaign_id = c.id) AS "has no call out",
                   NOT EXISTS (SELECT FROM lead b WHERE b.campaign_id = c.id AND b.attempts <>
                               (SELECT count(*) FROM call_log g WHERE g.lead_id = b.id)) AS "has one entry per attempt"
              FROM campaign c
             CROSS JOIN LATERAL (SELECT sum(s.total) AS total, sum(s.completed) AS completed, sum(s.failed) AS failed,
                                        sum(s.attempts) AS attempts
                                   FROM campaign_progress s WHERE s.campaign_id = c.id) p
             CROSS JOIN LATERAL (SELECT count(*) AS leads, count(b.final) AS final,
                                        count(*) FILTER (WHERE b.final = 'completed') AS completed
                                   FROM lead b WHERE b.campaign_id = c.id) l
             WHERE c.id = ?
            """;

    private final Supplier<DatabaseUrl> url;

    Database(Supplier<DatabaseUrl> url) {
        this.url = url;
    }

    boolean isCompleted(String campaign) throws SQLException {
        return "completed".equals(text("SELECT status FROM campaign WHERE id = ?", id(campaign)));
    }

    /** What does not add up about a campaign that is over, in words. */
    List<String> imbalances(String campaign) throws SQLException {
        return query(BOOKS, List.of(id(campaign)), row -> {
                    List<String> wrong = new ArrayList<>();
                    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                        if (!row.getBoolean(i)) {
                            wrong.add("campaign " + campaign + " not: "
                                    + row.getMetaData().getColumnLabel(i));
                        }
                    }
                    return wrong;
                })
                .getFirst();
    }

    /** How every attempt of a campaign ended, by the call's public id. */
    Map<String, String> log(String campaign) throws SQLException {
        Map<String, String> log = new HashMap<>();
        query("SELECT id, status FROM call_log WHERE campaign_id = ?", List.of(id(campaign)), row -> {
            log.put(PublicId.CALL.text(row.getObject(1, UUID.class)), row.getString(2));
            return log;
        });
        return log;
    }

    /** How many calls are still in the name of a replica. */
    long callsOf(UUID replica) throws SQLException {
        return Long.parseLong(text("SELECT count(*) FROM open_call WHERE replica_id = ?", replica));
    }

    /** Ends every connection but this question's own. */
    long terminateAll() throws SQLException {
        return Long.parseLong(text("""
                SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                 WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
                """));
    }

    private String text(String sql, Object... parameters) throws SQLException {
        return query(sql, List.of(parameters), row -> row.getString(1)).getFirst();
    }

    private <T> List<T> query(String sql, List<?> parameters, Reader<T> reader) throws SQLException {
        DatabaseUrl at = url.get();
        try (Connection connection = DriverManager.getConnection(at.jdbcUrl(), at.user(), at.password());
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.size(); i++) {
                statement.setObject(i + 1, parameters.get(i));
            }
            List<T> rows = new ArrayList<>();
            ResultSet result = statement.executeQuery();
            while (result.next()) {
                rows.add(reader.read(result));
            }
            return rows;
        }
    }

    private static UUID id(String campaign) {
        return PublicId.CAMPAIGN.uuid(campaign).orElseThrow();
    }

    private interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }
}
