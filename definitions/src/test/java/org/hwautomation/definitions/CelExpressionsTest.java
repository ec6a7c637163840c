package org.hwautomation.definitions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.File;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.hwautomation.workflow.ExpressionException;
import org.hwautomation.workflow.Value;
import org.hwautomation.workflow.ValueCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CelExpressionsTest {
  private static final CelExpressions CEL = new CelExpressions();

  private static final Value.Fields VARIABLES =
      Value.fields(
          Map.of(
              "inputs",
              Value.Fields.EMPTY
                  .with("n", 5)
                  .with("ratio", new BigDecimal("1.50"))
                  .with("name", "a1.c5.large")
                  .with("yes", true)
                  .with("nothing", null)
                  .with("list", List.of(1, 2, 3))
                  .with("mixed", Map.of("d", new BigDecimal("2.00")))
                  .with("at", Instant.parse("2026-11-24T03:00:00Z"))
                  .with("took", Duration.ofMinutes(3))
                  .with("password", new Value.SecretReference("bmc-admin"))
                  .with("other", new Value.SecretReference("bmc-admin")),
              "values",
              Value.Fields.EMPTY,
              "steps",
              Map.of(
                  "plan", Map.of("reboots", 3, "updates", List.of()),
                  "hand-over", Map.of("x", 1),
                  "group", Map.of("inner", Map.of("ok", true))),
              "server_id",
              "abc123",
              "device_type",
              "a1.c5.large",
              "run_id",
              "r",
              "workflow_id",
              "w"));

  private static Value evaluate(String expression) {
    return CEL.evaluate(expression, VARIABLES);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "steps.plan.reboots > 2 | true",
        "size(steps.plan.updates) > 0 | false",
        "inputs.n + 1 | 6",
        "inputs.n > 4.5 | true",
        "inputs.ratio * 2.0 | 3.0",
        "'type-' + inputs.name | \"type-a1.c5.large\"",
        "inputs.name.startsWith('a1.') ? 'small' : 'big' | \"small\"",
        "inputs.list.exists(x, x > 2) | true",
        "inputs.list.map(x, x * 2) | [2,4,6]",
        "inputs.list.filter(x, x != 2) | [1,3]",
        "{'a': inputs.nothing} | {\"a\":null}",
        "steps[\"hand-over\"].x | 1",
        "steps.group.inner.ok && inputs.yes | true",
        "has(steps.approve) | false",
        "has(steps.plan.reboots) && steps.plan.reboots == 3 | true",
        "inputs.nothing == null | true",
        "inputs.took > duration('2m') | true",
        "inputs.took + duration('1h') | {\"$duration\":\"PT1H3M\"}",
        "inputs.at + duration('1h') | {\"$instant\":\"2026-11-24T04:00:00Z\"}",
        "inputs.at.getFullYear() | 2026",
        "1u | 1",
        "[inputs.password] | [{\"$secret\":\"bmc-admin\"}]",
        "has(inputs.password) | true",
        "true ? inputs.password : '' | {\"$secret\":\"bmc-admin\"}",
      })
  void an_expression_has_its_value(String expression, String json) {
    assertThat(ValueCodec.write(evaluate(expression))).isEqualTo(json);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "inputs.n",
        "inputs.ratio",
        "inputs.name",
        "inputs.yes",
        "inputs.nothing",
        "inputs.list",
        "inputs.mixed",
        "inputs.at",
        "inputs.took",
        "inputs.password",
        "inputs",
        "values",
        "server_id",
        "steps.plan.reboots",
        "steps.group.inner",
        "inputs.missing",
        "inputs.name.x",
        "inputs.nothing.x",
        "steps.plan.reboots.x",
        "steps.absent.x",
        "server_id.x",
        "nowhere",
        "nowhere.x",
        " inputs.n ",
      })
  void a_plain_path_means_what_cel_says(String path) {
    // brackets are enough for the short cut not to be taken
    assertThat(outcome(path)).isEqualTo(outcome("(" + path + ")"));
  }

  private static Object outcome(String expression) {
    try {
      return evaluate(expression);
    } catch (ExpressionException e) {
      return String.valueOf(e.getMessage())
          .replace("the expression '" + expression + "'", "")
          .replaceAll("\\(|\\)", "");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"inputs.as", "inputs.package", "inputs.true", "in", "null", "true"})
  void words_that_cel_keeps_for_itself_are_left_to_it(String expression) {
    assertThat(DottedPath.parse(expression)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "steps.plan.reboot > 2 | there is no 'reboot' in steps.plan; did you mean 'reboots'?; there"
            + " are: reboots, updates",
        "step.plan.reboots > 2 | names the unknown 'step'; did you mean 'steps'?; there are:"
            + " device_type, inputs",
        "inputs.n > 'x' | '>' does not fit the values it is given",
        "inputs.n / 0 | / by zero",
        "inputs.list[7] | has no value",
        "inputs.n + | is no CEL",
        "1 + 'a' | is no CEL: found no matching overload for '_+_' applied to '(int, string)'",
        "1.0 / 0.0 | gives Infinity",
        "b'ab' | gives something that a run can't remember",
        "{1: 2} | gives a map with the key 1",
        "18446744073709551615u | larger than 64 bits",
        "inputs.password == inputs.other | looks into a secret",
        "inputs.password == inputs.password | looks into a secret",
        "inputs.password == 'guess' | looks into a secret",
        "inputs.password in ['guess'] | looks into a secret",
        "[inputs.password] == [inputs.other] | looks into a secret",
        "{'a': inputs.password} == {'a': inputs.password} | looks into a secret",
        "string(inputs.password) | does not fit",
        "'x' + inputs.password | does not fit",
        "size(inputs.password) | does not fit",
      })
  void an_error_says_what_is_wrong(String expression, String problem) {
    assertThatThrownBy(() -> evaluate(expression))
        .isInstanceOf(ExpressionException.class)
        .hasMessageContaining(problem)
        .hasMessageNotContaining("bmc-admin");
  }

  @Test
  void an_error_says_where_in_characters() {
    var error =
        catchThrowableOfType(
            ExpressionException.class,
            () -> CEL.check("'😀é' == inputs.x ||\n  stepz.a", CelExpressions.NAMES));
    assertThat(error.offset()).isEqualTo("'😀é' == inputs.x ||\n  ".length());
  }

  @Test
  void a_condition_is_true_or_false() {
    CEL.checkCondition("steps.plan.reboots", CelExpressions.NAMES);
    CEL.checkCondition("size(steps.plan.updates) > 0", CelExpressions.NAMES);
    assertThatThrownBy(() -> CEL.checkCondition("size(inputs)", CelExpressions.NAMES))
        .hasMessageContaining("is of the kind int, not true or false");
  }

  @Test
  void references_are_found_wherever_they_are() {
    assertThat(
            CEL
                .references(
                    "has(steps.plan.x) && inputs.l.exists(q, q > steps.foo.bar) || steps['a-b'].z"
                        + " || steps[inputs.key].y == {'k': [values.v]}",
                    CelExpressions.NAMES)
                .stream()
                .map(Reference::toString))
        .containsExactlyInAnyOrder(
            "steps.plan.x",
            "inputs.l",
            "steps.foo.bar",
            "steps[\"a-b\"].z",
            "steps",
            "inputs.key",
            "values.v");
  }

  @Test
  void loops_within_loops_end() {
    var ten = "[0,1,2,3,4,5,6,7,8,9]";
    var rounds = "1";
    for (var name : List.of("a", "b", "c", "d", "e", "f")) {
      rounds = ten + ".map(" + name + ", " + rounds + ")";
    }
    var expression = rounds;
    var begin = System.nanoTime();
    assertThatThrownBy(() -> evaluate(expression))
        .isInstanceOf(ExpressionException.class)
        .hasMessageContaining("its loops take more than 10000 rounds");
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void what_is_too_long_or_too_deep_is_refused() {
    assertThatThrownBy(() -> evaluate("1" + " + 1".repeat(2_000)))
        .isInstanceOf(ExpressionException.class)
        .hasMessageContaining("is longer than 4096 characters");
    assertThatThrownBy(() -> evaluate("(".repeat(1_500) + "1" + ")".repeat(1_500)))
        .isInstanceOf(ExpressionException.class);
  }

  @Test
  void only_so_many_programs_are_kept() {
    var programs = new CelPrograms();
    for (var i = 0; i < 600; i++) {
      programs.get("inputs.n > " + i, Set.of("inputs"));
    }
    assertThat(programs.kept()).isEqualTo(512);
  }

  @Test
  void a_plain_path_does_not_load_cel() throws Exception {
    var classes = new StringBuilder();
    for (var part : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (!part.contains("dev" + File.separator + "cel")) {
        classes.append(part).append(File.pathSeparator);
      }
    }
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var process =
        new ProcessBuilder(java, "-cp", classes.toString(), WithoutCel.class.getName())
            .redirectErrorStream(true)
            .start();
    try {
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(
              new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
          .isEqualTo("3 NoClassDefFoundError");
    } finally {
      process.destroyForcibly();
    }
  }

  /** Runs where there is no CEL. */
  static final class WithoutCel {
    private WithoutCel() {}

    public static void main(String[] arguments) {
      var variables = Value.fields(Map.of("steps", Map.of("plan", Map.of("reboots", 3))));
      var value = new CelExpressions().evaluate("steps.plan.reboots", variables).as(Long.class);
      try {
        new CelExpressions().evaluate("1 + 1", variables);
      } catch (LinkageError e) {
        System.out.println(value + " " + e.getClass().getSimpleName());
      }
    }
  }
}
