package org.hwautomation.hardware.redfish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.hwautomation.hardware.redfish.FakeBmc.SYSTEM;
import static org.hwautomation.hardware.redfish.FakeBmc.error;
import static org.hwautomation.hardware.redfish.FakeBmc.reply;

import java.time.Duration;
import java.util.ArrayList;
import java.util.OptionalInt;
import org.hwautomation.hardware.HardwareException.Kind;
import org.hwautomation.hardware.redfish.FakeBmc.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TasksTest {
  private static final String MONITOR = "/redfish/v1/TaskService/TaskMonitors/5";
  private static final String TASK = "/redfish/v1/TaskService/Tasks/5";
  private static final TaskHandle HANDLE = new TaskHandle(MONITOR, TASK, null);

  private static TaskStatus poll(Reply monitor) throws Exception {
    try (var bmc = FakeBmc.http();
        var client = bmc.client()) {
      bmc.on("GET", MONITOR, monitor);
      return client.tasks().poll(HANDLE);
    }
  }

  private static TaskHandle started(Reply answer) throws Exception {
    try (var bmc = FakeBmc.http();
        var client = bmc.client()) {
      bmc.on("POST", SYSTEM + "/act", answer);
      return TaskHandle.of(client.post(SYSTEM + "/act", null)).orElseThrow();
    }
  }

  @Test
  void a_task_is_found_wherever_the_bmc_names_it() throws Exception {
    assertThat(started(reply(202, "").with("Location", MONITOR)).monitorUri()).isEqualTo(MONITOR);
    assertThat(
            started(
                    reply(
                        202,
                        "{\"@odata.type\": \"#Task.v1_4_0.Task\", \"@odata.id\": \""
                            + TASK
                            + "\"}"))
                .taskUri())
        .isEqualTo(TASK);
    assertThat(
            started(
                    reply(
                        202,
                        """
                        {"Accepted": {"code": "Base.v1_4_0.Accepted", "@Message.ExtendedInfo": [
                          {"MessageId": "SMC.1.0.OemTask", "MessageArgs": ["x", "%s"]}]}}
                        """
                            .formatted(TASK)))
                .taskUri())
        .isEqualTo(TASK);
    assertThat(started(reply(202, "").with("Location", "/redfish/v1/x/Jobs/JID_12")).jobId())
        .isEqualTo("JID_12");
  }

  @Test
  void an_answer_that_started_nothing_gives_no_task() throws Exception {
    try (var bmc = FakeBmc.http();
        var client = bmc.client()) {
      bmc.on("POST", SYSTEM + "/act", reply(200, "{}"));
      assertThat(TaskHandle.of(client.post(SYSTEM + "/act", null))).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Running,OK,Running",
    "Suspended,OK,Running",
    "Interrupted,OK,Running",
    "Stopping,OK,Running",
    "Completed,OK,Finished",
    "Completed,Warning,Finished",
    "Completed,Critical,Failed",
    "Exception,Critical,Failed",
    "Cancelled,OK,Failed",
    "Killed,OK,Failed"
  })
  void a_tasks_state_and_status_decide_together(String state, String status, String outcome)
      throws Exception {
    var answer =
        poll(reply(200, "{\"TaskState\": \"" + state + "\", \"TaskStatus\": \"" + status + "\"}"));
    assertThat(answer.getClass().getSimpleName()).isEqualTo(outcome);
  }

  @Test
  void a_monitor_says_running_with_202_and_done_with_any_other_success() throws Exception {
    assertThat(poll(reply(202, "").with("Retry-After", "7")))
        .isEqualTo(
            new TaskStatus.Running(
                "Running", OptionalInt.empty(), java.util.List.of(), Duration.ofSeconds(7)));
    assertThat(poll(reply(204, ""))).isInstanceOf(TaskStatus.Finished.class);
    assertThat(poll(error(400, "Base.1.8.ActionParameterValueError", "Bad.")))
        .isInstanceOfSatisfying(
            TaskStatus.Failed.class,
            failed -> assertThat(failed.messages().getFirst().text()).isEqualTo("Bad."));
  }

  @Test
  void a_vanished_monitor_is_neither_success_nor_failure() throws Exception {
    assertThat(poll(reply(404, ""))).isEqualTo(new TaskStatus.Vanished(TASK));
    assertThat(poll(reply(410, ""))).isEqualTo(new TaskStatus.Vanished(TASK));
  }

  @Test
  void a_task_whose_monitor_is_gone_is_asked_itself() throws Exception {
    try (var bmc = FakeBmc.http();
        var client = bmc.client()) {
      bmc.json(TASK, "{\"TaskState\": \"Completed\", \"TaskStatus\": \"OK\"}");
      assertThat(client.tasks().poll(HANDLE)).isInstanceOf(TaskStatus.Finished.class);
    }
  }

  @Test
  void a_dell_job_is_understood() throws Exception {
    assertThat(poll(reply(200, "{\"JobState\": \"Scheduled\", \"PercentComplete\": 0}")))
        .isInstanceOf(TaskStatus.Running.class);
    assertThat(poll(reply(200, "{\"JobState\": \"CompletedWithErrors\", \"Message\": \"No.\"}")))
        .isInstanceOf(TaskStatus.Failed.class);
  }

  @Test
  void waiting_tells_the_progress_and_outlives_a_silent_bmc() throws Exception {
    var seen = new ArrayList<Integer>();
    try (var bmc = FakeBmc.http();
        var client = bmc.client()) {
      bmc.inTurn(
          "GET",
          MONITOR,
          reply(202, "{\"TaskState\": \"Running\", \"PercentComplete\": 10}"),
          reply(503, "").with("Retry-After", "60"),
          reply(202, "{\"TaskState\": \"Running\", \"PercentComplete\": 90}"),
          reply(200, "{\"TaskState\": \"Completed\"}"));
      var end =
          client.tasks().await(HANDLE, Duration.ofHours(1), r -> seen.add(r.percent().orElse(-1)));
      assertThat(end).isInstanceOf(TaskStatus.Finished.class);
      assertThat(seen).containsExactly(10, 90);
      assertThat(bmc.pacer.pauses)
          .allSatisfy(p -> assertThat(p).isGreaterThanOrEqualTo(Tasks.POLL_INTERVAL));
    }
  }

  @Test
  void waiting_ends_with_what_was_last_seen() throws Exception {
    try (var bmc = FakeBmc.http();
        var client = bmc.client()) {
      bmc.on("GET", MONITOR, reply(202, "{\"TaskState\": \"Starting\", \"PercentComplete\": 3}"));
      var failure =
          catchThrowableOfType(
              RedfishException.class,
              () -> client.tasks().await(HANDLE, Duration.ofMinutes(1), _ -> {}));
      assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
      assertThat(failure).hasMessageContaining("Starting, 3 %").hasMessageContaining("60 s");
    }
  }
}
