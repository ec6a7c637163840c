package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.configuration.Configuration;
import org.hwautomation.provisioning.server.Pace;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.EffectKind;
import org.hwautomation.simulator.MaasStatus;
import org.hwautomation.workflow.WorkflowContext;
import org.hwautomation.workflow.WorkflowStatus;
import org.hwautomation.workflow.WorkflowStep;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs that wait for each other across processes, for a server or under a limit; and runs that are
 * taken back.
 */
@Timeout(90)
final class TurnsTest {
  private static final String TYPE = "d1.c2.medium";
  private static final String ASKS =
      """
      name: asks
      steps:
        - {name: look, uses: bmc.check}
        - {name: agree, approval: {role: operator}}
      """;
  private static final String COMMISSIONS =
      """
      name: commissions
      steps:
        - {name: ask_maas, uses: maas.commission}
        - {name: wait, uses: maas.await_commissioning, limits: [commissioning]}
      """;
  private static final String TAKEN_BACK =
      """
      name: taken_back
      steps:
        - {name: ask_maas, uses: maas.commission, undo: maas.abort_commissioning}
        - {name: agree, approval: {role: operator}}
      on_failure: POLICY
      """;

  @TempDir private Path folder;
  private DataCentre dataCentre;
  private CommandLineRig rig;
  private int speed = 600;
  private final List<HwautoProcess> processes = new ArrayList<>();

  @BeforeEach
  void simulate() throws IOException {
    dataCentre = DataCentre.builder().servers(1).speed(speed).start();
    rig = new CommandLineRig(folder, dataCentre);
  }

  /** Another data centre, whose time runs slower. */
  private void slower(int times) throws IOException {
    dataCentre.close();
    speed = times;
    simulate();
  }

  @AfterEach
  void stop() {
    processes.forEach(HwautoProcess::close);
    dataCentre.close();
  }

  private String host() {
    return rig.server(0).hostname();
  }

  private HwautoProcess start(String definition, String id, String... more) throws IOException {
    var name = definition.lines().findFirst().orElseThrow().replace("name: ", "");
    var file = folder.resolve(name + ".yaml");
    Files.writeString(file, definition);
    var words = new ArrayList<String>();
    words.addAll(List.of("start", file.toString(), "--server", host(), "--id", id));
    words.addAll(List.of("--device-type", TYPE, "--pace", String.valueOf(speed), "--yes"));
    words.addAll(List.of("--config", rig.config().toString(), "--state", rig.state().toString()));
    words.addAll(List.of(more));
    var process = HwautoProcess.start(folder, words);
    processes.add(process);
    return process;
  }

  private String kind(String run) {
    var why = rig.run("why", run, "--json", "--no-maas");
    return why.exitCode() == 0 ? why.json().path("kind").asString() : "";
  }

  private void until(String run, String kind, HwautoProcess process) throws InterruptedException {
    Eventually.until(run + " is " + kind + "\n" + process.printed(), () -> kind(run).equals(kind));
  }

  @Test
  void a_second_run_waits_in_order_and_goes_on_when_the_first_ends() throws Exception {
    var first = start(ASKS, "first");
    until("first", "waiting_for_approval", first);
    var refused = start(ASKS, "refused").await();
    Told.clearly(refused, 2, "is held by run", "(first)", "--queue", "run watch");
    var second = start(ASKS, "second", "--queue");
    until("second", "waiting_for_lock", second);
    var third = start(ASKS, "third", "--queue");
    until("third", "waiting_for_lock", third);

    var why = rig.run("why", "third", "--json", "--no-maas").json();
    assertThat(why.path("workflow_id").asString()).isEqualTo("third");
    assertThat(why.path("message").asString())
        .contains("third waits for " + host(), "(first) has held for", "first comes second");
    assertThat(why.path("waited_seconds").isNumber()).isTrue();
    assertThat(rig.run("why", host(), "--json", "--no-maas").json().path("causes"))
        .extracting(cause -> cause.path("kind").asString())
        .containsExactly("waiting_for_approval", "waiting_for_lock", "waiting_for_lock");
    assertThat(rig.run("status").out())
        .containsSubsequence("second waits for " + host(), "third waits for " + host());

    assertThat(rig.run("run", "approve", "first", "agree").exitCode()).isZero();
    until("second", "waiting_for_approval", second);
    assertThat(first.await().exitCode()).isZero();
    assertThat(kind("third")).isEqualTo("waiting_for_lock");
    assertThat(rig.run("run", "cancel", "third").exitCode()).isZero();
    assertThat(rig.run("run", "approve", "second", "agree").exitCode()).isZero();
    var done = second.await();
    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(done.out())
        .contains("second waits for " + host(), "has it now", "agree")
        .doesNotContain("done in ?", "bmc/uuid/");
    assertThat(third.await().exitCode()).isEqualTo(1);
  }

  @Test
  void two_processes_share_a_limit_and_learn_how_long_things_take() throws Exception {
    slower(100);
    Files.writeString(
        rig.config(), Files.readString(rig.config()) + "limits:\n  commissioning: 1\n");
    var mayEnd = new CountDownLatch(1);
    try (var manager = manager()) {
      var workflow = manager.engine().workflow("the-other");
      workflow.addStep(
          WorkflowStep.named("inside")
              .limit("commissioning")
              .run(
                  context -> {
                    mayEnd.await();
                    return true;
                  }));
      var other = workflow.start(WorkflowContext.builder().build());
      var first = start(COMMISSIONS, "one");
      until("one", "waiting_for_limit", first);
      assertThat(rig.run("why", "one", "--no-maas").out()).contains("under limit commissioning");
      mayEnd.countDown();
      assertThat(other.await().status()).isEqualTo(WorkflowStatus.COMPLETED);
      assertThat(first.await().exitCode()).as(first.printed()).isZero();
    }
    var usual = rig.run("action", "show", "maas.await_commissioning", "--json").json();
    assertThat(usual.path("usual").path(0).path("server_model").asString()).isEqualTo(TYPE);
    assertThat(usual.path("usual").path(0).path("times").asInt()).isEqualTo(1);
    assertThat(rig.run("action", "show", "maas.await_commissioning").out())
        .contains("Usually takes, as learned here", TYPE + "  ", "done once");
    var again = start(COMMISSIONS, "again");
    Eventually.until(
        "it is told how long that usually takes\n" + again.printed(),
        () -> rig.run("status").out().contains("(usually "));
    assertThat(again.await().exitCode()).as(again.printed()).isZero();
  }

  private WorkflowManager manager() {
    var loader = Configuration.loader().file(rig.config());
    return WorkflowManager.open(
        loader.flag("state_dir", "--state", rig.state().toString()).load(),
        new Pace(speed),
        "test",
        "a test");
  }

  @Test
  void a_limit_that_nobody_configured_refuses_the_start() throws Exception {
    var refused = start(COMMISSIONS, "one").await();
    Told.clearly(refused, 2, "names the limit 'commissioning', which is not defined; none is");
    assertThat(dataCentre.recorder().count(host(), EffectKind.COMMISSION)).isZero();
  }

  @Test
  void a_held_run_is_rolled_back_on_request() throws Exception {
    slower(10);
    var run = start(TAKEN_BACK.replace("POLICY", "hold"), "held");
    until("held", "waiting_for_approval", run);
    assertThat(rig.run("run", "rollback", "held", "--json").exitCode()).isEqualTo(2);
    assertThat(rig.run("run", "approve", "held", "agree", "--reject").exitCode()).isZero();
    var failed = run.await();
    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.out())
        .contains(
            "[ 1/2] ask_maas",
            "after 1 of 2 steps",
            "undo it, or give it up",
            "hwauto run rollback ");

    var shown = rig.run("run", "rollback", "held", "--dry-run");
    assertThat(shown.exitCode()).as(shown.err()).isZero();
    assertThat(shown.out()).contains(host(), "MAAS calls it", "undoes ask_maas");
    Told.clearly(rig.run("run", "rollback", "held"), 2, "give --yes", host(), "undoes ask_maas");
    rig.server(0).maas().locked(true);
    Told.clearly(rig.run("run", "rollback", "held", "--yes"), 2, "locked", "safety rule 2");
    rig.server(0).maas().locked(false);
    assertThat(rig.run("run", "list", "--json").json().path("runs").size()).isEqualTo(1);

    var undone =
        rig.run(
            "run",
            "rollback",
            "held",
            "--yes",
            "--pace",
            String.valueOf(speed),
            "--reason",
            "wrong rack");
    assertThat(undone.exitCode()).as(undone.out() + undone.err()).isZero();
    assertThat(undone.out())
        .contains("[ ↩/2] ask_maas/undo", "is rolled back: ask_maas/undo", "Its server is free.");
    assertTakenBack();
    var before = rig.run("run", "list", "--json").json().path("runs").path(1);
    assertThat(rig.run("run", "events", before.path("run_id").asString()).out())
        .contains("its server passes on", ": wrong rack");
  }

  @Test
  void a_run_that_fails_takes_back_what_it_did_if_its_definition_says_so() throws Exception {
    slower(10);
    var run = start(TAKEN_BACK.replace("POLICY", "rollback"), "rolls");
    until("rolls", "waiting_for_approval", run);
    assertThat(rig.run("run", "approve", "rolls", "agree", "--reject").exitCode()).isZero();
    var failed = run.await();
    assertThat(failed.exitCode()).as(failed.err()).isEqualTo(1);
    assertThat(failed.out()).contains("is rolled back", "ask_maas/undo", "after 1 of 2 steps");
    assertTakenBack();
  }

  /** MAAS has ended the commissioning, and the server is nobody's. */
  private void assertTakenBack() {
    assertThat(rig.server(0).maas().status()).isEqualTo(MaasStatus.NEW);
    assertThat(dataCentre.recorder().count(host(), EffectKind.COMMISSION_FINISHED)).isZero();
    assertThat(kind(host())).isEqualTo("ended");
    assertThat(dataCentre.recorder().unsafeActs()).isEmpty();
  }
}
