package dev.outdial.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outdial.testing.TestDatabase;
import io.vertx.mutiny.sqlclient.Pool;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The enum and the database's constraint say the same words. */
class CampaignStatusTest {

    private static final Pattern WORD = Pattern.compile("'(\\w+)'");

    private static final String CHECK = """
            SELECT pg_get_constraintdef(oid) AS definition
              FROM pg_constraint
             WHERE conrelid = 'campaign'::regclass AND conname = 'campaign_status_check'
            """;

    @Test
    void wordsAreThoseOfTheConstraint() {
        try (TestDatabase database = TestDatabase.create()) {
            Pool pool = database.pool(1);
            String definition = pool.query(CHECK)
                    .execute()
                    .await()
                    .indefinitely()
                    .iterator()
                    .next()
                    .getString("definition");
            List<String> words = WORD.matcher(definition)
                    .results()
                    .map((MatchResult found) -> found.group(1))
                    .toList();

            assertThat(Arrays.stream(CampaignStatus.values()).map(CampaignStatus::word))
                    .containsExactlyInAnyOrderElementsOf(words);
        }
    }
}
