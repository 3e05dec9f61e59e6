package dev.outdial.bench;

/** The same for everybody: who is called, by what name, and three variables, in 256 bytes of JSON. */
public final class Payload {

    /** Where peers keep what they did, for a comparison with one who always does. */
    static final String HISTORY_TABLE = """
            CREATE TABLE history (id uuid PRIMARY KEY, job text NOT NULL, phone_number text NOT NULL, status text NOT NULL,
                                  end_reason text NOT NULL, created_at timestamptz NOT NULL, ended_at timestamptz NOT NULL)
            """;

    static final String HISTORY_INDEX = "CREATE INDEX history_created ON history (created_at DESC, id DESC)";

    public static final String CSV_HEADER = "phone_number,name,company,plan,due,memo\n";

    private static final int BYTES = 256;
    private static final String VARIABLES =
            "\"notes\":{\"company\":\"Acme Renewals\",\"plan\":\"growth\",\"due\":\"2026-12-01\"}";

    private Payload() {}

    /** The n-th lead as a line of a file. */
    public static String csv(int n) {
        return number(n) + "," + name(n) + ",Acme Renewals,growth,2026-12-01," + "x".repeat(90) + "\n";
    }

    /** The n-th job of a peer. */
    static String json(int n) {
        String start =
                "{\"phone_number\":\"" + number(n) + "\",\"name\":\"" + name(n) + "\"," + VARIABLES + ",\"memo\":\"";
        return start + "x".repeat(Math.max(0, BYTES - start.length() - 2)) + "\"}";
    }

    /** One exchange's numbers over and over: all of them may be given out. */
    private static String number(int n) {
        return "+1201555%04d".formatted(n % 10_000);
    }

    private static String name(int n) {
        return "Amelia Wright " + n;
    }
}
