package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.definitions.DefinitionFormat;
import org.hwautomation.server.access.Role;
import org.hwautomation.server.tryout.TryOut;
import org.hwautomation.server.tryout.TryOutLab;
import org.hwautomation.server.tryout.TryOutOrder;
import org.hwautomation.server.tryout.TryOutPlace;
import org.hwautomation.server.tryout.TryOuts;
import org.hwautomation.workflow.WorkflowException;
import org.hwautomation.workflow.WorkflowTime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Templates tried out before they are saved, over REST and bounded. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TryOutTest {
  private static final String ASKED =
      """
      name: asked
      inputs:
        words: {type: secret, required: true}
      steps:
        - name: check
          uses: bmc.check@1
        - name: ask
          approval: {role: operator}
      on_failure: hold
      """;

  private static final String LONG =
      """
      name: long
      steps:
        - name: commission
          uses: maas.commission@1
        - name: wait
          uses: maas.await_commissioning@1
      on_failure: hold
      """;

  private ServiceRig rig;

  @BeforeAll
  void start(@TempDir Path state) {
    rig = new ServiceRig(state, 1);
  }

  @AfterAll
  void stop() {
    rig.close();
  }

  private static Map<String, Object> asked(String server, String fault, String approvals) {
    var body = new LinkedHashMap<String, Object>();
    body.put("text", ASKED);
    body.put("server", server);
    if (!fault.isEmpty()) {
      body.put("fault", fault);
    }
    body.put("approvals", approvals);
    body.put("inputs", Map.of("words", "hush-hush-4711"));
    return body;
  }

  @Test
  void a_text_runs_to_its_end_on_a_server_of_its_own_and_is_told_like_a_real_run()
      throws Exception {
    var effects = rig.dataCentre.recorder().effects().size();
    var started = rig.post("/api/v1/try-outs", asked("hpe", "", "approve"));
    assertThat(started.status()).as(started.body()).isEqualTo(201);
    var place = started.header("Location");
    List<ServiceClient.StreamEvent> told;
    try (var lines = rig.asking("GET", place + "/run/stream").as(rig.admin()).lines()) {
      told = ServiceClient.events(lines, "end");
    }
    var run = rig.get(place + "/run");
    assertThat(run.json().get("status").asString()).isEqualTo("completed");
    assertThat(run.json().get("steps_detail").get(1).get("status").asString())
        .isEqualTo("completed");
    var journal = rig.get(place + "/run/events").json().get("items");
    assertThat(told.stream().filter(event -> !event.id().isEmpty())).hasSize(journal.size());
    Eventually.until("it is over", () -> !rig.get(place).json().get("ended_at").isNull());
    var shown = rig.get(place).json();
    assertThat(shown.get("model").asString()).contains("ProLiant");
    assertThat(shown.get("saw").get("counts").has("session_created")).isTrue();
    assertThat(shown.get("saw").get("unsafe").isEmpty()).as(shown.toString()).isTrue();
    assertThat(run.body() + journal + shown).doesNotContain("hush-hush");

    assertThat(rig.get("/api/v1/runs").json().get("total").asInt()).isZero();
    assertThat(rig.dataCentre.recorder().effects()).hasSize(effects);
    assertThat(rig.get("/api/v1/runs/" + shown.get("run_id").asString()).status()).isEqualTo(404);
    assertThat(remove(place).status()).isEqualTo(204);
    assertThat(remove(place).status()).isEqualTo(404);
    assertThat(rig.get(place + "/run").status()).isEqualTo(404);
  }

  @Test
  void a_fault_and_a_no_show_what_the_template_makes_of_them() throws Exception {
    var stranger = over(rig.post("/api/v1/try-outs", asked("hpe", "neighbours-bmc", "approve")));
    var run = rig.get(stranger + "/run").json();
    assertThat(run.get("phase").asString()).as(run.toString()).isEqualTo("held");
    assertThat(run.get("message").asString()).contains("safety rule 1");
    var refused = over(rig.post("/api/v1/try-outs", asked("dell", "", "refuse")));
    assertThat(rig.get(refused + "/run").json().get("failed_step").asString()).isEqualTo("ask");
    assertThat(remove(stranger).status()).isEqualTo(204);
    assertThat(remove(refused).status()).isEqualTo(204);
  }

  private String over(ServiceClient.Reply started) throws InterruptedException {
    assertThat(started.status()).as(started.body()).isEqualTo(201);
    var place = started.header("Location");
    Eventually.until("it is over", () -> !rig.get(place).json().get("ended_at").isNull());
    return place;
  }

  private ServiceClient.Reply remove(String place) {
    return rig.asking("DELETE", place).as(rig.admin()).reply();
  }

  @Test
  void what_cannot_be_tried_is_told_before_anything_is_made_for_it() {
    var wrong =
        rig.post("/api/v1/try-outs", Map.of("text", ASKED.replace("bmc.check", "bmc.chek")));
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.json().get("fields").get(0).get("message").asString())
        .contains("text:6:11", "bmc.chek");
    var fault = rig.post("/api/v1/try-outs", asked("hpe", "task-vanish", "approve"));
    assertThat(fault.status()).isEqualTo(400);
    assertThat(fault.body()).contains("did you mean 'task-vanishes'");
    var server = rig.post("/api/v1/try-outs", asked("del", "", "approve"));
    assertThat(server.body()).contains("did you mean 'dell'");
    var missing = rig.post("/api/v1/try-outs", Map.of("text", ASKED));
    assertThat(missing.status()).as(missing.body()).isEqualTo(400);
    assertThat(missing.body()).contains("words");
    var viewer =
        rig.asking("POST", "/api/v1/try-outs")
            .as(rig.token(Role.VIEWER))
            .json(asked("hpe", "", "approve"))
            .reply();
    assertThat(viewer.status()).isEqualTo(403);
    var choices = rig.get("/api/v1/try-outs").json();
    assertThat(choices.get("servers")).hasSize(3);
    assertThat(choices.get("faults").size()).isGreaterThan(30);
    assertThat(choices.get("items").isEmpty()).isTrue();
  }

  /** Keeps hold of the places that are made. */
  private static final class Watched implements TryOutLab {
    private final TryOutLab lab;
    final List<Path> folders = new ArrayList<>();

    Watched(TryOutLab lab) {
      this.lab = lab;
    }

    @Override
    public List<Model> models() {
      return lab.models();
    }

    @Override
    public List<Trouble> troubles() {
      return lab.troubles();
    }

    @Override
    public double speed() {
      return lab.speed();
    }

    @Override
    public TryOutPlace open(Model model, Optional<Trouble> trouble) {
      var place = lab.open(model, trouble);
      folders.add(place.manager().configuration().stateDir());
      return place;
    }
  }

  private static TryOutOrder order(String text) {
    return new TryOutOrder(
        text, DefinitionFormat.YAML, Optional.empty(), Optional.empty(), Map.of(), true);
  }

  @Test
  void one_that_goes_on_for_too_long_is_cancelled_and_nothing_stays_of_any() throws Exception {
    var lab = new Watched(new SimulatedLab(rig.manager.configuration(), 1));
    var limits = new TryOuts.Limits(1, 1, Duration.ofMillis(1_500), Duration.ofMinutes(1));
    try (var tryOuts = new TryOuts(Optional.of(lab), WorkflowTime.system(), limits)) {
      var first = tryOuts.start(order(LONG), "test");
      assertThatThrownBy(() -> tryOuts.start(order(LONG), "test"))
          .isInstanceOf(WorkflowException.class)
          .hasMessageContaining("1 try-outs go on already (long of test)");
      assertThat(lab.folders).hasSize(1);
      Eventually.until("it is cut short", () -> first.endedAt().isPresent());
      assertThat(first.cutShort()).isPresent();
      assertThat(status(first)).isEqualTo("cancelled");

      // what is over makes place
      var second = tryOuts.start(order(LONG), "test");
      assertThat(tryOuts.list()).containsExactly(second);
      assertThat(lab.folders.getFirst()).doesNotExist();
      tryOuts.cancel(second, "user:alice");
      Eventually.until("it is cancelled", () -> second.endedAt().isPresent());
      assertThat(status(second)).isEqualTo("cancelled");
      assertThat(second.cutShort()).isEmpty();
    }
    assertThat(lab.folders).hasSize(2).noneMatch(Files::exists);
  }

  private static String status(TryOut tryOut) {
    return tryOut.manager().store().run(tryOut.runId()).orElseThrow().status().wireName();
  }

  @Test
  void where_there_is_no_simulator_that_is_said() {
    try (var tryOuts = new TryOuts(Optional.empty(), WorkflowTime.system(), TryOuts.Limits.USUAL)) {
      assertThatThrownBy(() -> tryOuts.start(order(LONG), "test"))
          .hasMessageContaining("no simulator");
    }
  }
}
