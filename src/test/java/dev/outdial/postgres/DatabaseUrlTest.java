package dev.outdial.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseUrlTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            postgresql://ann:secret@db:5433/calls                | ann     | secret  | db:5433/calls
            postgres://ann:secret@db:5433/calls                  | ann     | secret  | db:5433/calls
            postgresql://ann:secret@db/calls                     | ann     | secret  | db:5432/calls
            postgresql://ann:secret@db                           | ann     | secret  | db:5432/ann
            postgresql://ann:secret@db/                          | ann     | secret  | db:5432/ann
            postgresql://ann@db/calls                            | ann     | -       | db:5432/calls
            postgresql://ann:@db/calls                           | ann     | ''      | db:5432/calls
            postgresql://a%40b:p%3A%2F%25+1@my_db/x%20y          | a@b     | p:/%+1  | my_db:5432/x%20y
            postgresql://ann:se:cret@db/calls                    | ann     | se:cret | db:5432/calls
            postgresql://ann:secret@10.0.0.7:1/calls             | ann     | secret  | 10.0.0.7:1/calls
            postgresql://ann:secret@[::1]:5433/calls             | ann     | secret  | [::1]:5433/calls
            ' postgresql://ann:secret@db/calls '                 | ann     | secret  | db:5432/calls
            """)
    void partsAreReadAsLibpqReadsThem(String text, String user, String password, String location) {
        DatabaseUrl url = DatabaseUrl.parse("OUTDIAL_DATABASE_URL", text);

        assertThat(url.user()).isEqualTo(user);
        assertThat(url.password()).isEqualTo(password);
        assertThat(url.reactiveUrl()).isEqualTo("postgresql://" + location);
        assertThat(url.jdbcUrl()).isEqualTo("jdbc:postgresql://" + location);
    }

    @Test
    void parametersReachEachDriverUnderItsOwnName() {
        DatabaseUrl url = DatabaseUrl.parse(
                "OUTDIAL_DATABASE_URL", "postgresql://a:b@db/c?sslmode=require&application_name=out%20dial");

        assertThat(url.reactiveUrl()).isEqualTo("postgresql://db:5432/c?application_name=out%20dial&sslmode=require");
        assertThat(url.jdbcUrl()).isEqualTo("jdbc:postgresql://db:5432/c?ApplicationName=out%20dial&sslmode=require");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            mysql://ann:hunter2@db/calls                     | must read postgresql://
            jdbc:postgresql://db/calls?password=hunter2      | must read postgresql://
            postgresql://db:5432/hunter2                     | must read postgresql://
            postgresql://ann:hunter2@one,two/calls           | must read postgresql://
            postgresql://ann:hunter2@db:0/calls              | names port 0
            postgresql://ann:hunter2@db:65536/calls          | names port 65536
            postgresql://ann:hunter2%zz@db/calls             | percent sign
            postgresql://ann:hunter2%@db/calls               | percent sign
            postgresql://ann:hunter2@db/calls?sslmode        | parameter "sslmode"
            postgresql://ann:hunter2@db/calls?schema=x       | parameter "schema"; known are application_name,
            """)
    void wrongTextIsRefusedByTheVariablesNameWithoutShowingThePassword(String text, String message) {
        assertThatThrownBy(() -> DatabaseUrl.parse("OUTDIAL_DATABASE_URL", text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("OUTDIAL_DATABASE_URL ")
                .hasMessageContaining(message)
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void passwordIsNotPrinted() {
        assertThat(DatabaseUrl.parse("X", "postgresql://ann:secret@db/calls")).hasToString("db:5432/calls as ann");
    }
}
