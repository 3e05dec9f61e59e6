package dev.outdial.bench;

/** What a {@link Worker} does when it is told to. */
public interface Work {

    /** Makes the tables and fills them. */
    void load() throws Exception;

    /** Connects, so that nothing of it is measured. */
    void prepare() throws Exception;

    /** Begins to work. */
    void go() throws Exception;

    /** How much is done, written, since it began. */
    long done() throws Exception;

    /** Stops working; answers what it has to say about how it went, as a JSON object. */
    String stop() throws Exception;
}
