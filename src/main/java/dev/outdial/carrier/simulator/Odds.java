package dev.outdial.carrier.simulator;

import dev.outdial.carrier.AnsweredBy;
import dev.outdial.carrier.CallStatus;
import dev.outdial.carrier.EndReason;
import dev.outdial.carrier.PlaceCall;
import dev.outdial.carrier.simulator.Plan.Pickup;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How often what happens to a number without a script of its own. The first five are shares of all calls and sum to 1.
 *
 * @param machine share of the answered calls that a machine answers
 */
public record Odds(double answered, double didNotPick, double busy, double noAnswer, double failed, double machine) {

    private static final double TOLERANCE = 1e-9;
    private static final double RINGING_MEDIAN_SECONDS = 9;
    private static final double RINGING_SPREAD = 0.5;
    private static final double SETUP_MEDIAN_SECONDS = 2;
    private static final double SETUP_SPREAD = 0.3;
    private static final double TALK_MEDIAN_SECONDS = 45;
    private static final double TALK_SPREAD = 0.9;
    private static final double DETECTION_MEDIAN_SECONDS = 4;
    private static final double DETECTION_SPREAD = 0.2;
    /** The latest answer: later ones would be hard to tell from calls that nobody picked up. */
    private static final double LATEST_ANSWER = 0.95;

    private static final List<Failure> FAILURES = List.of(
            new Failure(EndReason.UNALLOCATED_PHONE_NUMBER, 404),
            new Failure(EndReason.NETWORK_FAILURE, 503),
            new Failure(EndReason.USER_DECLINED, 603));

    private record Failure(EndReason reason, int sipCode) {}

    public Odds {
        double sum = answered + didNotPick + busy + noAnswer + failed;
        double least = Math.min(Math.min(answered, didNotPick), Math.min(busy, Math.min(noAnswer, failed)));
        if (!(least >= 0 && Math.abs(sum - 1) <= TOLERANCE && machine >= 0 && machine <= 1)) {
            throw new IllegalArgumentException("Odds are shares: none below 0, and the first five sum to 1.");
        }
    }

    /** What a campaign to people who gave their number may expect. */
    public static Odds usual() {
        return new Odds(0.55, 0.20, 0.12, 0.08, 0.05, 0.10);
    }

    Plan draw(RandomGenerator random, PlaceCall call) {
        double drawn = random.nextDouble();
        if (drawn < answered) {
            return pickedUp(random, call);
        }
        if (drawn < answered + didNotPick) {
            return Plan.unanswered(call.ringTimeout(), CallStatus.DID_NOT_PICK, EndReason.USER_DID_NOT_PICK_UP, 487);
        }
        Duration setup = beforeTimeout(lognormal(random, SETUP_MEDIAN_SECONDS, SETUP_SPREAD), call);
        if (drawn < answered + didNotPick + busy) {
            return Plan.unanswered(setup, CallStatus.BUSY, EndReason.USER_BUSY, 486);
        }
        if (drawn < answered + didNotPick + busy + noAnswer) {
            return Plan.unanswered(setup, CallStatus.NO_ANSWER, EndReason.USER_UNREACHABLE, 480);
        }
        Failure failure = FAILURES.get(random.nextInt(FAILURES.size()));
        return Plan.unanswered(setup, CallStatus.FAILED, failure.reason(), failure.sipCode());
    }

    private Plan pickedUp(RandomGenerator random, PlaceCall call) {
        Duration ringing = beforeTimeout(lognormal(random, RINGING_MEDIAN_SECONDS, RINGING_SPREAD), call);
        AnsweredBy by = random.nextDouble() < machine ? AnsweredBy.MACHINE : AnsweredBy.HUMAN;
        if (by == AnsweredBy.MACHINE && call.hangUpOnMachine()) {
            Duration detection = lognormal(random, DETECTION_MEDIAN_SECONDS, DETECTION_SPREAD);
            return Plan.answered(ringing, new Pickup(by, detection), EndReason.VOICEMAIL_DETECTED);
        }
        Duration talk = lognormal(random, TALK_MEDIAN_SECONDS, TALK_SPREAD);
        // A machine does not hang up on a talking agent.
        boolean byUser = by == AnsweredBy.HUMAN && random.nextBoolean();
        return Plan.answered(
                ringing, new Pickup(by, talk), byUser ? EndReason.USER_DISCONNECTED : EndReason.AGENT_DISCONNECTED);
    }

    private static Duration lognormal(RandomGenerator random, double medianSeconds, double spread) {
        double seconds = medianSeconds * Math.exp(spread * random.nextGaussian());
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    private static Duration beforeTimeout(Duration drawn, PlaceCall call) {
        Duration latest = Duration.ofMillis(Math.round(call.ringTimeout().toMillis() * LATEST_ANSWER));
        return drawn.compareTo(latest) < 0 ? drawn : latest;
    }
}
