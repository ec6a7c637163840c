package org.hwautomation.cli;

import java.util.Optional;
import org.hwautomation.hardware.maas.Machine;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.workflow.RunHandle;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** When a run may enter points of no return; for commands that start runs. */
final class WindowOptions {
  @Option(
      names = "--window",
      paramLabel = "NAME",
      description =
          "The maintenance window that its points of no return wait for; as configured for the"
              + " server if not given.")
  private @Nullable String window;

  @Option(
      names = "--now",
      paramLabel = "REASON",
      description = "Wait for no maintenance window; the journal keeps the reason and your name.")
  private @Nullable String now;

  /**
   * The window that was named.
   *
   * @throws IllegalArgumentException if there is none of that name, or --now is given too or blank
   */
  Optional<String> window(WorkflowManager manager) {
    if (window != null && now != null) {
      throw new IllegalArgumentException("--window and --now say two things; leave one away");
    }
    var _ = now();
    var name = Optional.ofNullable(window).map(String::strip);
    name.ifPresent(manager.configuration().maintenance()::get);
    return name;
  }

  /**
   * Why it waits for no window; empty if it does.
   *
   * @throws IllegalArgumentException if the reason is blank
   */
  Optional<String> now() {
    var reason = Optional.ofNullable(now).map(String::strip);
    if (reason.filter(String::isEmpty).isPresent()) {
      throw new IllegalArgumentException("--now needs a reason, for those who ask later");
    }
    return reason;
  }

  /** Which window a run about a server would wait for; empty for none. */
  Optional<String> words(WorkflowManager manager, Machine machine) {
    if (now().isPresent()) {
      return Optional.of("waits for no maintenance window: " + now().get());
    }
    return window(manager)
        .or(
            () ->
                manager
                    .windows()
                    .of(Optional.of(machine.systemId()), Optional.of(machine.hostname())))
        .flatMap(manager.configuration().maintenance()::find)
        .map(found -> "points of no return wait for maintenance window " + found.words());
  }

  /** Lets a run that was started wait for no window, if that was asked for. */
  void override(WorkflowManager manager, RunHandle run) {
    now()
        .ifPresent(
            reason -> manager.engine().overrideWindow(run.runId(), GlobalOptions.actor(), reason));
  }
}
