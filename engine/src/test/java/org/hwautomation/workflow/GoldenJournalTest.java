package org.hwautomation.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/**
 * Journals as released versions wrote them, replayed by this one. A file here is never changed: if
 * this test fails, lift the old form in {@link EventCodec}.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class GoldenJournalTest {
  private static List<JournalEntry> golden(String name) throws IOException {
    try (var in = GoldenJournalTest.class.getResourceAsStream("/golden/" + name)) {
      assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(GoldenJournalTest::read)
          .toList();
    }
  }

  /** A row as a line: its columns as they are in the database. */
  private static JournalEntry read(String line) {
    var row = (Value.Fields) ValueCodec.read(line);
    return new JournalEntry(
        row.text("run_id").orElseThrow(),
        row.get("seq").orElseThrow().as(Long.class),
        row.get("epoch").orElseThrow().as(Long.class),
        row.text("type").orElseThrow(),
        row.get("schema_version").orElseThrow().as(Integer.class),
        Instant.EPOCH.plusNanos(row.get("at_utc_micros").orElseThrow().as(Long.class) * 1_000),
        row.text("actor").orElseThrow(),
        (Value.Fields) row.get("payload").orElse(Value.Fields.EMPTY));
  }

  private static String write(JournalEntry entry) {
    var row = new LinkedHashMap<String, Object>();
    row.put("run_id", entry.runId());
    row.put("seq", entry.seq());
    row.put("epoch", entry.epoch());
    row.put("type", entry.type());
    row.put("schema_version", entry.schemaVersion());
    row.put("at_utc_micros", ChronoUnit.MICROS.between(Instant.EPOCH, entry.at()));
    row.put("actor", entry.actor());
    row.put("payload", entry.payload());
    return ValueCodec.write(Value.fields(row));
  }

  @Test
  void a_journal_of_0_1_is_folded_as_0_1_did() throws Exception {
    var state = RunState.of(golden("0.1/every_event.jsonl")).orElseThrow();
    assertThat(state.workflowId()).isEqualTo("prov-001");
    assertThat(state.rootRunId()).isEqualTo("0193-a");
    assertThat(state.resumedFrom()).contains("0193-a");
    assertThat(state.status()).isEqualTo(WorkflowStatus.FAILED);
    assertThat(state.held()).isFalse();
    assertThat(state.epoch()).isEqualTo(2);
    assertThat(state.owner()).isEmpty();
    assertThat(state.failedStep()).contains("configure_bios");
    assertThat(state.error()).contains("the BMC answered 503");
    assertThat(state.notCleaned()).contains("log_out: session gone");
    assertThat(state.lockKeys()).containsExactlyInAnyOrder("bmc/10.0.1.7", "server/1");
    assertThat(state.values().get("bmc_password")).contains(new Value.SecretReference("bmc-7"));
    assertThat(state.values().text("ip_address")).contains("10.1.0.7");
    assertThat(state.definition().deadline()).contains(Duration.ofHours(4));
    assertThat(state.definition().mainSteps().get(1).retry().delayAfter(1, 0))
        .isEqualTo(Duration.ofSeconds(30));
    var validate = state.step("validate_server");
    assertThat(validate.status()).isEqualTo(StepStatus.COMPLETED);
    assertThat(validate.attempts()).isEmpty();
    var commission = state.step("commission_server");
    assertThat(commission.status()).isEqualTo(StepStatus.COMPLETED);
    assertThat(commission.interruptions()).isEqualTo(1);
    assertThat(commission.checkpoints().get("operation"))
        .extracting(StepState.CheckpointState::value)
        .isEqualTo(new Value.Int(4711));
    assertThat(commission.lastProgress()).contains("testing");
    var bios = state.step("configure_bios");
    assertThat(bios.status()).isEqualTo(StepStatus.FAILED);
    assertThat(bios.attempts())
        .extracting(StepState.Attempt::outcome)
        .containsExactly(
            StepState.Outcome.FAILED, StepState.Outcome.STOPPED, StepState.Outcome.FAILED);
    assertThat(bios.point()).isEmpty();
    assertThat(state.step("log_out").status()).isEqualTo(StepStatus.SKIPPED);
    assertThat(state.cancel().orElseThrow().by()).isEqualTo("cli:alice");
  }

  @Test
  void a_journal_of_0_2_is_folded_as_0_2_did() throws Exception {
    var state = RunState.of(golden("0.2/every_event.jsonl")).orElseThrow();
    assertThat(state.status()).isEqualTo(WorkflowStatus.FAILED);
    assertThat(state.held()).isFalse(); // it was released
    assertThat(state.phase()).isEqualTo(Phase.NONE);
    assertThat(state.lastSeq()).isEqualTo(42);
    assertThat(state.epoch()).isEqualTo(2);
    assertThat(state.owner()).isEmpty();
    assertThat(state.error()).contains("the BMC answered 503");
    assertThat(state.failedStep()).contains("configure_bios");
    assertThat(state.notCleaned()).contains("log_out: session gone");
    assertThat(state.rollback()).contains("a step failed");
    assertThat(state.cancel().orElseThrow().isForced()).isTrue();
    assertThat(state.paused()).isEmpty();
    assertThat(state.parked()).isEmpty();
    assertThat(state.locksAwaited()).isEmpty();
    assertThat(state.active()).isEmpty();
    assertThat(state.purpose()).isEmpty();
    assertThat(state.values().text("ip_address")).contains("10.1.0.7");
    assertThat(state.inputs().text("ip_address")).isEmpty();
    assertThat(state.steps())
        .containsOnlyKeys(
            "validate_server",
            "commission_server",
            "configure_bios",
            "approve",
            "checks/sensors",
            "checks/sub/look",
            "log_out",
            "checks/sensors/undo",
            "mark_broken");
    assertThat(state.totalSteps()).isEqualTo(7);
    assertThat(state.stepsCompleted()).isEqualTo(5);
    var validate = state.step("validate_server");
    assertThat(validate.status()).isEqualTo(StepStatus.COMPLETED);
    assertThat(validate.points()).isEqualTo(1);
    assertThat(validate.endedSeq()).isEqualTo(2);
    assertThat(state.step("commission_server").reads()).containsExactly("device_type");
    var bios = state.step("configure_bios");
    assertThat(bios.status()).isEqualTo(StepStatus.FAILED);
    assertThat(bios.points()).isEqualTo(1);
    assertThat(bios.unsettledPoint()).isEmpty(); // the one it carried was settled by the next
    assertThat(bios.endedSeq()).isEqualTo(22);
    var approve = state.step("approve");
    assertThat(approve.status()).isEqualTo(StepStatus.PENDING);
    assertThat(approve.points()).isEqualTo(2);
    assertThat(approve.approvalAwaited()).isEmpty();
    assertThat(approve.approval().orElseThrow().role()).isEqualTo("operator");
    assertThat(approve.approval().orElseThrow().answer().orElseThrow().by()).isEqualTo("cli:alice");
    var sensors = state.step("checks/sensors");
    assertThat(sensors.status()).isEqualTo(StepStatus.COMPLETED);
    assertThat(sensors.result()).isEqualTo(Value.fields(Map.of("count", 3)));
    assertThat(sensors.reads()).containsExactly("*");
    assertThat(sensors.slow()).isEmpty();
    assertThat(sensors.limitAwaited()).isEmpty();
    assertThat(state.step("checks/sub/look").skipped()).contains(SkipCause.CONDITION);
    assertThat(state.step("log_out").skipped()).contains(SkipCause.CANCELLED);
    assertThat(state.step("checks/sensors/undo").status()).isEqualTo(StepStatus.COMPLETED);
    assertThat(state.step("mark_broken").status()).isEqualTo(StepStatus.PENDING);
  }

  @Test
  void and_its_definition_is_read_as_0_2_wrote_it() throws Exception {
    var definition = RunState.of(golden("0.2/every_event.jsonl")).orElseThrow().definition();
    assertThat(definition.failure()).isEqualTo(FailurePolicy.ROLLBACK);
    assertThat(definition.inputs())
        .containsExactly(Parameter.of("device_type", "string", "what it is").asRequired());
    assertThat(definition.locks()).containsExactly("server/${server_id}");
    assertThat(definition.deadline()).contains(Duration.ofHours(4));
    assertThat(definition.source().orElseThrow().format()).isEqualTo("yaml");
    var approve = (WorkflowStep) definition.steps().get(3);
    assertThat(approve.work()).isEqualTo(new WorkflowStep.Work.Waits());
    assertThat(approve.approval())
        .contains(new Approval("operator", Optional.of(Duration.ofHours(24))));
    var checks = (ParallelGroup) definition.steps().get(4);
    assertThat(checks.when()).contains("true");
    var sensors = (WorkflowStep) checks.branches().getFirst();
    assertThat(sensors.when()).contains("size(inputs) > 0");
    assertThat(sensors.limits()).containsExactly("bmc");
    assertThat(sensors.undo().orElseThrow().action()).contains("server.validate@1");
    var sub = (Sequence) checks.branches().getLast();
    assertThat(sub.definition()).contains("other");
    assertThat(sub.inputs().text("x")).contains("${inputs.device_type}");
    assertThat(definition.onFailure()).hasSize(1);
  }

  @Test
  void a_journal_of_0_3_is_that_of_0_2_with_a_window_that_somebody_overrode() throws Exception {
    var entries = golden("0.3/every_event.jsonl");
    var state = RunState.of(entries).orElseThrow();
    assertThat(state.lastSeq()).isEqualTo(44);
    assertThat(state.windowOverridden())
        .contains(new Event.WindowOverridden("cli:alice", "the rack is empty"));
    assertThat(state.step("checks/sensors").windowAwaited()).isEmpty();
    var before = RunState.of(golden("0.2/every_event.jsonl")).orElseThrow();
    assertThat(state.steps().values())
        .extracting(StepState::attempts)
        .isEqualTo(before.steps().values().stream().map(StepState::attempts).toList());
    var waiting = RunState.of(entries.subList(0, 33)).orElseThrow();
    assertThat(waiting.step("checks/sensors").windowAwaited())
        .contains(
            new Event.WindowAwaited(
                "checks/sensors", "nights", Instant.parse("2026-11-25T22:00:00Z")));
    assertThat(waiting.active()).contains("checks/sensors");
  }

  @Test
  void a_journal_of_0_4_is_that_of_0_3_with_an_error_of_another_program() throws Exception {
    var entries = golden("0.4/every_event.jsonl");
    var before = golden("0.3/every_event.jsonl");
    assertThat(RunState.of(entries)).isEqualTo(RunState.of(before));
    var failed = (Event.AttemptFailed) EventCodec.read(entries.get(21)).orElseThrow();
    assertThat(failed.errorType()).isEqualTo("builtins.ValueError");
    assertThat(failed.trace()).contains("File \"check.py\", line 3, in look");
    var old = (Event.AttemptFailed) EventCodec.read(before.get(21)).orElseThrow();
    assertThat(old.trace()).isEmpty();
  }

  @Test
  void the_golden_file_has_every_type_of_event_there_is() throws Exception {
    var types = golden("0.4/every_event.jsonl").stream().map(JournalEntry::type).toList();
    var known =
        Arrays.stream(Event.class.getPermittedSubclasses())
            .map(type -> RecordMapping.snakeCase(type.getSimpleName()))
            .toList();
    assertThat(types).containsAll(known);
  }

  @Test
  void this_version_writes_the_same_format() throws Exception {
    for (var entry : golden("0.4/every_event.jsonl")) {
      var event = EventCodec.read(entry).orElseThrow();
      var again =
          EventCodec.write(
              entry.runId(), entry.seq(), entry.epoch(), entry.at(), entry.actor(), event);
      assertThat(write(again)).isEqualTo(write(entry));
    }
  }

  @Test
  void fields_that_this_version_does_not_know_change_nothing() throws Exception {
    var entries = golden("0.2/every_event.jsonl");
    var widened = new ArrayList<JournalEntry>();
    for (var entry : entries) {
      widened.add(
          new JournalEntry(
              entry.runId(),
              entry.seq(),
              entry.epoch(),
              entry.type(),
              entry.schemaVersion(),
              entry.at(),
              entry.actor(),
              entry.payload().with("of_a_later_version", Map.of("x", 1))));
    }
    assertThat(RunState.of(widened)).isEqualTo(RunState.of(entries));
  }

  @Test
  void an_unknown_type_and_a_newer_format_are_told_by_name() throws Exception {
    var entries = golden("0.2/every_event.jsonl");
    var first = entries.getFirst();
    for (var strange :
        List.of(
            new JournalEntry(
                first.runId(), 2, 1, "server_teleported", 1, first.at(), "x", Value.Fields.EMPTY),
            new JournalEntry(
                first.runId(), 2, 1, "run_owned", 99, first.at(), "x", Value.Fields.EMPTY))) {
      assertThatThrownBy(() -> RunState.of(List.of(first, strange)))
          .isInstanceOf(UnknownEventException.class)
          .hasMessageContaining(strange.type())
          .hasMessageContaining("newer version");
    }
  }
}
