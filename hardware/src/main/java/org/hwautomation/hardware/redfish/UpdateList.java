package org.hwautomation.hardware.redfish;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * All that a BMC does or did in its tasks (DSP0268 Task), an iDRAC in its job queue, an iLO in its
 * update service and its update task queue.
 */
final class UpdateList {
  private static final Set<String> ENDED_TASKS =
      Set.of("completed", "killed", "exception", "cancelled");
  private static final Set<String> ENDED_QUEUE =
      Set.of("complete", "expired", "exception", "canceled");
  private static final Set<String> ILO_AT_REST = Set.of("idle", "complete", "error");
  private static final Pattern FIRMWARE = Pattern.compile("(?i).*(update|verify|firmware|flash).*");

  private final Connection connection;

  UpdateList(Connection connection) {
    this.connection = connection;
  }

  /** Reads all of them: one request each. */
  List<RunningUpdate> read(@Nullable JsonNode service) {
    var found = new ArrayList<RunningUpdate>();
    var jobs = jobs();
    if (jobs == null) {
      tasks(found);
    } else {
      for (var uri : connection.members(jobs)) {
        var answer = connection.find(uri); // the queue changes while it is read
        if (answer != null) {
          found.add(ofJob(uri, answer.body()));
        }
      }
    }
    if (service != null) {
      hpe(service, found);
    }
    return found;
  }

  /** An iDRAC's job queue; its tasks are the same once more. Null on other BMCs. */
  @Nullable String jobs() {
    for (var uri : connection.members(Json.link(connection.root(), "Managers"))) {
      var manager = connection.get(uri).body();
      var jobs = Json.link(manager, "Links", "Oem", "Dell", "Jobs");
      if (jobs != null) {
        return jobs;
      }
    }
    return null;
  }

  private void tasks(List<RunningUpdate> found) {
    var service = Json.link(connection.root(), "Tasks");
    var answer = service == null ? null : connection.find(service);
    for (var uri : connection.members(answer == null ? null : Json.link(answer.body(), "Tasks"))) {
      var task = connection.find(uri);
      if (task != null) {
        var name = Json.textOr(task.body(), "a task", "Name");
        var state = Json.textOr(task.body(), "state not told", "TaskState");
        found.add(
            new RunningUpdate(
                uri,
                uri,
                name,
                state,
                ENDED_TASKS.contains(state.toLowerCase(Locale.ROOT)),
                FIRMWARE.matcher(name).matches()
                    || Json.textOr(task.body(), "", "Payload", "TargetUri").contains("Update"),
                Json.text(task.body(), "StartTime")));
      }
    }
  }

  private static RunningUpdate ofJob(String uri, JsonNode body) {
    var job = DellJob.of(uri, body);
    var name = job.name() == null ? "a job" : job.name();
    return new RunningUpdate(
        job.id(),
        uri,
        name,
        job.state(),
        !job.unfinished(),
        "FirmwareUpdate".equalsIgnoreCase(job.type()) || FIRMWARE.matcher(name).matches(),
        Json.text(body, "StartTime"));
  }

  private void hpe(JsonNode service, List<RunningUpdate> found) {
    var state = Json.text(service, "Oem", "Hpe", "State");
    if (state != null) {
      found.add(
          new RunningUpdate(
              "Oem.Hpe.State " + state,
              null,
              "iLO's update service",
              state,
              ILO_AT_REST.contains(state.toLowerCase(Locale.ROOT)),
              true,
              null));
    }
    for (var uri : connection.members(Json.link(service, "Oem", "Hpe", "UpdateTaskQueue"))) {
      var item = connection.find(uri);
      if (item != null) {
        var queued = Json.textOr(item.body(), "state not told", "State");
        found.add(
            new RunningUpdate(
                uri,
                uri,
                Json.textOr(item.body(), "a queued update", "Name"),
                queued,
                ENDED_QUEUE.contains(queued.toLowerCase(Locale.ROOT)),
                true,
                Json.text(item.body(), "Created")));
      }
    }
  }
}
