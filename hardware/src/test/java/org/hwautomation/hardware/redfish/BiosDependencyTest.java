package org.hwautomation.hardware.redfish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hwautomation.hardware.redfish.BiosDependency.Comparison;
import org.hwautomation.hardware.redfish.BiosDependency.Connective;
import org.hwautomation.hardware.redfish.BiosDependency.Property;
import org.hwautomation.hardware.redfish.BiosDependency.Term;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BiosDependencyTest {
  private static BiosRegistry registry(String dependencies) {
    return BiosRegistry.of(
        Json.MAPPER.readTree(
            """
            {"Id": "R", "RegistryEntries": {
              "Attributes": [{"AttributeName": "B", "Type": "String"}],
              "Dependencies": [%s]}}
            """
                .formatted(dependencies)));
  }

  @Test
  void a_dependency_is_read_with_its_terms_in_order() {
    var registry =
        registry(
            """
            {"DependencyFor": "A", "Type": "Map", "Dependency": {
              "MapFrom": [
                {"MapFromAttribute": "A", "MapFromProperty": "CurrentValue",
                 "MapFromCondition": "EQU", "MapFromValue": "Off"},
                {"MapFromAttribute": "C", "MapFromProperty": "GrayOut",
                 "MapFromCondition": "NEQ", "MapFromValue": true, "MapTerms": "AND"},
                {"MapFromAttribute": "D", "MapFromCondition": "GEQ", "MapFromValue": 3,
                 "MapTerms": "OR,AND"}],
              "MapToAttribute": "B", "MapToProperty": "ReadOnly", "MapToValue": true}}
            """);

    assertThat(registry.warnings()).isEmpty();
    assertThat(registry.dependencies())
        .containsExactly(
            new BiosDependency(
                "B",
                Property.READ_ONLY,
                new BiosValue.Flag(true),
                List.of(
                    new Term(
                        "A",
                        Property.CURRENT_VALUE,
                        Comparison.EQU,
                        new BiosValue.Text("Off"),
                        List.of()),
                    new Term(
                        "C",
                        Property.GRAY_OUT,
                        Comparison.NEQ,
                        new BiosValue.Flag(true),
                        List.of(Connective.AND)),
                    new Term(
                        "D",
                        Property.CURRENT_VALUE,
                        Comparison.GEQ,
                        new BiosValue.Whole(3),
                        List.of(Connective.OR, Connective.AND)))));
    assertThat(registry.mayOpen("B")).isTrue();
    assertThat(registry.mayOpen("A")).isFalse();
  }

  /** Finding 20: one odd value must not cost the whole list. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | it has no MapFrom",
        "7 | it has no MapFrom",
        "{'Type': 'Script'} | its type 'Script' is unknown",
        "{'Dependency': {'MapFrom': 7}} | it has no MapFrom",
        "{'Dependency': {'MapFrom': [7]}} | it has no MapFromAttribute",
        "{'Dependency': {'MapFrom': [{'MapFromAttribute': 'A'}]}} | it has no MapFromCondition",
        "{'Dependency': {'MapFrom': [{'MapFromAttribute': 'A', 'MapFromCondition': 'XOR',"
            + " 'MapFromValue': 1}]}} | its MapFromCondition 'XOR' is unknown",
        "{'Dependency': {'MapFrom': [{'MapFromAttribute': 'A', 'MapFromCondition': 'EQU',"
            + " 'MapFromValue': [1]}]}} | its MapFromValue is no simple value",
        "{'Dependency': {'MapFrom': [{'MapFromAttribute': 'A', 'MapFromCondition': 'EQU',"
            + " 'MapFromValue': 1, 'MapTerms': 'NAND'}]}} | its MapTerms 'NAND' is unknown",
        "{'Dependency': {'MapFrom': [{'MapFromAttribute': 'A', 'MapFromCondition': 'EQU',"
            + " 'MapFromValue': 1}], 'MapToAttribute': 'B', 'MapToProperty': 'Colour',"
            + " 'MapToValue': 1}} | its MapToProperty 'Colour' is unknown",
        "{'Dependency': {'MapFrom': [{'MapFromAttribute': 'A', 'MapFromCondition': 'EQU',"
            + " 'MapFromValue': 1}], 'MapToAttribute': 'B', 'MapToProperty': 'Hidden'}}"
            + " | its MapToValue is no simple value"
      })
  void an_odd_dependency_is_a_warning_and_the_others_are_read(String odd, String why) {
    var good =
        """
        {"Dependency": {"MapFrom": [{"MapFromAttribute": "A", "MapFromCondition": "EQU",
          "MapFromValue": "x"}], "MapToAttribute": "B", "MapToProperty": "Hidden",
          "MapToValue": true}}
        """;
    var registry = registry(odd.replace('\'', '"') + "," + good);

    assertThat(registry.dependencies()).hasSize(1);
    assertThat(registry.attributes()).hasSize(1);
    assertThat(registry.warnings()).singleElement().asString().contains("left out", why);
  }
}
