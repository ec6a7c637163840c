package org.hwautomation.definitions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.hwautomation.definitions.DefinitionLibrary.Entry;
import org.hwautomation.definitions.file.BadFileException;
import org.hwautomation.workflow.Sequence;
import org.hwautomation.workflow.Value;
import org.hwautomation.workflow.WorkflowStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DefinitionLibraryTest {
  @TempDir private Path folder = Path.of(".");

  private final DefinitionReader reader = DefinitionReader.of(Examples.actions());

  private DefinitionLibrary library() {
    return DefinitionLibrary.reading(reader)
        .shipped(
            DefinitionLibraryTest.class,
            List.of("shipped/first_one.yaml", "shipped/check_only.yaml"))
        .folder(folder)
        .build();
  }

  private Path write(String file, String text) throws IOException {
    return Files.writeString(folder.resolve(file), text);
  }

  private static String steps(String name, String... lines) {
    return "name: " + name + "\nsteps:\n  - " + String.join("\n  - ", lines) + "\n";
  }

  @Test
  void shipped_definitions_are_found_by_name() {
    assertThat(library().names()).containsExactly("first_one", "check_only");
    assertThat(library().get("first_one").name()).isEqualTo("first-one");
    assertThat(library().find("check-only"))
        .contains(new Entry("check_only", "shipped", Optional.empty()));
  }

  @Test
  void dashes_and_underscores_are_the_same() {
    assertThat(library().get("first-one")).isEqualTo(library().get("first_one"));
  }

  @Test
  void a_file_of_the_folder_is_used_instead_and_that_is_visible() throws IOException {
    var file = write("check-only.yml", steps("check_only", "{name: mine, uses: bmc.check}"));
    write(
        "another.json",
        "{\"name\": \"another\", \"steps\": [{\"name\": \"a\", \"uses\": \"bmc.check\"}]}");
    write(".hidden.yaml", "no");
    write("notes.txt", "no");
    assertThat(library().entries())
        .containsExactly(
            new Entry("first_one", "shipped", Optional.empty()),
            new Entry("check_only", file.toString(), Optional.of("shipped")),
            new Entry("another", folder.resolve("another.json").toString(), Optional.empty()));
    assertThat(((WorkflowStep) library().get("check_only").steps().getFirst()).name())
        .isEqualTo("mine");
    assertThat(library().get("another").steps()).hasSize(1);
  }

  @Test
  void an_unknown_name_is_refused_with_the_nearest() {
    assertThatThrownBy(() -> library().get("frist-one"))
        .isInstanceOf(UnknownDefinitionException.class)
        .hasMessage(
            "unknown template 'frist-one'; did you mean 'first_one'?; known: first_one,"
                + " check_only");
  }

  @Test
  void a_bad_file_harms_no_other() throws IOException {
    write("check_only.yaml", "stpes: 5");
    assertThat(library().entries()).hasSize(2);
    assertThat(library().get("first_one").steps()).isNotEmpty();
    assertThatThrownBy(() -> library().get("check_only"))
        .isInstanceOf(DefinitionException.class)
        .hasMessageContaining("check_only.yaml:1:1: unknown key 'stpes'");
  }

  @Test
  void two_files_of_one_name_are_refused() throws IOException {
    write("a-b.yaml", steps("a-b", "{name: a, uses: bmc.check}"));
    write("a_b.json", "{}");
    assertThatThrownBy(() -> library().get("a_b"))
        .isInstanceOf(BadFileException.class)
        .hasMessageContaining("have the same name; rename one");
  }

  @Test
  void a_file_is_called_as_its_definition() throws IOException {
    write("mine.yaml", steps("yours", "{name: a, uses: bmc.check}"));
    assertThatThrownBy(() -> library().get("mine"))
        .isInstanceOf(DefinitionException.class)
        .hasMessageContaining("mine.yaml:1:1: defines 'yours', but the file is called 'mine'");
  }

  @Test
  void another_definition_is_run_inside_with_its_defaults_and_clean_up() throws IOException {
    write(
        "inner.yaml",
        """
        name: inner
        inputs:
          policy: {type: string, required: true}
          level: {type: integer, default: 3}
        steps:
          - {name: plan, uses: firmware.plan, with: {policy: "${inputs.policy}"}}
        always:
          - {name: tidy, uses: bmc.check}
        """);
    write(
        "outer.yaml",
        """
        name: outer
        inputs:
          which: {type: string}
        steps:
          - name: fw
            run: inner
            with: {policy: "${inputs.which}"}
            when: has(inputs.which)
          - name: last
            uses: bmc.check
            when: steps.fw.plan.reboots > 0
        always:
          - {name: last_of_all, uses: bmc.check}
        """);
    var outer = library().get("outer");
    assertThat(outer.steps().getFirst())
        .isEqualTo(
            new Sequence(
                "fw",
                Optional.of("has(inputs.which)"),
                Optional.of("inner"),
                Value.Fields.EMPTY.with("policy", "${inputs.which}").with("level", 3),
                library().get("inner").steps()));
    assertThat(outer.always().stream().map(node -> node.name()).toList())
        .containsExactly("fw", "last_of_all");
    // written anew it needs no other file
    var plain = outer.toBuilder().build();
    var text = DefinitionWriter.write(plain, DefinitionFormat.YAML);
    assertThat(reader.read("x", DefinitionFormat.YAML, text).toBuilder().build()).isEqualTo(plain);
  }

  @Test
  void what_another_definition_is_given_is_checked() throws IOException {
    write(
        "inner.yaml",
        """
        name: inner
        inputs:
          policy: {type: string, required: true}
          n: {type: integer}
        steps: [{name: a, uses: bmc.check}]
        """);
    var outer = write("outer.yaml", steps("outer", "{run: inner, with: {polcy: a, n: many}}"));
    assertThatThrownBy(() -> library().reader().read(outer))
        .hasMessageContaining(":3:25: inner takes no 'polcy', did you mean 'policy'?")
        .hasMessageContaining(":3:38: n is not an integer")
        .hasMessageContaining("inner needs 'policy'");
  }

  @Test
  void definitions_that_run_one_another_in_a_circle_are_refused() throws IOException {
    write("a.yaml", steps("a", "{run: b}"));
    write("b.yaml", steps("b", "{run: c}"));
    write("c.yaml", steps("c", "{run: a}"));
    assertThatThrownBy(() -> library().get("a"))
        .isInstanceOf(DefinitionException.class)
        .hasMessageContaining("'a' would run itself: a -> b -> c -> a");
    write("c.yaml", steps("c", "{run: c}"));
    assertThatThrownBy(() -> library().get("c")).hasMessageContaining("c.yaml:3:11: 'c' would run");
  }

  @Test
  void the_depth_of_definitions_inside_definitions_is_bounded() throws IOException {
    for (var i = 0; i < 12; i++) {
      write("d" + i + ".yaml", steps("d" + i, "{run: d" + (i + 1) + "}"));
    }
    write("d12.yaml", steps("d12", "{name: a, uses: bmc.check}"));
    assertThat(library().get("d6").steps()).hasSize(1);
    assertThatThrownBy(() -> library().get("d0"))
        .hasMessageContaining("definitions run one another more than 8 deep");
  }

  @Test
  void a_definition_that_grows_without_end_is_refused_in_time() throws IOException {
    for (var i = 0; i < 7; i++) {
      var runs = new String[200];
      for (var k = 0; k < runs.length; k++) {
        runs[k] = "{name: r" + k + ", run: e" + (i + 1) + "}";
      }
      write("e" + i + ".yaml", steps("e" + i, runs));
    }
    write("e7.yaml", steps("e7", "{name: a, uses: bmc.check}"));
    assertThatThrownBy(() -> library().get("e0")).isInstanceOf(DefinitionException.class);
  }

  @Test
  void the_problems_of_a_definition_inside_are_told() throws IOException {
    write("inner.yaml", "name: inner\nsteps: [{name: a, uses: no.such}, {nam: b}]\n");
    var outer = write("outer.yaml", steps("outer", "{run: inner}", "{run: iner}"));
    assertThatThrownBy(() -> library().reader().read(outer))
        .hasMessageContaining(":3:11: 'inner' can't be run: ")
        .hasMessageContaining("inner.yaml:2:25: unknown action 'no.such'")
        .hasMessageContaining("more)")
        .hasMessageContaining(":4:11: unknown definition 'iner', did you mean 'inner'?");
  }
}
