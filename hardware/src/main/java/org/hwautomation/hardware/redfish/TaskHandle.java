package org.hwautomation.hardware.redfish;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a BMC tells how a started operation goes on. Plain fields: keep it before you wait, so that
 * another process can adopt the operation.
 *
 * @param monitorUri the task monitor (DSP0266 12.2), the {@code Location} of the 202 answer
 * @param taskUri the Task resource, where the BMC names it
 * @param jobId Dell's job, such as {@code JID_102241909559}
 */
public record TaskHandle(
    @Nullable String monitorUri, @Nullable String taskUri, @Nullable String jobId) {
  private static final Pattern JOB = Pattern.compile("JID_[0-9]+");

  public TaskHandle {
    if (monitorUri == null && taskUri == null) {
      throw new IllegalArgumentException("a task needs the URI of its monitor or its own");
    }
  }

  /**
   * Finds the operation that an answer started, in the {@code Location}, in the task in the body,
   * or in a message's argument (Supermicro). Empty if the answer started none.
   */
  public static Optional<TaskHandle> of(Answer answer) {
    var body = answer.body();
    var type = Json.textOr(body, "", "@odata.type");
    var monitor = answer.location();
    if (answer.status() != 202
        && !type.startsWith("#Task.")
        && (monitor == null || !leadsToTask(monitor))) {
      return Optional.empty();
    }
    var task = Json.text(body, "@odata.id");
    if (task == null) {
      task = inMessages(answer);
    }
    if (monitor == null) {
      monitor = Json.text(body, "TaskMonitor");
    }
    if (monitor == null && task == null) {
      return Optional.empty();
    }
    var job = JOB.matcher((monitor == null ? "" : monitor) + " " + (task == null ? "" : task));
    return Optional.of(new TaskHandle(monitor, task, job.find() ? job.group() : null));
  }

  private static boolean leadsToTask(String uri) {
    return uri.contains("/TaskService/") || uri.contains("/Jobs/") || JOB.matcher(uri).find();
  }

  private static @Nullable String inMessages(Answer answer) {
    var messages = new java.util.ArrayList<>(answer.messages());
    for (var entry : answer.body().properties()) {
      messages.addAll(RedfishMessage.allOf(entry.getValue()));
    }
    for (var message : messages) {
      for (var arg : message.args()) {
        if (arg.startsWith("/redfish/") && leadsToTask(arg)) {
          return arg;
        }
      }
    }
    return null;
  }
}
