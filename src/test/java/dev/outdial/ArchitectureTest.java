package dev.outdial;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import dev.outdial.http.Once;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;

/** The rooms and what holds in all of them. */
@AnalyzeClasses(packages = "dev.outdial", importOptions = ImportOption.DoNotIncludeTests.class)
@DisplayName("Architecture")
class ArchitectureTest {

    /** Which room may know which; a room that is not named here may know none of ours. */
    private static final Map<String, Set<String>> MAY_KNOW = Map.ofEntries(
            entry(
                    "dialer",
                    Set.of("campaign", "call", "carrier", "agent", "account", "hours", "phone", "clock", "http")),
            entry("campaign", Set.of("carrier", "agent", "account", "hours", "phone", "http")),
            entry("call", Set.of("campaign", "carrier", "account", "phone", "http")),
            entry("webhook", Set.of("account", "clock", "http")),
            entry("agent", Set.of("carrier", "account", "phone", "http")),
            entry("batch", Set.of("call", "campaign", "carrier", "account", "http")),
            entry("suppression", Set.of("campaign", "account", "phone", "http")),
            entry("account", Set.of("phone", "http")),
            entry("carrier", Set.of("clock")),
            entry("hours", Set.of("phone", "http")),
            entry("clock", Set.of()),
            entry("phone", Set.of()),
            entry("http", Set.of()),
            entry("postgres", Set.of()));

    @ArchTest
    static final ArchRule ROOMS_HAVE_NO_CYCLES =
            slices().matching("dev.outdial.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NOTHING_OF_THE_DIALER_IS_PUBLIC = classes()
            .that()
            .resideInAPackage("dev.outdial.dialer..")
            .and()
            .areTopLevelClasses()
            .should()
            .notBePublic();

    @ArchTest
    static final ArchRule ONLY_THE_WIRE_SPEAKS_TO_ENDPOINTS = noClasses()
            .that(resideOutsideOfPackage("dev.outdial.webhook.wire.."))
            .and()
            .resideInAPackage("dev.outdial.webhook..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx.core.http..", "io.vertx.core.net..", "java.net..");

    @ArchTest
    static final ArchRule NAMES_SAY_WHAT_A_CLASS_IS = noClasses()
            .should()
            .haveNameMatching(".*(Service|Manager|Helper|Utils?|Impl|Base|Abstract|Dto|Repository|Processor|Handler)");

    /** A blocked event loop stops every call on it; only what starts and stops the process may wait. */
    @ArchTest
    static final ArchRule NOBODY_WAITS = noClasses()
            .that()
            .haveNameNotMatching(
                    "dev\\.outdial\\.(dialer\\.Switchboard|clock\\.ServiceClock|account\\.Bootstrap|webhook\\.sender\\.PostOffice)")
            .should()
            .callMethodWhere(calls(Uni.class, "await"))
            .orShould()
            .callMethod(Thread.class, "sleep", long.class);

    /** Whatever is subscribed to must be known to whoever waits for it at shutdown. An exchange is another process. */
    @ArchTest
    static final ArchRule ONLY_THE_DIALER_AND_THE_SENDER_SUBSCRIBE = noClasses()
            .that(resideOutsideOfPackages("dev.outdial.dialer..", "dev.outdial.webhook.sender.."))
            .and()
            .doNotHaveFullyQualifiedName("dev.outdial.carrier.simulator.exchange.Exchange")
            .should()
            .callMethodWhere(calls(Uni.class, "subscribe").or(calls(Multi.class, "subscribe")));

    @ArchTest
    static final ArchRule TIME_COMES_FROM_OUTSIDE = noClasses()
            .that(resideOutsideOfPackage("dev.outdial.clock.."))
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(java.util.Date.class);

    private static final String ONCE = Once.class.getName();

    /** Knows {@link Once} for all whose effect is leads. */
    private static final String ENROLLMENT = "dev.outdial.campaign.Enrollment";

    /** A client that heard nothing sends its POST again. */
    @ArchTest
    static final ArchRule EVERY_POST_IS_DONE_ONCE = classes()
            .that(DescribedPredicate.describe(
                    "answer a POST",
                    type -> type.getMethods().stream().anyMatch(method -> method.isAnnotatedWith(POST.class))))
            .should(ArchCondition.from(DescribedPredicate.describe(
                    "do its work by Once, or hand it to who does",
                    type -> knows(type, ONCE)
                            || type.getDirectDependenciesFromSelf().stream()
                                    .anyMatch(known -> knows(known.getTargetClass(), ONCE)
                                            || knows(known.getTargetClass(), ENROLLMENT)))));

    @ArchTest
    static void roomsKnowOnlyWhomTheyMay(JavaClasses all) {
        MAY_KNOW.forEach((room, known) -> {
            String[] others = MAY_KNOW.keySet().stream()
                    .filter(other -> !other.equals(room) && !known.contains(other))
                    .map(other -> "dev.outdial." + other + "..")
                    .toArray(String[]::new);
            noClasses()
                    .that(resideInAPackage("dev.outdial." + room + ".."))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others)
                    .because(room + " may know only " + known)
                    .allowEmptyShould(true) // A room may be named before its first class is there.
                    .check(all);
        });
    }

    @ArchTest
    static final ArchRule EVERY_ROOM_IS_NAMED_HERE = classes()
            .should()
            .resideInAnyPackage(MAY_KNOW.keySet().stream()
                    .map(room -> "dev.outdial." + room + "..")
                    .toArray(String[]::new));

    private static boolean knows(JavaClass type, String other) {
        return type.getDirectDependenciesFromSelf().stream()
                .anyMatch(known -> known.getTargetClass().getName().equals(other));
    }

    private static DescribedPredicate<JavaMethodCall> calls(Class<?> owner, String method) {
        return DescribedPredicate.describe(
                "call " + owner.getSimpleName() + "." + method,
                call -> call.getName().equals(method) && call.getTargetOwner().isAssignableTo(owner));
    }
}
