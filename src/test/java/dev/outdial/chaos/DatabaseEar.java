package dev.outdial.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Understands as much of PostgreSQL's protocol as it takes to know when a claim or a settlement is asked for and when it is
 * committed. Only those count that open calls.
 */
final class DatabaseEar implements Gate.Ear {

    private static final int TYPE_AND_LENGTH = 5;

    private final Trap trap;
    private final Messages fromClient = new Messages(true);
    private final Messages fromServer = new Messages(false);
    private final Map<String, Work> statements = new HashMap<>();
    private final Deque<Work> asked = new ArrayDeque<>();
    private Work bound = Work.OTHER;
    private boolean rows;

    /** What a statement is about, and the moments at which it is asked for and committed. */
    private enum Work {
        CLAIM(Trap.Moment.CLAIM_ASKED, Trap.Moment.CLAIM_COMMITTED),
        SETTLE(Trap.Moment.SETTLE_ASKED, Trap.Moment.SETTLE_COMMITTED),
        OTHER(null, null);

        private final Trap.Moment start;
        private final Trap.Moment end;

        Work(Trap.Moment start, Trap.Moment end) {
            this.start = start;
            this.end = end;
        }

        static Work of(String sql) {
            if (sql.contains("FROM claim_v")) {
                return CLAIM;
            }
            return sql.contains("FROM settle_v") ? SETTLE : OTHER;
        }
    }

    DatabaseEar(Trap trap) {
        this.trap = trap;
    }

    @Override
    public synchronized boolean sent(byte[] bytes, int length) {
        boolean[] passes = {true};
        fromClient.read(bytes, length, (type, body) -> passes[0] &= heardClient(type, body));
        return passes[0];
    }

    @Override
    public synchronized boolean answered(byte[] bytes, int length) {
        boolean[] passes = {true};
        fromServer.read(bytes, length, (type, body) -> passes[0] &= heardServer(type));
        return passes[0];
    }

    private boolean heardClient(char type, ByteBuffer body) {
        switch (type) {
            case 'P' -> statements.put(text(body), Work.of(text(body)));
            case 'B' -> {
                text(body); // The portal.
                bound = statements.getOrDefault(text(body), Work.OTHER);
            }
            case 'S', 'Q' -> {
                Work now = bound;
                bound = Work.OTHER;
                asked.add(now);
                return now == Work.OTHER || trap.passes(now.start);
            }
            default -> {
                // Nothing we need to know.
            }
        }
        return true;
    }

    private boolean heardServer(char type) {
        if (type == 'D') {
            rows = true;
        }
        if (type != 'Z') {
            return true;
        }
        Work done = asked.isEmpty() ? Work.OTHER : asked.remove();
        boolean opened = rows;
        rows = false;
        return !opened || done == Work.OTHER || trap.passes(done.end);
    }

    private static String text(ByteBuffer body) {
        int length = 0;
        while (body.get(body.position() + length) != 0) {
            length++;
        }
        byte[] text = new byte[length];
        body.get(text).get();
        return new String(text, UTF_8);
    }

    private interface Listener {
        void heard(char type, ByteBuffer body);
    }

    /** Puts together messages from what arrives in pieces. */
    private static final class Messages {

        private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
        private boolean startup;

        /** @param startup whether the first message has no type */
        Messages(boolean startup) {
            this.startup = startup;
        }

        void read(byte[] bytes, int length, Listener listener) {
            pending.write(bytes, 0, length);
            byte[] all = pending.toByteArray();
            ByteBuffer buffer = ByteBuffer.wrap(all);
            while (buffer.remaining() >= TYPE_AND_LENGTH) {
                int type = startup ? 0 : 1;
                int whole = type + buffer.getInt(buffer.position() + type);
                if (buffer.remaining() < whole) {
                    break;
                }
                byte[] body = new byte[whole - type - Integer.BYTES];
                buffer.get(buffer.position() + type + Integer.BYTES, body);
                if (!startup) {
                    listener.heard((char) buffer.get(buffer.position()), ByteBuffer.wrap(body));
                }
                startup = false;
                buffer.position(buffer.position() + whole);
            }
            pending.reset();
            pending.write(all, buffer.position(), buffer.remaining());
        }
    }
}
