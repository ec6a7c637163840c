package org.hwautomation.provisioning.steps;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.hwautomation.hardware.maas.CommissionOptions;
import org.hwautomation.hardware.maas.CommissioningProgress;
import org.hwautomation.hardware.maas.Machine;
import org.hwautomation.provisioning.bios.BiosValue;
import org.hwautomation.provisioning.bios.BiosVerification;
import org.hwautomation.workflow.StepRejectedException;
import org.hwautomation.workflow.Value;

/**
 * The reset of a BIOS pass that was staged by a program on the host. Only that program can tell
 * what came of it, so that MAAS is asked to commission once more, without tests: that restarts the
 * host and opens the next window, in which a new session reads the settings.
 */
final class ToolReset {
  static final Duration USUAL = Duration.ofMinutes(15);
  private static final Duration LIMIT = Duration.ofMinutes(45);
  private static final String WINDOW = "window";
  private static final String DONE = "read after the last pass";

  private ToolReset() {}

  /**
   * Finds again what an attempt that was cut off came to: its latest window, and whether all passes
   * were made and read.
   *
   * @return how many passes it made; empty if that is still to be done
   */
  static OptionalInt made(ServerWork work) {
    var context = work.context();
    context
        .checkpoint(WINDOW)
        .map(kept -> kept.value().as(ServerFields.Window.class))
        .ifPresent(window -> context.put(ServerFields.WINDOW, window));
    var done = context.checkpoint(DONE).map(kept -> kept.value());
    if (done.orElse(null) instanceof Value.Fields fields) {
      context.put(ServerFields.BIOS_READ, fields.get("read").orElse(Value.Fields.EMPTY));
      if (fields.get("passes").orElse(null) instanceof Value.Int(var passes)) {
        return OptionalInt.of((int) passes);
      }
    }
    return OptionalInt.empty();
  }

  /** The last pass was made: reads all in another session, before the window is closed. */
  static void done(ServerWork work, int passes, Map<String, BiosValue> settings) {
    work.forgetHost();
    keep(work, BiosSources.of(work).read(), settings);
    work.context()
        .saveCheckpoint(DONE, Map.of("passes", passes, "read", PassInHand.stored(read(work))));
  }

  /**
   * Lets the host restart, once, waits for the new window, and reads what is in effect.
   *
   * @param checkpoint that says that it was asked for, and after which commissioning
   */
  static void apply(ServerWork work, String checkpoint, Map<String, BiosValue> expected)
      throws Exception {
    var context = work.context();
    var asked = context.checkpoint(checkpoint);
    var machine = work.machine();
    OptionalLong before;
    if (asked.isPresent()) {
      before = CommissionServer.latest(asked.get().value());
    } else {
      before = machine.currentCommissioningResultId();
      context.saveCheckpoint(checkpoint, before.isPresent() ? before.getAsLong() : -1);
    }
    if (machine.commissioningSince(before) == CommissioningProgress.NOT_STARTED) {
      work.requireFree();
      context.reportSubTask("Asking MAAS to restart the host into its commissioning system");
      work.maas()
          .commission(
              machine.systemId(),
              CommissionOptions.defaults()
                  .withSkipBmcConfig(true)
                  .withSkipNetworking(true)
                  .withSkipStorage(true)
                  .withTestingScripts(List.of("none"))
                  .withEnableSsh(true));
    } else {
      context.reportSubTask("Looking what became of the restart that was asked for before");
    }
    open(work, await(work, before));
    context.reportSubTask("Reading the settings in effect");
    var source = BiosSources.of(work);
    if (source instanceof BiosSource.Tool tool) {
      work.whenBack(
          "Waiting for the settings to be applied",
          10,
          () -> tool.settled() ? Optional.of(true) : Optional.empty());
    }
    keep(work, source.read(), expected);
  }

  private static Machine await(ServerWork work, OptionalLong before) throws Exception {
    var context = work.context();
    var began = context.time().nanos();
    var machine =
        work.whenBack(
            "Waiting for POST and the commissioning system",
            10,
            () -> {
              var now = work.machine();
              var passed = Duration.ofNanos(context.time().nanos() - began);
              context.reportProgress(
                  (int)
                      Math.min(
                          95,
                          100
                              * passed.toMillis()
                              / work.connections().pace().every(USUAL).toMillis()),
                  "MAAS says " + now.statusName());
              if (passed.compareTo(work.connections().pace().every(LIMIT)) > 0) {
                throw new StepRejectedException(
                    "%s did not come up in MAAS's commissioning system within %d minutes of its"
                            .formatted(now.hostname(), LIMIT.toMinutes())
                        + " restart; MAAS says "
                        + now.statusName());
              }
              return now.commissioningSince(before).ended() ? Optional.of(now) : Optional.empty();
            });
    if (machine.commissioningSince(before) != CommissioningProgress.READY) {
      throw new StepRejectedException(
          "the host was restarted, and then MAAS says %s for %s, so that nobody can read whether"
                  .formatted(machine.statusName(), machine.hostname())
              + " the BIOS settings are in effect; look at the commissioning in MAAS");
    }
    return machine;
  }

  private static void open(ServerWork work, Machine machine) throws Exception {
    var address =
        machine
            .firstIpv4()
            .orElseThrow(
                () ->
                    new StepRejectedException(
                        "MAAS knows no address of " + machine.hostname() + " to log in at"));
    var window =
        new ServerFields.Window(
            address, "commissioning-" + machine.currentCommissioningResultId().orElse(0));
    work.forgetHost();
    work.context().saveCheckpoint(WINDOW, window);
    work.context().put(ServerFields.WINDOW, window);
    work.whenBack("Logging in to the host at " + address, 5, () -> Optional.of(work.host()));
  }

  /**
   * Keeps what was read of the settings that count: no later step can read them once the window is
   * closed.
   */
  static void keep(ServerWork work, BiosWords.ReadBios read, Map<String, BiosValue> settings) {
    var kept = new LinkedHashMap<>(read(work));
    for (var name : settings.keySet()) {
      var value = read.current().get(name);
      if (value == null) {
        kept.remove(name);
      } else {
        kept.put(name, value);
      }
    }
    work.context().put(ServerFields.BIOS_READ, PassInHand.stored(kept));
  }

  private static Map<String, BiosValue> read(ServerWork work) {
    return work.context()
        .values()
        .get(ServerFields.BIOS_READ)
        .filter(Value.Fields.class::isInstance)
        .map(PassInHand::settings)
        .orElse(Map.of());
  }

  /** The settings as they were read last in a window of this run. */
  static BiosVerification verification(ServerWork work, Map<String, BiosValue> expected) {
    return BiosVerification.of(expected, read(work), Map.of());
  }
}
