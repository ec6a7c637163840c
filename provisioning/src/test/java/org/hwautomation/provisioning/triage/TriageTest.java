package org.hwautomation.provisioning.triage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.hwautomation.store.Quarantine;
import org.hwautomation.workflow.Action;
import org.hwautomation.workflow.Approval;
import org.hwautomation.workflow.ExpectedPoint;
import org.hwautomation.workflow.MemoryStore;
import org.hwautomation.workflow.Phase;
import org.hwautomation.workflow.RunHandle;
import org.hwautomation.workflow.StepContext;
import org.hwautomation.workflow.StepRejectedException;
import org.hwautomation.workflow.WorkflowContext;
import org.hwautomation.workflow.WorkflowDefinition;
import org.hwautomation.workflow.WorkflowEngine;
import org.hwautomation.workflow.WorkflowStatus;
import org.hwautomation.workflow.WorkflowStep;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What needs a person, why, and what may be done: each situation made by a real run. */
@Timeout(30)
final class TriageTest {
  private final MemoryStore store = new MemoryStore();
  private final CountDownLatch mayEnd = new CountDownLatch(1);
  private final AtomicBoolean broken = new AtomicBoolean(true);
  private final AtomicBoolean powerGoes = new AtomicBoolean(true);
  private final WorkflowEngine engine =
      WorkflowEngine.builder(store)
          .action(Action.of("ok@1", "Works", Action.Effects.NONE, context -> "done"))
          .action(
              Action.of(
                  "fails@1",
                  "Fails while it is broken",
                  Action.Effects.EXTERNAL,
                  context -> {
                    if (broken.get()) {
                      throw new StepRejectedException("the BMC said no");
                    }
                    return "done";
                  }))
          .action(
              Action.of(
                  "waits@1",
                  "Waits until it may end",
                  Action.Effects.NONE,
                  context -> {
                    context.reportSubTask("waiting for POST");
                    mayEnd.await();
                    return "done";
                  }))
          .action(new Flash())
          .commandInterval(Duration.ofMillis(20))
          .grace(Duration.ofMillis(100))
          .build();
  private final TestRecords records = new TestRecords(engine);
  private final Triage triage = new Triage(records);

  /** Enters a point of no return, and fails in it if the power goes. */
  private final class Flash implements Action {
    @Override
    public String name() {
      return "flash@1";
    }

    @Override
    public String summary() {
      return "Flashes";
    }

    @Override
    public List<String> externalEffects() {
      return List.of("writes the firmware");
    }

    @Override
    public List<ExpectedPoint> pointsOfNoReturn() {
      return List.of(new ExpectedPoint("flashing", Duration.ofMinutes(20)));
    }

    @Override
    public Object run(StepContext context) throws Exception {
      var point = context.pointOfNoReturn("flashing", Duration.ofMillis(10));
      mayEnd.await();
      if (powerGoes.get()) {
        throw new StepRejectedException("the power went"); // and the point is not over
      }
      point.close();
      return "done";
    }
  }

  @AfterEach
  void close() {
    mayEnd.countDown();
    engine.close(Duration.ofMillis(100));
  }

  private static WorkflowStep step(String name, String action) {
    return WorkflowStep.named(name).uses(action).attempts(1).build();
  }

  private RunHandle start(String id, WorkflowStep... steps) {
    return start(id, WorkflowDefinition.of("provisioning", List.of(steps)));
  }

  private RunHandle start(String id, WorkflowDefinition definition) {
    records.server(id, Map.of("rack_location", "R7"));
    return engine.start(
        "prov-" + id,
        definition,
        WorkflowContext.builder().server(id).lock("server/" + id).startedBy("cli:alice").build());
  }

  private Situation why(String server) {
    return triage.ofServer("host-" + server);
  }

  private static void until(BooleanSupplier so) throws InterruptedException {
    while (!so.getAsBoolean()) {
      Thread.sleep(2);
    }
  }

  private static List<String> commands(Situation situation) {
    return situation.actions().stream()
        .map(action -> action.command().replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "RUN"))
        .toList();
  }

  private static String effect(Situation situation, LegalAction.Kind kind) {
    return situation.actions().stream()
        .filter(action -> action.kind() == kind)
        .map(LegalAction::effect)
        .findFirst()
        .orElseThrow(() -> new AssertionError(kind + " is not among " + situation.actions()));
  }

  @Test
  void a_held_run_says_what_failed_and_what_each_way_on_would_do() throws InterruptedException {
    start("a", step("look", "ok"), step("bios", "fails"), step("last", "ok")).await();
    var held = why("a");
    assertThat(held.urgency()).isEqualTo(Urgency.NEEDS_PERSON);
    assertThat(held.cause().kind()).isEqualTo(Cause.Kind.HELD);
    assertThat(held.cause().text()).isEqualTo("bios: the BMC said no");
    assertThat(held.cause().evidence())
        .anyMatch(line -> line.startsWith("bios, attempt 1 failed as rejected"))
        .anyMatch(line -> line.contains("provisioning, started by cli:alice"));
    assertThat(held.position().orElseThrow())
        .returns("bios", Position::step)
        .returns(2, Position::number)
        .returns(3, Position::of);
    assertThat(commands(held))
        .containsExactly("run resume RUN", "run release RUN", "run resume RUN --skip bios");
    assertThat(effect(held, LegalAction.Kind.RESUME))
        .isEqualTo("a new run; the completed step is not repeated; goes on at bios");
    assertThat(effect(held, LegalAction.Kind.RELEASE)).contains("nothing is undone");
    assertThat(held.rack()).contains("R7");
    assertThat(held.power().safe()).isTrue();
  }

  @Test
  void what_is_said_to_be_legal_is_and_does_what_was_said() throws InterruptedException {
    var run = start("a", step("look", "ok"), step("bios", "fails")).await();
    assertThat(commands(why("a"))).contains("run resume RUN");
    broken.set(false);
    var resumed = engine.resume(run.runId(), "cli:bob").await();
    assertThat(resumed.status()).isEqualTo(WorkflowStatus.COMPLETED);
    assertThat(why("a").cause().kind()).isEqualTo(Cause.Kind.ENDED);
    assertThat(why("a").actions()).isEmpty();
  }

  @Test
  void a_rollback_is_offered_where_something_says_how_it_is_undone() throws InterruptedException {
    var undone = step("move", "ok").toBuilder().undo(step("back", "ok")).build();
    start("a", step("look", "ok"), undone, step("bios", "fails")).await();
    assertThat(commands(why("a")))
        .containsExactly(
            "run resume RUN", "run rollback RUN", "run release RUN", "run resume RUN --skip bios");
    assertThat(effect(why("a"), LegalAction.Kind.ROLL_BACK))
        .isEqualTo("a new run that undoes move; it can't be resumed after that");
    var rolledBack = engine.rollback(why("a").run().orElseThrow().runId(), "cli:bob").await();
    assertThat(Objects.requireNonNull(rolledBack.steps().get("move/undo")).status().wireName())
        .isEqualTo("completed");
    assertThat(why("a").actions()).isEmpty();
  }

  @Test
  void what_lies_before_a_point_of_no_return_is_not_offered_to_be_undone()
      throws InterruptedException {
    var undone = step("move", "ok").toBuilder().undo(step("back", "ok")).build();
    mayEnd.countDown();
    powerGoes.set(false);
    start("a", undone, step("flash", "flash"), step("bios", "fails")).await();
    assertThat(commands(why("a")))
        .containsExactly("run resume RUN", "run release RUN", "run resume RUN --skip bios");
  }

  @Test
  void a_step_that_asks_a_person_says_whom_and_what_a_yes_would_do() throws InterruptedException {
    var asks =
        step("flash", "flash").toBuilder()
            .approval(new Approval("admin", Optional.of(Duration.ofHours(24))))
            .build();
    var run = start("a", step("look", "ok"), asks);
    until(() -> run.state().phase() == Phase.WAITING_FOR_APPROVAL);
    var waiting = why("a");
    assertThat(waiting.urgency()).isEqualTo(Urgency.NEEDS_PERSON);
    assertThat(waiting.cause().text())
        .startsWith("flash waits for the yes of an admin, asked ")
        .contains("expires in 2");
    assertThat(commands(waiting))
        .containsExactly(
            "run approve RUN flash",
            "run approve RUN flash --reject",
            "run watch RUN",
            "run pause RUN",
            "run cancel RUN");
    assertThat(effect(waiting, LegalAction.Kind.APPROVE))
        .contains("writes the firmware", "may not be cut off while flashing, usually 20m");
    assertThat(waiting.power().safe()).as("nothing was tried yet").isTrue();
    engine.refuse(run.runId(), "flash", "cli:bob", "not tonight");
    run.await();
    assertThat(why("a").cause().kind()).isEqualTo(Cause.Kind.HELD);
  }

  @Test
  void a_point_that_takes_too_long_is_first_and_the_power_must_stay_on()
      throws InterruptedException {
    var run = start("a", step("flash", "flash"));
    until(() -> run.state().phase() == Phase.OVERDUE);
    start("b", step("bios", "fails")).await();
    var overdue = why("a");
    assertThat(overdue.cause().kind()).isEqualTo(Cause.Kind.OVERDUE);
    assertThat(overdue.cause().text()).contains("flash takes longer than it usually does");
    assertThat(overdue.power().safe()).isFalse();
    assertThat(effect(overdue, LegalAction.Kind.CANCEL)).contains("waited for", "flashing");
    assertThat(triage.overview().needsPerson())
        .extracting(s -> s.cause().kind())
        .containsExactly(Cause.Kind.OVERDUE, Cause.Kind.HELD);
  }

  @Test
  void a_point_that_nobody_can_look_into_is_not_offered_to_be_resumed()
      throws InterruptedException {
    mayEnd.countDown();
    start("a", step("look", "ok"), step("flash", "flash")).await();
    var held = why("a");
    assertThat(held.cause().evidence()).anyMatch(line -> line.contains("cut off: flashing"));
    assertThat(held.cause().kind()).isEqualTo(Cause.Kind.HELD);
    assertThat(held.power().safe()).as("nobody knows what is being written").isFalse();
    assertThat(commands(held)).containsExactly("run release RUN");
  }

  @Test
  void a_paused_run_says_who_paused_it_and_goes_on_when_told() throws InterruptedException {
    var run = start("a", step("wait", "waits"), step("last", "ok"));
    until(() -> records.store().progress(run.runId()).isPresent());
    assertThat(why("a").cause().text()).isEqualTo("wait: waiting for POST");
    engine.pause(run.runId(), "cli:bob", "the rack is moved");
    mayEnd.countDown();
    until(() -> run.state().phase() == Phase.PAUSED);
    assertThat(why("a").cause())
        .returns(Cause.Kind.PAUSED, Cause::kind)
        .returns("paused by cli:bob: the rack is moved", Cause::text);
    assertThat(commands(why("a")))
        .containsExactly("run resume RUN", "run watch RUN", "run cancel RUN");
    engine.unpause(run.runId(), "cli:bob", "");
    assertThat(run.await().status()).isEqualTo(WorkflowStatus.COMPLETED);
  }

  @Test
  void a_run_that_waits_for_a_server_says_who_has_it() throws InterruptedException {
    var holder = start("a", step("wait", "waits"));
    var second =
        engine.start(
            "second",
            WorkflowDefinition.of("other", List.of(step("look", "ok"))),
            WorkflowContext.builder().server("a").lock("server/a").queue().build());
    until(() -> second.state().phase() == Phase.WAITING_FOR_LOCK);
    var waits = triage.ofRun(store.run(second.runId()).orElseThrow());
    assertThat(waits.urgency()).isEqualTo(Urgency.RUNNING);
    assertThat(waits.cause().text())
        .startsWith(
            "second waits for host-a, which run %s (prov-a) has held for "
                .formatted(holder.runId()))
        .doesNotContain("first come");
    assertThat(waits.position().orElseThrow())
        .returns("look", Position::step)
        .returns(0, Position::number);
    assertThat(waits.waited()).isPresent();
    var third =
        engine.start(
            "third",
            WorkflowDefinition.of("other", List.of(step("look", "ok"))),
            WorkflowContext.builder().server("a").lock("server/a").queue().build());
    until(() -> third.state().phase() == Phase.WAITING_FOR_LOCK);
    assertThat(triage.ofServer("third").cause().text())
        .startsWith("third waits for host-a")
        .endsWith("; first comes second");
    assertThat(why("a").causes())
        .extracting(Cause::kind)
        .containsExactly(
            Cause.Kind.RUNNING, Cause.Kind.WAITING_FOR_LOCK, Cause.Kind.WAITING_FOR_LOCK);
    mayEnd.countDown();
    assertThat(second.await().status()).isEqualTo(WorkflowStatus.COMPLETED);
  }

  @Test
  void a_run_whose_process_is_gone_needs_a_person() throws InterruptedException {
    var run = start("a", step("look", "ok"), step("wait", "waits"));
    until(() -> records.store().progress(run.runId()).isPresent());
    engine.close(Duration.ZERO);
    var left = why("a");
    assertThat(left.cause().kind()).isEqualTo(Cause.Kind.INTERRUPTED);
    assertThat(left.cause().text()).isEqualTo("the process that executed it is gone, at step wait");
    assertThat(commands(left)).containsExactly("run resume RUN", "run cancel RUN");
    assertThat(effect(left, LegalAction.Kind.RESUME))
        .isEqualTo("the same run; the completed step is not repeated; goes on at wait");
  }

  @Test
  void a_login_that_was_refused_stands_beside_and_can_be_unlocked() throws InterruptedException {
    start("a", step("bios", "fails")).await();
    records.server("a", Map.of("ipmi_address", "10.0.1.7"));
    records.refused(
        new Quarantine.QuarantineRecord(
            "10.0.1.7", "Redfish", "admin", "HTTP 401", Instant.parse("2026-11-24T02:41:00Z")));
    assertThat(why("a").causes())
        .extracting(Cause::kind)
        .containsExactly(Cause.Kind.HELD, Cause.Kind.LOGIN_REFUSED);
    assertThat(commands(why("a"))).startsWith("bmc unlock 10.0.1.7", "run resume RUN");
  }

  @Test
  void a_server_that_was_never_run_says_how_to_begin_and_an_unknown_name_the_nearest() {
    records.server("abc", Map.of());
    assertThat(why("abc").cause().kind()).isEqualTo(Cause.Kind.NEVER_RUN);
    assertThat(commands(why("abc"))).containsExactly("provision host-abc --device-type T");
    assertThatThrownBy(() -> triage.ofServer("host-abd"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("did you mean 'host-abc'?");
  }

  @Test
  void a_server_that_no_inventory_has_is_found_by_the_runs_of_it() throws InterruptedException {
    engine
        .start(
            "measure-r1",
            WorkflowDefinition.of("check", List.of(step("check", "fails"))),
            WorkflowContext.builder().server("rack-r1").lock("server/rack-r1").build())
        .await();
    var held = triage.ofServer("rack-r1");
    assertThat(held.cause().text()).isEqualTo("check: the BMC said no");
    assertThat(held.name()).isEqualTo("rack-r1");
  }

  @Test
  void the_overview_of_thousands_asks_as_often_as_that_of_one() throws InterruptedException {
    var first = asked();
    for (var i = 0; i < 3_000; i++) {
      records.server("s" + i, Map.of("is_ready", "TRUE"));
      if (i % 2 == 0) {
        start("s" + i, step("look", "ok")).await();
      }
    }
    for (var i = 0; i < 20; i++) {
      start("held" + i, step("bios", "fails")).await();
    }
    for (var i = 0; i < 20; i++) {
      start("live" + i, step("wait", "waits"));
    }
    assertThat(asked()).isEqualTo(first);
    var began = System.nanoTime();
    var overview = triage.overview();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    assertThat(overview.needsPerson()).hasSize(20);
    assertThat(overview.running()).hasSize(20);
    assertThat(overview.ready().size()).isEqualTo(1_500);
    assertThat(overview.servers()).isEqualTo(3_040);
  }

  /** How often an overview asks for runs, journals and servers. */
  private Map<String, Integer> asked() {
    records.calls().clear();
    triage.overview();
    var asked = new java.util.TreeMap<>(records.calls());
    asked.remove("isAlive"); // once a process that executes something, whatever it executes
    asked.remove("usual"); // once an action of what is being executed
    return asked;
  }
}
