package org.hwautomation.provisioning.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.hwautomation.hardware.redfish.BiosDependency.Comparison;
import org.hwautomation.hardware.redfish.BiosDependency.Connective;
import org.hwautomation.hardware.redfish.BiosDependency.Property;
import org.hwautomation.hardware.redfish.BiosDependency.Term;
import org.hwautomation.hardware.redfish.BiosValue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryDependencyTest {
  /** Names with the connectives that stand at each, as registries have them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "A | A is 1",
        "A, B AND | A is 1 and B is 1",
        "A, B AND, C OR | (A is 1 and B is 1) or C is 1", // DSP0268: from left to right
        "A, B OR, C AND | (A is 1 or B is 1) and C is 1",
        "A, B, C | A is 1 or B is 1 or C is 1", // Dell
        "A, B OR, C, D AND AND | (A is 1 or B is 1) and (C is 1 and D is 1)", // Supermicro
        "A, B, C, D OR AND OR | A is 1 or (B is 1 and (C is 1 or D is 1))",
        "A AND, B | A is 1 and B is 1",
      })
  void conditions_are_joined_as_the_registries_mean_it(String terms, String read) {
    var list = new ArrayList<Term>();
    for (var term : terms.split(",")) {
      var words = term.strip().split(" ");
      var connectives = new ArrayList<Connective>();
      for (var word : List.of(words).subList(1, words.length)) {
        connectives.add(Connective.valueOf(word));
      }
      list.add(
          new Term(
              words[0],
              Property.CURRENT_VALUE,
              Comparison.EQU,
              new BiosValue.Whole(1),
              connectives));
    }
    assertThat(RegistryDependency.condition(list).toString()).isEqualTo(read);
  }
}
