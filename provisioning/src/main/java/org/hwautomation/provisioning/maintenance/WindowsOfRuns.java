package org.hwautomation.provisioning.maintenance;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.hwautomation.provisioning.steps.ServerFields;
import org.hwautomation.workflow.Durations;
import org.hwautomation.workflow.MaintenanceWindows;
import org.hwautomation.workflow.RunState;

/**
 * The window of a run: the one that it was started with, else that of its server, else the default.
 * Thread-safe.
 *
 * @param ofServer the window that is configured for a server, by host name or MAAS system id
 */
public record WindowsOfRuns(Maintenance maintenance, Function<String, Optional<String>> ofServer)
    implements MaintenanceWindows {

  @Override
  public Answer at(RunState run, Duration needed, Instant now) {
    var name = name(run);
    if (name.isEmpty()) {
      return new Answer.Open();
    }
    var window = maintenance.find(name.get());
    if (window.isEmpty()) {
      return new Answer.Never(
          maintenance.unknown(name.get())
              + "; configure it and resume the run, or let it wait for none: run now");
    }
    return window
        .get()
        .firstFor(needed, now)
        .<Answer>map(
            opening ->
                opening.from().isAfter(now)
                    ? new Answer.Closed(name.get(), opening.from())
                    : new Answer.Open())
        .orElseGet(
            () ->
                new Answer.Never(
                    "maintenance window %s is never open for the %s that this usually takes; make it longer and resume the run, or let it wait for none: run now"
                        .formatted(window.get().words(), Durations.exact(needed))));
  }

  /** The name of the window that holds for a run; empty if none does. */
  public Optional<String> name(RunState run) {
    var fields = new ServerFields(run.values());
    return fields
        .maintenanceWindow()
        .or(() -> of(run.serverId(), run.values().text(ServerFields.HOSTNAME)))
        .filter(name -> !name.equals(Maintenance.ANY_TIME));
  }

  /** The name of the window that holds for a server of which a run names none. */
  public Optional<String> of(Optional<String> serverId, Optional<String> hostname) {
    return hostname
        .flatMap(ofServer)
        .or(() -> serverId.flatMap(ofServer))
        .or(maintenance::standard);
  }
}
