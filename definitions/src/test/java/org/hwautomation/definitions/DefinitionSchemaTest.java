package org.hwautomation.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.hwautomation.definitions.file.YamlFile;
import org.hwautomation.workflow.Value;
import org.hwautomation.workflow.ValueCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class DefinitionSchemaTest {
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(DefinitionSchema.text());

  private static List<String> refusals(String yaml) {
    var root = YamlFile.parse("x", yaml, true, new ArrayList<>());
    var json = YamlText.json(DocumentForm.of(root));
    return SCHEMA.validate(json, InputFormat.JSON).stream().map(Object::toString).toList();
  }

  static Stream<Map.Entry<String, String>> valid() {
    return Examples.valid().entrySet().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("valid")
  void what_the_reader_takes_the_schema_takes(Map.Entry<String, String> example) {
    assertThat(refusals(example.getValue())).isEmpty();
  }

  static Stream<Examples.Bad> malformed() {
    return Examples.malformed().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformed")
  void what_is_malformed_the_schema_refuses_too(Examples.Bad bad) {
    assertThat(refusals(bad.text())).isNotEmpty();
  }

  @Test
  void the_schema_names_every_word_that_the_reader_knows_and_no_other() {
    var schema = (Value.Fields) ValueCodec.read(DefinitionSchema.text().replace("\"$", "\"$$"));
    assertThat(words(schema)).containsExactlyInAnyOrderElementsOf(Vocabulary.DEFINITION);
    var places =
        Map.of(
            "input", Vocabulary.INPUT,
            "step", Vocabulary.STEP,
            "parallel", Vocabulary.PARALLEL,
            "sequence", Vocabulary.SEQUENCE,
            "run", Vocabulary.RUN,
            "approval", Vocabulary.APPROVAL);
    places.forEach(
        (place, words) ->
            assertThat(words(at(schema, "$defs", place)))
                .as(place)
                .containsExactlyInAnyOrderElementsOf(words));
    assertThat(words(last(at(schema, "$defs", "retry"))))
        .containsExactlyInAnyOrderElementsOf(Vocabulary.RETRY);
    assertThat(words(last(at(schema, "properties", "on_failure"))))
        .containsExactlyInAnyOrderElementsOf(Vocabulary.ON_FAILURE);
    assertThat(words(last(at(schema, "$defs", "step", "properties", "undo"))))
        .containsExactlyInAnyOrderElementsOf(Vocabulary.UNDO);
    assertThat(at(schema, "$defs", "duration").text("pattern"))
        .contains("^(?:" + Vocabulary.DURATION.pattern() + ")$");
    assertThat(at(schema, "$defs", "action").text("pattern"))
        .contains("^" + Vocabulary.ACTION.pattern() + "$");
  }

  private static Value.Fields at(Value.Fields fields, String... keys) {
    var at = fields;
    for (var key : keys) {
      at = (Value.Fields) at.get(key).orElseThrow();
    }
    return at;
  }

  private static Value.Fields last(Value.Fields fields) {
    return (Value.Fields) ((Value.Items) fields.get("oneOf").orElseThrow()).values().getLast();
  }

  private static Set<String> words(Value.Fields object) {
    return new TreeSet<>(at(object, "properties").values().keySet());
  }
}
