package dev.outdial.dialer;

import dev.outdial.hours.CallingHours;
import dev.outdial.testing.Books;
import dev.outdial.testing.LoggedAttempt;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The database of a simulated run, as the dialers, the API and the judge see it. Each step is one transaction, done at
 * once at its virtual time.
 */
interface SimulatedDatabase {

    /** Its clock shows the present of the run from now on. */
    default void showTime() {
        // The model looks at it by itself.
    }

    /** For every replica. */
    Roster roster();

    /** As one replica sees it. */
    CallStore calls(Lease lease, SimulatedReplica replica);

    /** No-one may start a call of the campaign by its old status; answers whether its status allowed that. */
    boolean pause(UUID campaign);

    boolean resume(UUID campaign);

    boolean cancel(UUID campaign);

    /** Fails what waits in a cancelled campaign. */
    void failWaiting(UUID campaign);

    /** Calls of the campaign that may still be started. */
    long toStart(UUID campaign);

    void limitCampaign(UUID campaign, int cap);

    void limitOrganization(UUID organization, int cap);

    void limitLine(UUID line, int cap);

    /** From now on leads may be called within these hours only, by UTC; null for always. */
    void setHours(UUID campaign, @Nullable CallingHours hours);

    /** Adds leads that are due at once; answers whether the campaign takes any. */
    boolean addLeads(UUID campaign, int n);

    /** Takes one of the campaign's leads out of it. */
    void removeLead(UUID campaign, int which);

    /** Each campaign's books, from one moment. */
    List<Books> books();

    /** Whether every limit leaves room for a lead that is due. */
    boolean couldStart();

    List<LoggedAttempt> log();
}
