package org.hwautomation.provisioning.steps;

import java.util.List;
import java.util.Optional;
import org.hwautomation.hardware.redfish.ApplyTime;
import org.hwautomation.hardware.redfish.FirmwareComponent;
import org.hwautomation.hardware.redfish.TaskHandle;
import org.hwautomation.hardware.redfish.UpdateHandle;
import org.hwautomation.hardware.redfish.UpdateMethod;
import org.hwautomation.provisioning.safety.HardwareActivity;
import org.jspecify.annotations.Nullable;

/**
 * Where one image of a plan stands, as a run keeps it before each thing that can't be taken back.
 *
 * @param restarted true once the host was restarted for it
 * @param hostWasOff true if the host is to be off again in the end
 */
public record KeptImage(
    Stand stand, Optional<Handle> handle, boolean restarted, boolean hostWasOff) {
  /** How checkpoints of images begin; the number of the image follows. */
  public static final String CHECKPOINT = "image-";

  static final KeptImage NOT_BEGUN = new KeptImage(Stand.NOT_BEGUN, Optional.empty(), false, false);

  /** How far an image has come. */
  public enum Stand {
    NOT_BEGUN(HardwareActivity.NOTHING),
    /** It may have been sent. */
    BEGUN(HardwareActivity.WRITING_FIRMWARE),
    /** The BMC has it, and writes it or may do so. */
    WRITING(HardwareActivity.WRITING_FIRMWARE),
    /** Nothing is written before the next reset of the host. */
    STAGED(HardwareActivity.FIRMWARE_STAGED),
    /** The host was restarted so that it takes effect. */
    ACTIVATING(HardwareActivity.WRITING_FIRMWARE),
    /** The BMC says that it is done; the version is still to be read. */
    WRITTEN(HardwareActivity.RESETTING_BMC),
    /** Mains power must be taken away by a person. */
    NEEDS_AC_CYCLE(HardwareActivity.FIRMWARE_STAGED),
    /** Nobody knows what became of it. */
    LOST(HardwareActivity.UNKNOWN),
    /** Nothing is written any more, and it did not come about. */
    FAILED(HardwareActivity.NOTHING),
    /** The version was read back. */
    DONE(HardwareActivity.NOTHING);

    private final HardwareActivity activity;

    Stand(HardwareActivity activity) {
      this.activity = activity;
    }

    /** What it means for whoever stands in front of the server. */
    public HardwareActivity activity() {
      return activity;
    }
  }

  /** An {@link UpdateHandle} in what a run may remember. */
  public record Handle(
      String id,
      UpdateMethod method,
      UpdateHandle.Stage stage,
      FirmwareComponent component,
      String fileName,
      String sha256,
      Optional<ApplyTime> applyTime,
      List<String> known,
      Optional<Task> task) {
    static Handle of(UpdateHandle handle) {
      return new Handle(
          handle.id(),
          handle.method(),
          handle.stage(),
          handle.component(),
          handle.fileName(),
          handle.sha256(),
          Optional.ofNullable(handle.applyTime()),
          handle.known(),
          Optional.ofNullable(handle.task()).map(Task::of));
    }

    UpdateHandle handle() {
      return new UpdateHandle(
          id,
          method,
          stage,
          component,
          fileName,
          sha256,
          applyTime.orElse(null),
          known,
          task.map(Task::handle).orElse(null));
    }
  }

  /** A {@link TaskHandle} in what a run may remember. */
  public record Task(
      Optional<String> monitorUri, Optional<String> taskUri, Optional<String> jobId) {
    static Task of(TaskHandle task) {
      return new Task(
          Optional.ofNullable(task.monitorUri()),
          Optional.ofNullable(task.taskUri()),
          Optional.ofNullable(task.jobId()));
    }

    TaskHandle handle() {
      return new TaskHandle(monitorUri.orElse(null), taskUri.orElse(null), jobId.orElse(null));
    }
  }

  KeptImage at(Stand next) {
    return new KeptImage(next, handle, restarted, hostWasOff);
  }

  KeptImage with(@Nullable UpdateHandle update) {
    return new KeptImage(stand, Optional.ofNullable(update).map(Handle::of), restarted, hostWasOff);
  }

  KeptImage restarting(boolean wasOff) {
    return new KeptImage(Stand.ACTIVATING, handle, true, wasOff);
  }

  /** What is followed; empty before anything was prepared. */
  Optional<UpdateHandle> update() {
    return handle.map(Handle::handle);
  }
}
