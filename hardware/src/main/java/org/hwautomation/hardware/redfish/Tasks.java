package org.hwautomation.hardware.redfish;

import static org.hwautomation.hardware.HardwareException.Kind;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Follows operations that go on after their request was answered. Thread-safe. */
public final class Tasks {
  /** Between two looks where the BMC asks for nothing else; up to a fifth is added at random. */
  public static final Duration POLL_INTERVAL = Duration.ofSeconds(10);

  private final Connection connection;

  Tasks(Connection connection) {
    this.connection = connection;
  }

  /** Looks once. */
  public TaskStatus poll(TaskHandle task) {
    var first = task.monitorUri() == null ? task.taskUri() : task.monitorUri();
    if (first == null) {
      throw new IllegalArgumentException("a task without a URI");
    }
    var status = look(first);
    var second = task.taskUri();
    return status instanceof TaskStatus.Vanished && second != null && !second.equals(first)
        ? look(second)
        : status;
  }

  private TaskStatus look(String uri) {
    RawAnswer answer;
    try {
      answer = connection.readRaw(uri);
    } catch (RedfishException e) {
      if (e.isNotFound()) {
        return new TaskStatus.Vanished(uri);
      }
      var status = e.status().orElse(0);
      if ((e.kind() == Kind.REJECTED && status >= 400)
          || (status == 500 && !e.messages().isEmpty())) {
        return new TaskStatus.Failed("HTTP " + status, e.messages()); // the operation's own error
      }
      throw e;
    }
    var body = answer.jsonOrMissing();
    var retryAfter = answer.retryAfter();
    var job = Json.text(body, "JobState");
    var state = Json.text(body, "TaskState");
    if (state != null) {
      return ofTask(body, state, retryAfter);
    }
    if (job != null) {
      return ofJob(DellJob.of(uri, body), retryAfter);
    }
    return answer.status() == 202
        ? new TaskStatus.Running(
            "Running",
            Json.integer(body, "PercentComplete"),
            RedfishMessage.allOf(body),
            retryAfter)
        : new TaskStatus.Finished(false, RedfishMessage.allOf(body));
  }

  private static TaskStatus ofTask(JsonNode task, String state, @Nullable Duration retryAfter) {
    var messages = RedfishMessage.listOf(task.path("Messages"));
    return switch (state.toLowerCase(Locale.ROOT)) {
      case "completed" ->
          switch (Json.textOr(task, "OK", "TaskStatus").toLowerCase(Locale.ROOT)) {
            case "critical" -> new TaskStatus.Failed(state + ", status Critical", messages);
            case "warning" -> new TaskStatus.Finished(true, messages);
            default -> new TaskStatus.Finished(false, messages);
          };
      case "killed", "exception", "cancelled" -> new TaskStatus.Failed(state, messages);
      default ->
          new TaskStatus.Running(
              state, Json.integer(task, "PercentComplete"), messages, retryAfter);
    };
  }

  private static TaskStatus ofJob(DellJob job, @Nullable Duration retryAfter) {
    var said = job.message();
    var messages =
        said == null
            ? List.<RedfishMessage>of()
            : List.of(new RedfishMessage("", said, List.of(), "", ""));
    if (job.unfinished()) {
      return new TaskStatus.Running(job.state(), job.percentComplete(), messages, retryAfter);
    }
    return job.state().equalsIgnoreCase("Completed")
            || job.state().equalsIgnoreCase("RebootCompleted")
        ? new TaskStatus.Finished(false, messages)
        : new TaskStatus.Failed(job.state(), messages);
  }

  /**
   * Looks until the operation has ended or vanished. A BMC that does not answer for a moment is
   * asked again. Leaves at once when the thread is interrupted.
   *
   * @param progress told each time that it still runs
   * @throws RedfishException {@code TIMEOUT} with what was last seen; the operation goes on
   */
  public TaskStatus await(
      TaskHandle task, Duration timeout, Consumer<TaskStatus.Running> progress) {
    var pacer = connection.pacer();
    var start = pacer.nanoTime();
    var last = "nothing";
    while (true) {
      var wait = POLL_INTERVAL;
      try {
        var status = poll(task);
        if (!(status instanceof TaskStatus.Running running)) {
          return status;
        }
        progress.accept(running);
        last =
            running.state()
                + (running.percent().isPresent() ? ", " + running.percent().getAsInt() + " %" : "");
        wait = running.retryAfter() == null ? wait : running.retryAfter();
      } catch (RedfishException e) {
        if (!e.passing() || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        last = String.valueOf(e.getMessage());
      }
      if (pacer.nanoTime() - start >= timeout.toNanos()) {
        throw RedfishException.unanswered(
            Kind.TIMEOUT,
            connection.peer(),
            connection.peer()
                + ": the operation "
                + task
                + " did not end within "
                + Transport.text(timeout)
                + "; last seen: "
                + last,
            null);
      }
      connection.pause(wait.plusMillis(jitter(wait)));
    }
  }

  private static long jitter(Duration wait) {
    return ThreadLocalRandom.current().nextLong(wait.toMillis() / 5 + 1);
  }
}
