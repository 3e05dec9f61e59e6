package dev.outdial.bench;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** db-scheduler with the polling strategy and the limits that its own page on performance recommends for PostgreSQL. */
final class DbScheduler implements Work {

    /** As its documentation has it, without the index that only its priorities need. */
    private static final List<String> TABLES = List.of(
            """
            CREATE TABLE scheduled_tasks (
                task_name text NOT NULL, task_instance text NOT NULL, task_data bytea, execution_time timestamptz,
                picked boolean NOT NULL, picked_by text, last_success timestamptz, last_failure timestamptz,
                consecutive_failures int, last_heartbeat timestamptz, version bigint NOT NULL, priority smallint,
                state text, PRIMARY KEY (task_name, task_instance))
            """,
            "CREATE INDEX execution_time_idx ON scheduled_tasks (execution_time)",
            "CREATE INDEX last_heartbeat_idx ON scheduled_tasks (last_heartbeat)");

    private final Settings settings;
    private final HikariDataSource database;
    private final OneTimeTask<String> task;
    private final AtomicLong done = new AtomicLong();
    private final Journal journal;
    private final Scheduler scheduler;

    DbScheduler(Settings settings) {
        this.settings = settings;
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(settings.text("jdbc"));
        pool.setUsername(settings.text("user"));
        pool.setPassword(settings.text("password"));
        pool.setMaximumPoolSize(settings.number("connections"));
        database = new HikariDataSource(pool);
        journal = new Journal(settings.has("journal") ? settings.number("leads") : 0);
        task = Tasks.oneTime("call", String.class).execute((instance, context) -> call(instance));
        scheduler = Scheduler.create(database, task)
                .threads(settings.number("slots"))
                .pollUsingLockAndFetch(0.5, 4.0)
                .pollingInterval(Duration.ofMillis(100))
                .build();
    }

    @Override
    public void load() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                statement.execute(table);
            }
            statement.execute(Payload.HISTORY_TABLE);
            statement.execute(Payload.HISTORY_INDEX);
        }
        scheduler.scheduleBatch(
                IntStream.range(0, settings.number("leads"))
                        .<TaskInstance<?>>mapToObj(
                                i -> task.instance(UUID.randomUUID().toString(), Payload.json(i))),
                Instant.now().minusSeconds(1));
    }

    @Override
    public void prepare() throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.isValid(1);
        }
    }

    @Override
    public void go() {
        scheduler.start();
    }

    @Override
    public long done() {
        return done.get();
    }

    @Override
    public String stop() throws Exception {
        if (settings.has("journal")) {
            journal.write(Path.of(settings.text("journal")));
        }
        return "{}";
    }

    private void call(TaskInstance<String> instance) {
        int hold = settings.number("hold");
        journal.start(System.nanoTime());
        if (hold > 0) {
            LockSupport.parkNanos(Duration.ofMillis(hold).toNanos());
        }
        journal.end(System.nanoTime());
        if (settings.flag("history")) {
            keep(instance.getId());
        }
        done.incrementAndGet();
    }

    private void keep(String job) {
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO history (id, job, phone_number, status, end_reason, created_at, ended_at)"
                                + " VALUES (gen_random_uuid(), ?, '+12015550123', 'completed', 'user_disconnected', now(), now())")) {
            insert.setString(1, job);
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
