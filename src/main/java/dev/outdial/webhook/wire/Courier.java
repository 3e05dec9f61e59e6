package dev.outdial.webhook.wire;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrustOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Takes letters to their endpoints. A name is looked up once for each, every address that it has is checked, and the connection
 * is made to one of those, while certificate, SNI and Host header still go by the name. Redirects are not followed, no proxy is
 * asked, and neither the answer's length nor its slowness costs more than the letter's time-out and a kilobyte.
 */
public final class Courier {

    /** An endpoint that asks for compression, cookies or a second look gets none of them. */
    private static final String AGENT = "Outdial-Webhook/1";

    private static final Duration LOOK_UP = Duration.ofSeconds(2);
    private static final int IDLE_SECONDS = 15;
    private static final int HEADERS_MAX = 16 * 1024;

    private final Vertx vertx;
    private final HttpClient client;
    private final Resolver resolver;
    private final Destinations destinations;
    private final InstantSource clock;
    private final LongSupplier nanos;

    /**
     * A courier with a connection pool of its own.
     *
     * @param connectionsMax to one host at once: no less than letters on their way, or endpoints of one host would wait for
     *     each other
     * @param trust whose certificates are accepted; empty for those that this Java accepts
     * @param clock to understand a {@code Retry-After} that is a date
     */
    public Courier(
            Vertx vertx,
            Resolver resolver,
            Destinations destinations,
            int connectionsMax,
            Optional<TrustOptions> trust,
            InstantSource clock) {
        this.vertx = vertx;
        this.resolver = resolver;
        this.destinations = destinations;
        this.clock = clock;
        this.nanos = System::nanoTime;
        HttpClientOptions options = new HttpClientOptions()
                .setVerifyHost(true)
                .setMaxPoolSize(connectionsMax)
                .setKeepAliveTimeout(IDLE_SECONDS)
                .setMaxHeaderSize(HEADERS_MAX)
                .setDecompressionSupported(false);
        trust.ifPresent(options::setTrustOptions);
        this.client = vertx.createHttpClient(options);
    }

    /** Sends a letter. Never fails: whatever goes wrong is an answer, too. */
    public Uni<Answer> send(Letter letter) {
        long start = nanos.getAsLong();
        if (!destinations.admits(letter.to())) {
            return Uni.createFrom().item(new Answer.Silent("Only https is allowed", Duration.ZERO));
        }
        return addresses(letter.to())
                .chain(addresses -> destinations.admits(addresses)
                        ? exchange(letter, addresses.getFirst(), start)
                        : Uni.createFrom().item(new Answer.Silent("The address is not a public one", since(start))))
                .ifNoItem()
                .after(letter.timeout())
                .recoverWithItem(() ->
                        new Answer.Silent("No answer within " + letter.timeout().toMillis() + " ms", since(start)))
                .onFailure()
                .recoverWithItem(failure -> new Answer.Silent(Fault.of(failure), since(start)));
    }

    /**
     * Whether the target's name stands for a forbidden address now. A name that cannot be found is none: it may be made known
     * later, and is checked again whenever something is sent to it.
     */
    public Uni<Optional<String>> objection(Target target) {
        return addresses(target)
                .ifNoItem()
                .after(LOOK_UP)
                .recoverWithItem(List.of())
                .onFailure()
                .recoverWithItem(List.of())
                .map(addresses -> addresses.isEmpty() || destinations.admits(addresses)
                        ? Optional.empty()
                        : Optional.of(Destinations.PUBLIC_ONLY));
    }

    private Uni<List<InetAddress>> addresses(Target target) {
        return target.address()
                .map(address -> Uni.createFrom().item(List.of(address)))
                .orElseGet(() -> resolver.resolve(target.host()));
    }

    private Uni<Answer> exchange(Letter letter, InetAddress address, long start) {
        Target to = letter.to();
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(address, to.port())))
                .setHost(to.host())
                .setPort(to.port())
                .setSsl(to.isEncrypted())
                .setURI(to.path())
                .setFollowRedirects(false)
                .putHeader("Host", to.authority())
                .putHeader("User-Agent", AGENT)
                .putHeader("Content-Type", "application/json");
        letter.headers().forEach(options::putHeader);
        return Uni.createFrom().emitter(emitter -> {
            Exchange exchange = new Exchange(vertx, clock, emitter, () -> since(start));
            emitter.onTermination(exchange::abandon);
            client.request(options).onComplete(opened -> exchange.opened(opened, letter.body()));
        });
    }

    private Duration since(long start) {
        return Duration.ofNanos(nanos.getAsLong() - start);
    }
}
