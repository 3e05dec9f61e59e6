package dev.outdial.webhook.wire;

import io.smallrye.mutiny.Uni;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Finds the addresses of a name. Nothing else in this room asks for a name's address. */
@FunctionalInterface
public interface Resolver {

    /** Every address that the name has, or a failure. */
    Uni<List<InetAddress>> resolve(String host);

    /**
     * As this host resolves names. The system's resolver blocks, so each look-up has a thread, of which there are at most as
     * many as given: a name server that does not answer must not use up those of others.
     */
    static Resolver system(int threads) {
        ThreadPoolExecutor lookUps = new ThreadPoolExecutor(
                0,
                threads,
                10,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> Thread.ofPlatform().daemon().name("webhook-dns").unstarted(task));
        return host -> Uni.createFrom()
                .item(() -> {
                    try {
                        return List.of(InetAddress.getAllByName(host));
                    } catch (java.net.UnknownHostException e) {
                        throw new NoSuchHost(host);
                    }
                })
                .runSubscriptionOn(lookUps);
    }

    /** A name without an address. */
    final class NoSuchHost extends RuntimeException {

        NoSuchHost(String host) {
            super("No address was found for " + host, null, false, false);
        }
    }
}
