package org.hwautomation.definitions;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.hwautomation.workflow.Approval;
import org.hwautomation.workflow.ErrorClass;
import org.hwautomation.workflow.Node;
import org.hwautomation.workflow.ParallelGroup;
import org.hwautomation.workflow.Parameter;
import org.hwautomation.workflow.RetryPolicy;
import org.hwautomation.workflow.Sequence;
import org.hwautomation.workflow.Value;
import org.hwautomation.workflow.WorkflowDefinition;
import org.hwautomation.workflow.WorkflowStep;

/** Draws definitions with everything that one may have. The same seed draws the same one. */
final class AnyDefinition {
  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "plain words",
          "true",
          "null",
          "~",
          "0x1f",
          "8",
          "1e3",
          ".5",
          "-",
          "- a",
          "a: b",
          "a #b",
          "#a",
          "'quoted'",
          "\"double\" and \\back",
          "two\nlines\n",
          "\ttab",
          "trailing ",
          "é–😀 \u0085\u2028\ufeff\u0007",
          "[a, b]",
          "{a: b}",
          "*a",
          "&a",
          "!a",
          "|",
          ">",
          "%a",
          "@a",
          "`a",
          "...",
          "---",
          "=",
          "<<",
          "yes",
          "a".repeat(600),
          "$${not an expression}",
          "${inputs.a}",
          "x ${server_id}${run_id} y");

  private final Random random;
  private int names;

  AnyDefinition(long seed) {
    this.random = new Random(seed);
  }

  WorkflowDefinition definition() {
    var builder = WorkflowDefinition.named(maybe() ? "any_one" : "It is: any");
    if (maybe()) {
      builder.description(text());
    }
    for (var i = random.nextInt(3); i > 0; i--) {
      builder.input(parameter("in_" + i));
    }
    if (maybe()) {
      builder.input(Parameter.of("a", "any", "anything"));
      builder.lock("server/${server_id}").lock(maybe() ? "plain" : "x y");
    } else {
      builder = builderWithoutInputs(builder);
    }
    if (maybe()) {
      builder.deadline(duration());
    }
    if (maybe()) {
      builder.resumeMaxAge(maybe() ? Duration.ZERO : duration());
    }
    nodes(1 + random.nextInt(4), 0).forEach(builder::step);
    if (maybe()) {
      builder.rollback(nodes(random.nextInt(3), 1).toArray(Node[]::new));
    }
    nodes(random.nextInt(3), 1).forEach(builder::always);
    return builder.build();
  }

  /** Texts use inputs.a, so there is either that input or none declared. */
  private static WorkflowDefinition.Builder builderWithoutInputs(
      WorkflowDefinition.Builder builder) {
    return builder.input(Parameter.of("a", "any", "a"));
  }

  private List<Node> nodes(int count, int depth) {
    var nodes = new ArrayList<Node>();
    for (var i = 0; i < count; i++) {
      nodes.add(node(depth));
    }
    return nodes;
  }

  private Node node(int depth) {
    return switch (depth > 2 ? 0 : random.nextInt(8)) {
      case 1 ->
          new ParallelGroup(maybe() ? "" : name(), when(), nodes(1 + random.nextInt(3), depth + 1));
      case 2 ->
          new Sequence(
              name(),
              when(),
              Optional.empty(),
              Value.Fields.EMPTY,
              nodes(1 + random.nextInt(3), depth + 1));
      case 3 ->
          new Sequence(
              name(),
              when(),
              Optional.of("other one"),
              fields(1),
              nodes(1 + random.nextInt(2), depth + 1));
      default -> step();
    };
  }

  private String name() {
    return (maybe() ? "step_" : random.nextBoolean() ? "st-ep." : "9") + names++;
  }

  WorkflowStep step() {
    var builder = filled(WorkflowStep.named(name()));
    if (random.nextInt(4) == 0) {
      builder.undo(filled(WorkflowStep.named("undo")).build());
    }
    return builder.build();
  }

  private WorkflowStep.Builder filled(WorkflowStep.Builder builder) {
    var waits = random.nextInt(6) == 0;
    if (!waits) {
      builder.uses("some.action@" + (1 + random.nextInt(2)));
    }
    if (waits || random.nextInt(5) == 0) {
      builder.approval(
          new Approval("operator", maybe() ? Optional.empty() : Optional.of(duration())));
    }
    if (maybe()) {
      builder.description(text());
    }
    if (maybe()) {
      builder.with(fields(0));
    }
    if (maybe()) {
      builder.timeout(duration());
    }
    if (maybe()) {
      builder.retry(retry());
    }
    when().ifPresent(builder::when);
    if (random.nextInt(4) == 0) {
      builder.limit("one").limit("bios-9.x");
    }
    return builder;
  }

  private RetryPolicy retry() {
    var usual = RetryPolicy.DEFAULT.withAttempts(1 + random.nextInt(5));
    if (maybe()) {
      return usual;
    }
    return new RetryPolicy(
        usual.attempts(),
        maybe() ? usual.delay() : Duration.ZERO,
        maybe() ? 2 : 1 + random.nextDouble(),
        maybe() ? usual.cap() : duration(),
        maybe() ? 0 : random.nextDouble(),
        maybe() ? usual.on() : maybe() ? Set.of() : Set.of(ErrorClass.BUSY, ErrorClass.DEFECT));
  }

  private Optional<String> when() {
    return switch (random.nextInt(6)) {
      case 0 -> Optional.of("true");
      case 1 -> Optional.of("inputs.a == 'x: #y' || [1, 2].exists(n, n > 1)");
      case 2 -> Optional.of("values.ready");
      case 3 -> Optional.of("server_id != \"a\" &&\n  has(inputs.a)");
      default -> Optional.empty();
    };
  }

  private Parameter parameter(String name) {
    var type = Stream.of("string", "duration", "any", "list").toList().get(random.nextInt(4));
    var plain =
        new Parameter(
            name,
            type,
            maybe() ? name.replace('_', ' ') : text(),
            maybe(),
            Value.Null.INSTANCE,
            List.of());
    return switch (type) {
      case "string" -> maybe() ? plain.oneOf("a", "true", "9").defaultingTo("9") : plain;
      case "duration" -> plain.defaultingTo(duration());
      case "any" ->
          new Parameter(name, type, plain.meaning(), plain.required(), value(0), List.of());
      default -> plain;
    };
  }

  private Value.Fields fields(int depth) {
    var fields = new LinkedHashMap<String, Value>();
    for (var i = random.nextInt(4); i > 0; i--) {
      var key =
          switch (random.nextInt(5)) {
            case 0 -> "$secret";
            case 1 -> "$$x";
            case 2 -> "a key: " + i;
            default -> "key_" + i;
          };
      fields.put(key, value(depth));
    }
    return new Value.Fields(fields);
  }

  private Value value(int depth) {
    return switch (random.nextInt(depth > 2 ? 8 : 11)) {
      case 0 -> Value.Null.INSTANCE;
      case 1 -> new Value.Bool(maybe());
      case 2 -> new Value.Int(maybe() ? random.nextInt(100) : random.nextLong());
      case 3 ->
          new Value.Decimal(
              new BigDecimal(
                  List.of("1.50", "5", "0", "1E+3", "-0.001", "1E-12", "3.141592653589793238462643")
                      .get(random.nextInt(7))));
      case 4 ->
          new Value.Moment(Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)));
      case 5 -> new Value.Span(Duration.ofNanos(random.nextLong()));
      case 6 -> new Value.SecretReference("bmc/" + random.nextInt(9));
      case 8 -> {
        var items = new ArrayList<Value>();
        for (var i = random.nextInt(4); i > 0; i--) {
          items.add(value(depth + 1));
        }
        yield new Value.Items(items);
      }
      case 9 -> fields(depth + 1);
      default -> new Value.Text(text());
    };
  }

  Duration duration() {
    return switch (random.nextInt(4)) {
      case 0 -> Duration.ofSeconds(1 + random.nextInt(1_000_000));
      case 1 -> Duration.ofMillis(1 + random.nextInt(100_000));
      case 2 -> Duration.ofNanos(1 + random.nextInt(1_000_000_000));
      default -> Duration.ofHours(1 + random.nextInt(100));
    };
  }

  private String text() {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  private boolean maybe() {
    return random.nextBoolean();
  }
}
