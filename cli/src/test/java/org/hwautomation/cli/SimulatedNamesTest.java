package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.Personality;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers to simulate that have names. */
final class SimulatedNamesTest {
  @Test
  void a_server_is_as_it_was_described_and_as_usual_where_nothing_was_said() {
    var described =
        SimulatedNames.descriptions(
            List.of(
                "server-123",
                "server-456,vendor=supermicro,bmc=10.0.1.101,user=admin,password=se=cret"));
    assertThat(described.getFirst().hostname()).isEqualTo("server-123");
    assertThat(described.getFirst().personality()).isEqualTo(Personality.DELL);
    var second = described.get(1);
    assertThat(second.personality()).isEqualTo(Personality.SUPERMICRO);
    assertThat(second.bmcNetwork().address()).isEqualTo("10.0.1.101");
    assertThat(second.bmcUser()).isEqualTo("admin");
    assertThat(second.bmcPassword()).isEqualTo("se=cret");
  }

  @Test
  void a_login_stays_whatever_is_said_first() {
    var described = SimulatedNames.descriptions(List.of("a,password=word,user=me,vendor=hpe"));
    assertThat(described.getFirst().bmcUser()).isEqualTo("me");
    assertThat(described.getFirst().bmcPassword()).isEqualTo("word");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "server_1 | 'server_1' is no host name",
        "a,vendor=del | there is no vendor 'del'; did you mean 'dell'?",
        "a,bmc=192.0.2.1 | '192.0.2.1' is no address in 10.0.0.0/16",
        "a,bmc=10.0.0.300 | is no address in 10.0.0.0/16",
        "a,bcm=10.0.0.3 | there is no key 'bcm'; did you mean 'bmc'?",
        "a,user= | user is empty",
        "a,password | password is empty"
      })
  void what_is_wrong_is_named(String option, String why) {
    assertThatThrownBy(() -> SimulatedNames.descriptions(List.of(option)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("--server ")
        .hasMessageContaining(why);
  }

  @Test
  void a_name_stands_once_and_no_password_is_told() {
    assertThatThrownBy(
            () -> SimulatedNames.descriptions(List.of("a", "a,password=hidden-word,vendor=x")))
        .hasMessageNotContaining("hidden-word");
    assertThatThrownBy(() -> SimulatedNames.descriptions(List.of("a", "a")))
        .hasMessageContaining("already");
  }

  @Test
  void maas_takes_the_key_that_was_chosen() {
    try (var dataCentre = DataCentre.builder().maasKey("key:token:secret").start()) {
      assertThat(dataCentre.configuration()).containsEntry("maas.api_key", "key:token:secret");
    }
    assertThatThrownBy(() -> DataCentre.builder().maasKey("key"))
        .hasMessageContaining("consumer:token:secret");
  }
}
