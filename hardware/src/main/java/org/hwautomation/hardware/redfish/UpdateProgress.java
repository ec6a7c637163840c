package org.hwautomation.hardware.redfish;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads how an update stands. What is not proven to be harmless counts as writing; what the BMC
 * does not know any more is {@link UpdatePhase#UNKNOWN}.
 */
final class UpdateProgress {
  private static final Set<String> SKIPPED =
      Set.of(
          "updateskipped",
          "updateskippedsameversion",
          "updateskippedversiontoolow",
          "updatenotapplicable",
          "transferfailed",
          "verificationfailed",
          "applyfailed",
          "activatefailed");

  private final Connection connection;
  private final Tasks tasks;

  UpdateProgress(Connection connection) {
    this.connection = connection;
    this.tasks = new Tasks(connection);
  }

  UpdateStatus look(UpdateHandle handle, String service) {
    if (handle.stage() == UpdateHandle.Stage.PREPARED) {
      return UpdateStatus.of(UpdatePhase.UNKNOWN, "not known to have been sent", List.of());
    }
    var task = handle.task();
    var applying = handle.stage() == UpdateHandle.Stage.APPLYING;
    if (handle.method() == UpdateMethod.HPE_UPLOAD
        || (handle.method() == UpdateMethod.HPE_QUEUE && !applying)) {
      return ofIlo(connection.get(service).body(), applying);
    }
    if (task == null) {
      return UpdateStatus.of(UpdatePhase.UNKNOWN, "accepted, with no task to follow", List.of());
    }
    return handle.method() == UpdateMethod.HPE_QUEUE ? ofQueue(task) : ofTask(handle, task, true);
  }

  private UpdateStatus ofTask(UpdateHandle handle, TaskHandle task, boolean follow) {
    return switch (tasks.poll(task)) {
      case TaskStatus.Vanished(var uri) ->
          UpdateStatus.of(
              UpdatePhase.UNKNOWN, "the BMC does not know " + uri + " any more", List.of());
      case TaskStatus.Failed(var state, var messages) ->
          UpdateStatus.of(UpdatePhase.FAILED, state, messages);
      case TaskStatus.Finished(var warning, var messages) -> {
        var moved = follow ? movedTo(messages) : null;
        yield moved == null ? finished(handle, warning, messages) : ofTask(handle, moved, false);
      }
      case TaskStatus.Running running -> {
        var moved = follow ? movedTo(running.messages()) : null;
        yield moved == null ? running(handle, task, running) : ofTask(handle, moved, false);
      }
    };
  }

  private static UpdateStatus finished(
      UpdateHandle handle, boolean warning, List<RedfishMessage> messages) {
    if (warning) {
      return UpdateStatus.of(UpdatePhase.UNKNOWN, "completed with status Warning", messages);
    }
    for (var message : messages) {
      var key = message.key().toLowerCase(Locale.ROOT);
      if (SKIPPED.contains(key)) {
        return UpdateStatus.of(UpdatePhase.FAILED, message.toString(), messages);
      }
    }
    if (handle.stage() == UpdateHandle.Stage.VERIFYING) {
      return UpdateStatus.of(UpdatePhase.READY_TO_START, "verified", messages);
    }
    return UpdateStatus.of(
        wantsReset(messages) ? UpdatePhase.AWAITING_RESET : UpdatePhase.SUCCEEDED,
        "Completed",
        messages);
  }

  private static boolean wantsReset(List<RedfishMessage> messages) {
    return !messages.isEmpty()
        && messages.stream()
            .map(message -> message.key().toLowerCase(Locale.ROOT))
            .anyMatch(key -> key.equals("awaittoactivate") || key.contains("resetrequired"));
  }

  /** {@code Update.1.x.OperationTransitionedToJob} names where the operation goes on. */
  private static @Nullable TaskHandle movedTo(List<RedfishMessage> messages) {
    for (var message : messages) {
      if (message.is("OperationTransitionedToJob")) {
        for (var arg : message.args()) {
          if (arg.startsWith("/redfish/")) {
            return new TaskHandle(null, arg, null);
          }
        }
      }
    }
    return null;
  }

  private UpdateStatus running(UpdateHandle handle, TaskHandle task, TaskStatus.Running running) {
    var state = running.state();
    var messages = running.messages();
    var percent = running.percent();
    var phase = phase(handle, state, messages);
    var job = task.jobId() == null ? null : job(task.jobId());
    if (job != null) {
      state = job.state();
      phase = ofJob(handle, state);
      percent = job.percentComplete();
      var said = job.message();
      messages = said == null ? messages : List.of(new RedfishMessage("", said, List.of(), "", ""));
    }
    return new UpdateStatus(phase, percent, state, messages, running.retryAfter());
  }

  private @Nullable DellJob job(String id) {
    var jobs = new UpdateList(connection).jobs();
    var uri = jobs == null ? null : jobs.replaceFirst("/$", "") + "/" + id;
    var answer = uri == null ? null : connection.find(uri);
    return answer == null ? null : DellJob.of(String.valueOf(uri), answer.body());
  }

  private static UpdatePhase ofJob(UpdateHandle handle, String state) {
    return switch (state.toLowerCase(Locale.ROOT)) {
      case "new" -> UpdatePhase.VERIFYING;
      case "downloading", "downloaded" -> UpdatePhase.DOWNLOADING;
      case "scheduled" ->
          handle.applyTime() == ApplyTime.ON_RESET
              ? UpdatePhase.AWAITING_RESET
              : UpdatePhase.QUEUED;
      case "running" -> UpdatePhase.INSTALLING;
      default -> UpdatePhase.WRITING;
    };
  }

  private static UpdatePhase phase(
      UpdateHandle handle, String state, List<RedfishMessage> messages) {
    for (var message : messages.reversed()) {
      switch (message.key().toLowerCase(Locale.ROOT)) {
        case "targetdetermined" -> {
          return UpdatePhase.QUEUED;
        }
        case "transferringtocomponent" -> {
          return UpdatePhase.DOWNLOADING;
        }
        case "verifyingatcomponent" -> {
          return UpdatePhase.VERIFYING;
        }
        case "installingoncomponent" -> {
          return UpdatePhase.INSTALLING;
        }
        case "applyingoncomponent" -> {
          return UpdatePhase.APPLYING;
        }
        case "awaittoactivate" -> {
          return UpdatePhase.AWAITING_RESET;
        }
        default -> {}
      }
    }
    if (handle.stage() == UpdateHandle.Stage.VERIFYING) {
      return UpdatePhase.VERIFYING;
    }
    return switch (state.toLowerCase(Locale.ROOT)) {
      case "new", "pending" -> UpdatePhase.QUEUED;
      default -> UpdatePhase.WRITING;
    };
  }

  /**
   * {@code HpeiLOUpdateServiceExt}: {@code State}, {@code Result}, {@code FlashProgressPercent}.
   */
  private static UpdateStatus ofIlo(JsonNode service, boolean applying) {
    var hpe = Json.at(service, "Oem", "Hpe");
    var state = Json.textOr(hpe, "state not told", "State");
    var percent = Json.integer(hpe, "FlashProgressPercent");
    return switch (state.toLowerCase(Locale.ROOT)) {
      case "uploading" -> of(UpdatePhase.DOWNLOADING, percent, state);
      case "verifying" -> of(UpdatePhase.VERIFYING, percent, state);
      case "writing" -> of(UpdatePhase.WRITING, percent, state);
      case "updating" -> of(UpdatePhase.INSTALLING, percent, state);
      case "complete" -> {
        var status = result(hpe.path("Result"), state);
        yield applying || status.phase() != UpdatePhase.SUCCEEDED
            ? status
            : UpdateStatus.of(UpdatePhase.READY_TO_START, "in the repository", List.of());
      }
      case "error" -> UpdateStatus.of(UpdatePhase.FAILED, state, ofResult(hpe.path("Result")));
      default -> UpdateStatus.of(UpdatePhase.UNKNOWN, state, List.of());
    };
  }

  private static UpdateStatus of(UpdatePhase phase, OptionalInt percent, String said) {
    return new UpdateStatus(phase, percent, said, List.of(), null);
  }

  /** {@code HpeComponentUpdateTask}. */
  private UpdateStatus ofQueue(TaskHandle task) {
    var answer = connection.find(String.valueOf(task.taskUri()));
    if (answer == null) {
      return UpdateStatus.of(
          UpdatePhase.UNKNOWN, "the BMC does not know " + task.taskUri() + " any more", List.of());
    }
    var state = Json.textOr(answer.body(), "state not told", "State");
    var result = answer.body().path("Result");
    return switch (state.toLowerCase(Locale.ROOT)) {
      case "pending" -> UpdateStatus.of(pending(answer.body()), state, List.of());
      case "complete" -> result(result, state);
      case "expired", "exception", "canceled" ->
          UpdateStatus.of(UpdatePhase.FAILED, state, ofResult(result));
      default -> UpdateStatus.of(UpdatePhase.INSTALLING, state, ofResult(result));
    };
  }

  private static UpdatePhase pending(JsonNode item) {
    return Json.texts(item, "UpdatableBy").contains("Bmc")
        ? UpdatePhase.QUEUED
        : UpdatePhase.AWAITING_RESET;
  }

  private static UpdateStatus result(JsonNode result, String state) {
    var messages = ofResult(result);
    var key = messages.isEmpty() ? "success" : messages.getFirst().key().toLowerCase(Locale.ROOT);
    if (key.contains("resetrequired")) {
      return UpdateStatus.of(UpdatePhase.AWAITING_RESET, state, messages);
    }
    return UpdateStatus.of(
        key.contains("success") ? UpdatePhase.SUCCEEDED : UpdatePhase.FAILED, state, messages);
  }

  private static List<RedfishMessage> ofResult(JsonNode result) {
    return result.isObject() ? RedfishMessage.listOf(result) : List.of();
  }
}
