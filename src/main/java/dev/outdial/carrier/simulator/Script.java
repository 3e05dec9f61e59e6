package dev.outdial.carrier.simulator;

import dev.outdial.carrier.AnsweredBy;
import dev.outdial.carrier.CallStatus;
import dev.outdial.carrier.EndReason;
import dev.outdial.carrier.PlaceCall;
import dev.outdial.carrier.simulator.Plan.Creation;
import dev.outdial.carrier.simulator.Plan.Pickup;
import dev.outdial.carrier.simulator.Plan.Telling;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Who behaves how. The last two digits of the called number decide: 00 to 17 always do the same, whatever the attempt;
 * all others are drawn by the odds from seed, number and attempt, so that every replica with this seed agrees.
 */
public final class Script {

    private static final Duration RINGING = Duration.ofSeconds(6);
    private static final Duration TALK = Duration.ofSeconds(30);

    /** How long the network takes to find out that a call cannot be set up. */
    private static final Duration SETUP = Duration.ofSeconds(2);

    private static final Duration MOMENT = Duration.ofSeconds(2);
    private static final Duration EARLY_MEDIA = Duration.ofSeconds(10);
    private static final Duration DETECTION = Duration.ofSeconds(4);
    private static final int ODDS = -1;

    private final long seed;
    private final Odds odds;

    /** @param seed the same seed gives the same outcomes, in any process */
    public Script(long seed, Odds odds) {
        this.seed = seed;
        this.odds = odds;
    }

    Plan plan(PlaceCall call) {
        int code = code(call.to());
        Plan plan = switch (code) {
            case 2, 3, 4, 5, 6, 7, 8 -> unanswered(code, call);
            case 10 -> machine(call);
            case 11 -> Plan.agentFailed(ringing(call), new Pickup(AnsweredBy.HUMAN, MOMENT));
            case 0, 1, 9, 12, 13, 14, 15, 16, 17 -> answered(code, call);
            default -> odds.draw(random(call), call);
        };
        return plan.within(call);
    }

    private static Plan unanswered(int code, PlaceCall call) {
        Duration setup = atMost(SETUP, call);
        Duration timeout = call.ringTimeout();
        return switch (code) {
            case 2 -> Plan.unanswered(setup, CallStatus.BUSY, EndReason.USER_BUSY, 486);
            case 3 -> Plan.unanswered(setup, CallStatus.NO_ANSWER, EndReason.USER_UNREACHABLE, 480);
            case 4 -> Plan.unanswered(setup, CallStatus.FAILED, EndReason.UNALLOCATED_PHONE_NUMBER, 404);
            case 5 -> Plan.unanswered(ringing(call), CallStatus.FAILED, EndReason.USER_DECLINED, 603);
            case 6 -> Plan.unanswered(setup, CallStatus.FAILED, EndReason.NETWORK_FAILURE, 503);
            case 7 -> Plan.unanswered(timeout, CallStatus.DID_NOT_PICK, EndReason.USER_DID_NOT_PICK_UP, 487);
            // Not even a ringing tone came back: nobody can tell the person's silence from a dead trunk.
            default -> Plan.unanswered(timeout, CallStatus.FAILED, EndReason.SIP_TRUNK_UNREACHABLE, 408);
        };
    }

    private static Plan answered(int code, PlaceCall call) {
        Plan usual = Plan.answered(ringing(call), human(TALK), EndReason.AGENT_DISCONNECTED);
        return switch (code) {
            case 1 -> Plan.answered(ringing(call), human(MOMENT), EndReason.USER_DISCONNECTED);
            // Sound before the answer is no answer: we are told nothing until somebody picks up.
            case 9 -> Plan.answered(atMost(EARLY_MEDIA, call), human(TALK), EndReason.AGENT_DISCONNECTED);
            case 12 -> usual.with(Creation.REFUSED);
            case 13 -> usual.with(Creation.THROTTLED_TWICE);
            case 14 -> usual.with(Creation.ANSWER_LOST);
            case 15 -> usual.with(Telling.DOUBLED_AND_REVERSED);
            case 16 -> usual.with(Telling.END_LOST);
            case 17 -> Plan.answered(lastMoment(call), human(TALK), EndReason.AGENT_DISCONNECTED);
            default -> usual;
        };
    }

    private static Plan machine(PlaceCall call) {
        return call.hangUpOnMachine()
                ? Plan.answered(ringing(call), new Pickup(AnsweredBy.MACHINE, DETECTION), EndReason.VOICEMAIL_DETECTED)
                : Plan.answered(ringing(call), new Pickup(AnsweredBy.MACHINE, TALK), EndReason.AGENT_DISCONNECTED);
    }

    private static Pickup human(Duration talk) {
        return new Pickup(AnsweredBy.HUMAN, talk);
    }

    private static Duration ringing(PlaceCall call) {
        return atMost(RINGING, call);
    }

    /** A number must do what it stands for even where a test lets it ring for a moment only. */
    private static Duration atMost(Duration usual, PlaceCall call) {
        Duration half = call.ringTimeout().dividedBy(2);
        return usual.compareTo(half) < 0 ? usual : half;
    }

    private static Duration lastMoment(PlaceCall call) {
        Duration last = call.ringTimeout().minusSeconds(1);
        return last.isPositive() ? last : call.ringTimeout().dividedBy(2);
    }

    private static int code(String to) {
        int length = to.length();
        if (length < 2 || !isDigit(to.charAt(length - 1)) || !isDigit(to.charAt(length - 2))) {
            return ODDS;
        }
        return Integer.parseInt(to, length - 2, length, 10);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private RandomGenerator random(PlaceCall call) {
        long hash = mix(seed);
        for (int i = 0; i < call.to().length(); i++) {
            hash = mix(hash ^ call.to().charAt(i));
        }
        return new SplittableRandom(mix(hash ^ call.attempt()));
    }

    /** Stafford's variant 13 of the 64-bit finalizer: neighbouring numbers must not get neighbouring fates. */
    private static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
