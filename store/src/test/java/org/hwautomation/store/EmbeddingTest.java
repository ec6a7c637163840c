package org.hwautomation.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.hwautomation.testkit.WorkflowTester;
import org.hwautomation.workflow.Action;
import org.hwautomation.workflow.MemoryStore;
import org.hwautomation.workflow.Parameter;
import org.hwautomation.workflow.StepContext;
import org.hwautomation.workflow.StepState.Outcome;
import org.hwautomation.workflow.Value;
import org.hwautomation.workflow.WorkflowContext;
import org.hwautomation.workflow.WorkflowDefinition;
import org.hwautomation.workflow.WorkflowEngine;
import org.hwautomation.workflow.WorkflowStatus;
import org.hwautomation.workflow.WorkflowStep;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code docs/embedding.md} shows, word for word between the marks, but for the database's
 * place.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class EmbeddingTest {
  @TempDir private Path folder = Path.of(".");

  private final AtomicInteger copies = new AtomicInteger();

  private boolean copy() {
    copies.incrementAndGet();
    return true;
  }

  private boolean check() {
    return copies.get() == 1;
  }

  @Test
  void a_durable_run_takes_fewer_than_twenty_lines() throws Exception {
    // show
    try (var store = SqliteStore.open(folder.resolve("runs.db"));
        var engine = WorkflowEngine.builder(store).build()) {
      var nightly =
          WorkflowDefinition.named("nightly")
              .step(WorkflowStep.named("copy").attempts(5).run(step -> copy()))
              .step(WorkflowStep.named("check").timeout(Duration.ofMinutes(2)).run(step -> check()))
              .build();
      var run =
          engine
              .offer("nightly-1", nightly) // begun before a crash: it goes on
              .orElseGet(() -> engine.start("nightly-1", nightly, WorkflowContext.EMPTY));
      System.out.println(run.await().status());
    }
    // shown
    try (var store = SqliteStore.open(folder.resolve("runs.db"))) {
      assertThat(store.latestRun("nightly-1").orElseThrow().status())
          .isEqualTo(WorkflowStatus.COMPLETED);
    }
  }

  // show
  static final class CopyFile implements Action {
    @Override
    public String name() {
      return "file.copy@1";
    }

    @Override
    public String summary() {
      return "Copies a file";
    }

    @Override
    public List<Parameter> inputs() {
      return List.of(
          Parameter.of("from", "string", "the file").asRequired(),
          Parameter.of("to", "string", "where to").asRequired());
    }

    @Override
    public List<Parameter> outputs() {
      return List.of(Parameter.of("bytes", "integer", "how many were copied"));
    }

    @Override
    public Object run(StepContext step) throws IOException {
      var from = Path.of(step.inputs().text("from").orElseThrow());
      var to = Path.of(step.inputs().text("to").orElseThrow());
      step.reportSubTask("copying " + from);
      Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
      return Map.of("bytes", Files.size(to));
    }
  }

  // shown

  @Test
  void an_action_takes_its_inputs_and_gives_what_it_declares() throws Exception {
    var from = Files.writeString(folder.resolve("a"), "hello");
    try (var engine = WorkflowEngine.builder(new MemoryStore()).action(new CopyFile()).build()) {
      var step =
          WorkflowStep.named("copy")
              .uses("file.copy@1")
              .with("from", from.toString())
              .with("to", folder.resolve("b").toString())
              .build();
      var end =
          engine
              .start("c", WorkflowDefinition.of("c", List.of(step)), WorkflowContext.EMPTY)
              .await();
      assertThat(end.step("copy").result()).isEqualTo(Value.of(Map.of("bytes", 5)));
      assertThat(folder.resolve("b")).hasContent("hello");
    }
  }

  // show
  @Test
  void a_copy_that_was_cut_off_is_made_again() throws Exception {
    var from = Files.writeString(folder.resolve("a"), "hello");
    try (var tester = WorkflowTester.of(new CopyFile())) {
      tester.store().crashAtWrite(2); // the start of the run, the start of the attempt
      var run = tester.start(copy(from, folder.resolve("b"))).finish();
      run.restart().finish().is(WorkflowStatus.COMPLETED);
      run.hasAttempts("copy", Outcome.INTERRUPTED, Outcome.COMPLETED);
    }
    assertThat(folder.resolve("b")).hasContent("hello");
  }

  private static WorkflowStep copy(Path from, Path to) {
    return WorkflowStep.named("copy")
        .uses("file.copy@1")
        .with("from", from.toString())
        .with("to", to.toString())
        .build();
  }

  // shown

  // show
  @Test
  void it_copies_whatever_write_the_process_dies_at() throws Exception {
    var from = Files.writeString(folder.resolve("a"), "hello");
    var to = folder.resolve("b");
    WorkflowTester.crashAtEveryWrite(
        () -> {
          Files.deleteIfExists(to);
          return WorkflowTester.of(new CopyFile());
        },
        WorkflowDefinition.of("copy", List.of(copy(from, to))),
        WorkflowContext.EMPTY,
        (tester, run) -> {
          run.is(WorkflowStatus.COMPLETED);
          assertThat(to).hasContent("hello");
        });
  }

  // shown

  // show
  @Test
  void a_file_that_is_not_there_is_looked_for_three_times() throws Exception {
    try (var tester = WorkflowTester.of(new CopyFile())) {
      var run = tester.start(copy(folder.resolve("absent"), folder.resolve("b"))).finish();
      run.is(WorkflowStatus.FAILED)
          .hasAttempts("copy", Outcome.FAILED, Outcome.FAILED, Outcome.FAILED)
          .hasEvents("attempt_failed", "attempt_failed", "attempt_failed", "run_ended");
    }
  }

  // shown

  @Test
  void the_page_shows_what_is_run_here() throws IOException {
    var root = Path.of(System.getProperty("hwautomation.root"));
    var source =
        Files.readString(
            root.resolve("store/src/test/java/org/hwautomation/store/EmbeddingTest.java"));
    var page = Files.readString(root.resolve("docs/embedding.md"));
    var parts = source.split("// show(?=\n)");
    assertThat(parts).hasSize(6);
    for (var part : List.of(parts).subList(1, parts.length)) {
      var shown =
          part.substring(0, part.indexOf("// shown\n"))
              .stripTrailing()
              .replace("static final class", "final class")
              .replace("folder.resolve(\"runs.db\")", "Path.of(\"runs.db\")");
      assertThat(page).contains(shown.stripIndent().strip());
    }
  }
}
