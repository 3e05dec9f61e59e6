package dev.outdial.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What stands between one replica and a server: passes everything on, until a test cuts, refuses or swallows. The port stays
 * the same, wherever the server is.
 */
final class Gate implements AutoCloseable {

    private static final int CHUNK = 65_536;

    private final int port;
    private final Supplier<Ear> ears;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile int server;
    private volatile ServerSocket door;

    /** Hears what passes on one connection, before it does. */
    interface Ear {

        /** Whether to pass on what the client sends; if not, the connection is cut. */
        boolean sent(byte[] bytes, int length);

        /** Whether to pass on what the server answers; if not, the connection is cut. */
        boolean answered(byte[] bytes, int length);
    }

    /** @param ears one for each connection */
    Gate(int server, Supplier<Ear> ears) throws IOException {
        this.server = server;
        this.ears = ears;
        this.door = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        this.port = door.getLocalPort();
        admit(door);
    }

    int port() {
        return port;
    }

    /** The server is at another port from now on; what is connected is cut. */
    void leadTo(int other) {
        server = other;
        cut();
    }

    /** Cuts what is connected. Whoever tries again gets through. */
    void cut() {
        sockets.forEach(Gate::close);
    }

    /** Cuts what is connected and refuses whoever tries again. */
    void shut() throws IOException {
        door.close();
        cut();
    }

    void open() throws IOException {
        ServerSocket again = new ServerSocket();
        again.setReuseAddress(true);
        again.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        door = again;
        admit(again);
    }

    @Override
    public void close() throws IOException {
        shut();
    }

    private void admit(ServerSocket at) {
        Thread.startVirtualThread(() -> {
            while (!at.isClosed()) {
                try {
                    connect(at.accept());
                } catch (IOException closed) {
                    // The loop's condition tells whether it was the door or one connection.
                }
            }
        });
    }

    private void connect(Socket client) throws IOException {
        Socket behind;
        try {
            behind = new Socket(InetAddress.getLoopbackAddress(), server);
        } catch (IOException nobody) {
            client.close();
            throw nobody;
        }
        client.setTcpNoDelay(true);
        behind.setTcpNoDelay(true);
        sockets.add(client);
        sockets.add(behind);
        Ear ear = ears.get();
        Thread.startVirtualThread(() -> pass(client, behind, ear::sent));
        Thread.startVirtualThread(() -> pass(behind, client, ear::answered));
    }

    private void pass(Socket from, Socket to, Filter filter) {
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int n = in.read(chunk); n >= 0 && filter.passes(chunk, n); n = in.read(chunk)) {
                out.write(chunk, 0, n);
            }
        } catch (IOException cut) {
            // As good as an end.
        } finally {
            sockets.remove(from);
            sockets.remove(to);
            close(from);
            close(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.setSoLinger(true, 0); // Cut, not ended in order.
            socket.close();
        } catch (IOException closed) {
            // By whoever else wanted it.
        }
    }

    private interface Filter {
        boolean passes(byte[] bytes, int length);
    }
}
