package dev.outdial.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicIdTest {

    @Test
    void everyUuidHasOneSpellingAndComesBack() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 1_000; i++) {
            UUID id = new UUID(random.nextLong(), random.nextLong());

            String text = PublicId.LEAD.text(id);

            assertThat(text).matches("lead_[0-7][0-9a-hjkmnp-tv-z]{25}");
            assertThat(PublicId.LEAD.uuid(text)).contains(id);
        }
    }

    @Test
    void spellingIsCrockfordsOfTheWholeNumber() {
        assertThat(PublicId.CAMPAIGN.text(new UUID(0, 0))).isEqualTo("cmp_00000000000000000000000000");
        assertThat(PublicId.CAMPAIGN.text(new UUID(-1, -1))).isEqualTo("cmp_7zzzzzzzzzzzzzzzzzzzzzzzzz");
        assertThat(PublicId.CAMPAIGN.text(new UUID(0, 33))).isEqualTo("cmp_00000000000000000000000011");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "cmp_",
                "cmp",
                "cmp_xyz789",
                "lead_00000000000000000000000000",
                "cmp_0000000000000000000000000",
                "cmp_000000000000000000000000000",
                "cmp_80000000000000000000000000",
                "cmp_0000000000000000000000000u",
                "cmp_0000000000000000000000000O",
                "CMP_00000000000000000000000000",
                "cmp_0000000000000000000000000Z",
                "cmp_0000000000000000000000000é",
                "00000000-0000-0000-0000-000000000000"
            })
    void anyOtherTextNamesNothing(String text) {
        assertThat(PublicId.CAMPAIGN.uuid(text)).isEmpty();
    }

    @Test
    void laterIdsAreGreater() {
        String before = PublicId.CALL.text(Ids.next());
        for (int i = 0; i < 1_000; i++) {
            String next = PublicId.CALL.text(Ids.next());
            assertThat(next).isGreaterThan(before);
            before = next;
        }
    }
}
