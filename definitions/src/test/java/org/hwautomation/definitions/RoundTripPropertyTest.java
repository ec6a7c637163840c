package org.hwautomation.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.hwautomation.testkit.SeededTries;
import org.hwautomation.workflow.Node;
import org.hwautomation.workflow.Parameter;
import org.hwautomation.workflow.Value;
import org.hwautomation.workflow.ValueCodec;
import org.hwautomation.workflow.WorkflowDefinition;
import org.hwautomation.workflow.WorkflowStep;
import org.junit.jupiter.api.Test;

final class RoundTripPropertyTest {
  private static final DefinitionReader READER = DefinitionReader.withoutActions();

  private static WorkflowDefinition read(String text, DefinitionFormat format) {
    return READER.read("x", format, text);
  }

  private static WorkflowDefinition plain(WorkflowDefinition definition) {
    return definition.toBuilder().build();
  }

  @Test
  void what_is_written_reads_as_what_it_was() {
    SeededTries.check(
        400, any -> writeAndRead(any.anyLong(), any.oneOf(DefinitionFormat.values())));
  }

  private static void writeAndRead(long seed, DefinitionFormat format) {
    var definition = new AnyDefinition(seed).definition();
    var text = DefinitionWriter.write(definition, format);
    assertThat(plain(read(text, format))).as(text).isEqualTo(definition);
  }

  @Test
  void a_file_comes_back_from_the_store_as_it_was() {
    SeededTries.check(200, any -> store(any.anyLong(), any.oneOf(DefinitionFormat.values())));
  }

  private static void store(long seed, DefinitionFormat format) {
    var text = DefinitionWriter.write(new AnyDefinition(seed).definition(), format);
    var read = read(text, format);
    var stored = ValueCodec.write(read.toValue());
    var back = WorkflowDefinition.read((Value.Fields) ValueCodec.read(stored));
    assertThat(back).isEqualTo(read);
    assertThat(DefinitionWriter.write(back, format)).isEqualTo(text);
  }

  @Test
  void one_format_becomes_the_other() {
    SeededTries.check(200, any -> convert(any.anyLong(), any.oneOf(DefinitionFormat.values())));
  }

  private static void convert(long seed, DefinitionFormat from) {
    var to = from == DefinitionFormat.YAML ? DefinitionFormat.JSON : DefinitionFormat.YAML;
    var read = read(DefinitionWriter.write(new AnyDefinition(seed).definition(), from), from);
    var converted = DefinitionWriter.write(read, to);
    assertThat(plain(read(converted, to))).as(converted).isEqualTo(plain(read));
  }

  @Test
  void a_change_is_put_into_a_file() {
    SeededTries.check(500, any -> change(any.anyLong(), any.oneOf(DefinitionFormat.values())));
  }

  private static void change(long seed, DefinitionFormat format) {
    var random = new Random(seed);
    var written = DefinitionWriter.write(new AnyDefinition(seed).definition(), format);
    var text = format == DefinitionFormat.YAML ? withComments(written, random) : written;
    var original = read(text, format);
    var changed = changed(original, random);
    var rewritten = DefinitionWriter.rewrite(original, changed);
    assertThat(plain(read(rewritten, format)))
        .as("%s\n--- becomes\n%s", text, rewritten)
        .isEqualTo(changed);
  }

  @Test
  void what_does_not_change_keeps_its_comments() {
    SeededTries.check(200, any -> changeTheDescription(any.anyLong()));
  }

  private static void changeTheDescription(long seed) {
    var random = new Random(seed);
    var text =
        withComments(
            DefinitionWriter.write(new AnyDefinition(seed).definition(), DefinitionFormat.YAML),
            random);
    var original = read(text, DefinitionFormat.YAML);
    var changed = original.withDescription("another one");
    var rewritten = DefinitionWriter.rewrite(original, changed);
    assertThat(rewritten.lines().filter(line -> !line.startsWith("description: ")).toList())
        .isEqualTo(text.lines().filter(line -> !line.startsWith("description: ")).toList());
  }

  /** What random definitions once found. */
  @Test
  void a_new_key_comes_behind_a_value_that_became_a_block() {
    change(11393, DefinitionFormat.YAML);
  }

  @Test
  void a_character_of_two_units_may_stand_anywhere() {
    for (var blanks = 0; blanks < 1_100; blanks++) {
      var text =
          "name: x\n#"
              + "-".repeat(blanks)
              + "\nsteps:\n  - {name: a, uses: b, description: 😀😀}\n";
      assertThat(read(text, DefinitionFormat.YAML).name()).isEqualTo("x");
    }
  }

  /** Comments and blank lines wherever they may be. */
  private static String withComments(String text, Random random) {
    var out = new StringBuilder();
    var count = 0;
    for (var line : text.lines().toList()) {
      if (random.nextInt(4) == 0) {
        out.append(random.nextBoolean() ? "" : "\n")
            .append(" ".repeat(line.length() - line.stripLeading().length()))
            .append("# comment ")
            .append(count++)
            .append('\n');
      }
      out.append(line).append(random.nextInt(6) == 0 ? "  # behind" : "").append('\n');
    }
    return out.append("# the end\n").toString();
  }

  private static WorkflowDefinition changed(WorkflowDefinition original, Random random) {
    var other = new AnyDefinition(random.nextLong());
    var builder = WorkflowDefinition.named(original.name());
    builder.description(random.nextInt(3) == 0 ? "changed: it is" : original.description());
    original.inputs().forEach(builder::input);
    if (random.nextInt(4) == 0) {
      builder.input(Parameter.of("more", "string", "one more"));
    }
    original.locks().forEach(builder::lock);
    if (random.nextInt(3) == 0) {
      builder.lock("one/more");
    }
    builder.resumeMaxAge(random.nextInt(3) == 0 ? Duration.ofHours(9) : original.resumeMaxAge());
    original.deadline().filter(limit -> random.nextBoolean()).ifPresent(builder::deadline);
    var steps = new ArrayList<Node>();
    for (var node : original.steps()) {
      switch (random.nextInt(5)) {
        case 0 -> {}
        case 1 -> steps.add(edited(node, other, random));
        case 2 -> {
          steps.add(node);
          steps.add(renamed(other.step(), "new_" + steps.size()));
        }
        default -> steps.add(node);
      }
    }
    if (steps.isEmpty()) {
      steps.add(renamed(other.step(), "new_0"));
    }
    if (random.nextInt(4) == 0) {
      Collections.shuffle(steps, random);
    }
    steps.forEach(builder::step);
    if (original.failure() == org.hwautomation.workflow.FailurePolicy.ROLLBACK) {
      builder.rollback(original.onFailure().toArray(Node[]::new));
    }
    List<Node> always = random.nextInt(4) == 0 ? List.of() : original.always();
    always.forEach(builder::always);
    return builder.build();
  }

  private static Node edited(Node node, AnyDefinition other, Random random) {
    if (!(node instanceof WorkflowStep step)) {
      return node;
    }
    var builder = step.toBuilder();
    switch (random.nextInt(5)) {
      case 0 -> builder.timeout(other.duration());
      case 1 -> builder.attempts(7);
      case 2 -> builder.with("added", List.of("a b", 1)).with("key_1", "other");
      case 3 -> builder.when("values.other > 1").description("edited");
      default -> {
        return renamed(other.step(), step.name());
      }
    }
    return builder.build();
  }

  private static WorkflowStep renamed(WorkflowStep step, String name) {
    return new WorkflowStep(
        name,
        step.description(),
        step.work(),
        step.inputs(),
        step.timeout(),
        step.retry(),
        step.when(),
        step.approval(),
        step.limits(),
        step.undo());
  }
}
