package org.hwautomation.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.hwautomation.store.SqliteStore;
import org.hwautomation.workflow.ErrorClass;
import org.hwautomation.workflow.Event;
import org.hwautomation.workflow.EventCodec;
import org.hwautomation.workflow.ParkReason;
import org.hwautomation.workflow.RunState;
import org.hwautomation.workflow.StepStatus;
import org.hwautomation.workflow.WorkflowStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A script and the bridge, message by message; what is journaled is read as another process does.
 */
@Timeout(120)
final class StdioBridgeTest {
  @TempDir private Path folder = Path.of(".");

  private RunState state(String workflowId) {
    try (var store = SqliteStore.open(folder.resolve("hw_automation.db"))) {
      var run = store.latestRun(workflowId).orElseThrow();
      return RunState.of(store.entries(run.runId(), 0)).orElseThrow();
    }
  }

  private List<Event.AttemptFailed> failures(String workflowId) {
    try (var store = SqliteStore.open(folder.resolve("hw_automation.db"))) {
      var run = store.latestRun(workflowId).orElseThrow();
      return store.entries(run.runId(), 0).stream()
          .flatMap(entry -> EventCodec.read(entry).stream())
          .filter(Event.AttemptFailed.class::isInstance)
          .map(Event.AttemptFailed.class::cast)
          .toList();
    }
  }

  @Test
  void a_function_is_called_after_the_script_was_told_that_its_step_runs() throws Exception {
    try (var script = ScriptUnderTest.connected(folder)) {
      script.start("check-001", "look");
      var call = script.called();
      assertThat(call.params()).containsEntry("step", "look").containsEntry("attempt", 1);
      var told = script.heardSoFar();
      assertThat(told.get(told.indexOf(call) - 1))
          .isInstanceOfSatisfying(
              RpcMessage.Notification.class,
              n ->
                  assertThat(String.valueOf(n.params().get("progress")))
                      .contains("status=running"));
      script.returns(call, Map.of("found", 3), Map.of("rack_location", "B12-U07"));
      assertThat(script.ended().get("status")).isEqualTo("completed");
    }
    var state = state("check-001");
    assertThat(state.values().text("rack_location")).contains("B12-U07");
    assertThat(state.step("look").result().toString()).contains("found");
  }

  @Test
  void what_a_function_left_is_given_to_the_next() throws Exception {
    try (var script = ScriptUnderTest.connected(folder)) {
      script.start("check-002", "a", "b");
      script.returns(script.called(), null, Map.of("server_ip", "10.0.0.5"));
      var second = script.called();
      assertThat(second.params().get("values"))
          .isEqualTo(Map.of("server_ip", "10.0.0.5", "device_type", "any"));
      script.returns(second, true);
      assertThat(script.ended().get("status")).isEqualTo("completed");
    }
  }

  @Test
  void a_function_that_answers_false_fails_and_is_not_tried_again() throws Exception {
    try (var script = ScriptUnderTest.connected(folder)) {
      script.start("check-003", "look");
      script.returns(script.called(), false);
      assertThat(script.ended().get("status")).isEqualTo("failed");
    }
    assertThat(failures("check-003"))
        .singleElement()
        .satisfies(failed -> assertThat(failed.errorClass()).isEqualTo(ErrorClass.REJECTED));
  }

  @Test
  void an_error_keeps_its_type_message_and_trace_and_its_class_decides_whether_it_is_tried_again()
      throws Exception {
    try (var script = ScriptUnderTest.connected(folder)) {
      script.start("check-004", "look");
      script.raises(
          script.called(), "requests.ConnectTimeout", "no route", List.of("ConnectionError"));
      script.raises(script.called(), "builtins.AttributeError", "no such thing", List.of());
      assertThat(script.ended().get("error")).isEqualTo("no such thing");
    }
    var failed = failures("check-004");
    assertThat(failed)
        .extracting(Event.AttemptFailed::errorType, Event.AttemptFailed::errorClass)
        .containsExactly(
            tuple("requests.ConnectTimeout", ErrorClass.CONNECTION),
            tuple("builtins.AttributeError", ErrorClass.DEFECT));
    assertThat(failed.getLast().trace()).contains("File \"check.py\", line 3");
  }

  @Test
  void a_script_that_dies_parks_its_run_and_another_goes_on_with_it() throws Exception {
    var script = ScriptUnderTest.connected(folder);
    script.start("check-005", "a", "b");
    script.returns(script.called(), null);
    assertThat(script.called().params()).containsEntry("step", "b");
    script.dies();
    var parked = state("check-005");
    assertThat(parked.parked().map(Event.RunParked::reason)).contains(ParkReason.SCRIPT_GONE);
    assertThat(parked.parked().orElseThrow().message())
        .contains("check.py, process 1")
        .contains("hwauto run cancel check-005");
    assertThat(parked.step("a").status()).isEqualTo(StepStatus.COMPLETED);
    assertThat(parked.status()).isEqualTo(WorkflowStatus.RUNNING);

    try (var again = ScriptUnderTest.connected(folder)) {
      again.ask(
          "workflow.resume",
          Map.of("workflow_id", "check-005", "functions", ScriptUnderTest.steps("a", "b")));
      var call = again.called();
      assertThat(call.params()).containsEntry("step", "b").containsEntry("attempt", 2);
      again.returns(call, null);
      assertThat(again.ended().get("status")).isEqualTo("completed");
    }
    assertThat(state("check-005").step("a").attempts()).hasSize(1);
  }

  @Test
  void a_run_is_not_resumed_without_the_functions_that_it_needs() throws Exception {
    var script = ScriptUnderTest.connected(folder);
    script.start("check-006", "a", "b");
    script.called();
    script.dies();
    var before = state("check-006").lastSeq();
    try (var again = ScriptUnderTest.connected(folder)) {
      var error =
          again.refused(
              "workflow.resume",
              Map.of("workflow_id", "check-006", "functions", ScriptUnderTest.steps("a")));
      assertThat(error.message()).contains("step b").contains("add the same steps");
    }
    assertThat(state("check-006").lastSeq()).isEqualTo(before);
  }

  @Test
  void a_cancel_ends_a_run_when_its_function_has_returned() throws Exception {
    try (var script = ScriptUnderTest.connected(folder)) {
      script.start("check-007", "look");
      var call = script.called();
      assertThat(script.ask("workflow.cancel", Map.of("workflow_id", "check-007")))
          .isEqualTo(Map.of("cancelled", true));
      script.await(
          "the wish that the call ends",
          message ->
              message instanceof RpcMessage.Notification n && n.method().equals("call.cancel"));
      script.raises(call, "WorkflowCancellationError", "cancelled", List.of());
      assertThat(script.ended().get("status")).isEqualTo("cancelled");
      assertThat(script.ask("workflow.cancel", Map.of("workflow_id", "check-007")))
          .isEqualTo(Map.of("cancelled", false));
    }
  }

  @Test
  void one_that_failed_makes_room_when_the_script_tries_again() throws Exception {
    try (var script = ScriptUnderTest.connected(folder)) {
      script.start("check-008", "look");
      script.returns(script.called(), false);
      assertThat(script.ended().get("phase")).isEqualTo("held");
      script.start("check-008", "look");
      script.returns(script.called(), false);
      script.ended();
      script.start("another-008", "look"); // the same server, and functions alone
      script.returns(script.called(), true);
      assertThat(script.ended().get("status")).isEqualTo("completed");
    }
  }

  @Test
  void a_server_that_a_living_run_has_is_refused() throws Exception {
    try (var script = ScriptUnderTest.connected(folder)) {
      script.start("check-009", "look");
      var call = script.called();
      assertThat(script.refused("workflow.start", ScriptUnderTest.order("other", "look")).message())
          .contains("server-1")
          .contains("check-009");
      assertThat(
              script
                  .refused("workflow.start", ScriptUnderTest.order("check-009", "look"))
                  .message())
          .contains("check-009");
      script.returns(call, null);
      assertThat(script.ended().get("status")).isEqualTo("completed");
    }
  }

  @Test
  void checkpoints_and_points_of_no_return_are_those_of_the_engine() throws Exception {
    var script = ScriptUnderTest.connected(folder);
    script.start("check-010", "flash");
    var call = script.called();
    var id = String.valueOf(call.params().get("call"));
    script.ask("call.save_checkpoint", Map.of("call", id, "name", "task", "value", "/Tasks/7"));
    script.ask(
        "call.enter_point", Map.of("call", id, "description", "flashing", "expected_seconds", 300));
    script.ask("call.leave_point", Map.of("call", id));
    script.dies();
    assertThat(state("check-010").step("flash").points()).isEqualTo(1);
    try (var again = ScriptUnderTest.connected(folder)) {
      again.ask(
          "workflow.resume",
          Map.of("workflow_id", "check-010", "functions", ScriptUnderTest.steps("flash")));
      var next = again.called();
      assertThat(
              again.ask(
                  "call.checkpoint",
                  Map.of("call", String.valueOf(next.params().get("call")), "name", "task")))
          .isEqualTo("/Tasks/7");
      again.returns(next, null);
      again.ended();
    }
  }

  @Test
  void what_is_no_message_is_answered_and_the_session_goes_on() throws Exception {
    try (var script = ScriptUnderTest.connected(folder)) {
      for (var line :
          List.of(
              "not json, password=hunter2",
              "[]",
              "null",
              "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"x\"}",
              "{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"x\"}",
              "{\"jsonrpc\":\"2.0\",\"method\":\"x\",\"params\":[1]}",
              "{\"jsonrpc\":\"2.0\",\"id\":9}",
              "[".repeat(10_000))) {
        script.write(line);
        var answer =
            (RpcMessage.Failure)
                script.await(line, message -> message instanceof RpcMessage.Failure);
        assertThat(answer.id()).isNull();
        assertThat(answer.error().message()).isNotBlank().doesNotContain("hunter2");
      }
      assertThat(script.refused("workflow.strat", Map.of()).message())
          .contains("did you mean 'workflow.start'?");
      assertThat(script.refused("workflow.start", Map.of("workflow_id", 7)).message())
          .contains("workflow_id")
          .contains("a text");
      assertThat(script.refused("call.checkpoint", Map.of("call", "c0", "name", "x")).message())
          .contains("c0 is over");
      script.start("check-011", "look");
      script.returns(script.called(), null);
      assertThat(script.ended().get("status")).isEqualTo("completed");
    }
  }

  @Test
  void values_that_a_run_can_not_remember_fail_the_step_by_name() throws Exception {
    try (var script = ScriptUnderTest.connected(folder)) {
      script.start("check-012", "look");
      script.returns(script.called(), null, Map.of("much", "x".repeat(70_000)));
      assertThat(String.valueOf(script.ended().get("error"))).contains("much");
    }
  }

  @Test
  void a_script_of_another_version_is_told_so() throws Exception {
    try (var script = new ScriptUnderTest(folder)) {
      script.tell(new RpcMessage.Request(1, "hello", Map.of("protocol", 99, "client", "old.py")));
      var answer =
          (RpcMessage.Failure)
              script.await("the answer", message -> message instanceof RpcMessage.Failure);
      assertThat(answer.error().message()).contains("version 99").contains("speaks 1");
    }
  }

  @Test
  void a_wrong_configuration_is_refused_with_all_that_is_wrong() throws Exception {
    try (var script = new ScriptUnderTest(folder)) {
      var error =
          script.refused(
              "hello",
              Map.of(
                  "protocol",
                  1,
                  "client",
                  "check.py",
                  "configuration",
                  Map.of("ssh", Map.of("port", "many"), "ipmi", Map.of("timeout", "long"))));
      assertThat(error.message()).contains("ssh.port").contains("ipmi.timeout");
      assertThat(script.bridgeEnds()).isTrue();
    }
  }

  @Test
  void a_script_that_falls_silent_is_taken_for_gone() throws Exception {
    var script =
        new ScriptUnderTest(folder, new Heartbeat(Duration.ofMillis(50), Duration.ofMillis(1_500)));
    script.ask("hello", Map.of("protocol", 1, "client", "stuck.py, process 2"));
    script.start("check-013", "look");
    script.called();
    assertThat(script.bridgeEnds()).isTrue();
    assertThat(state("check-013").parked().orElseThrow().message()).contains("has said nothing");
  }
}
