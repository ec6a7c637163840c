package org.hwautomation.provisioning.steps;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.hwautomation.hardware.maas.StopMode;
import org.hwautomation.hardware.redfish.ComputerSystem;
import org.hwautomation.hardware.redfish.PowerState;
import org.hwautomation.hardware.redfish.ResetType;
import org.hwautomation.provisioning.bios.BiosValue;
import org.hwautomation.provisioning.bios.BiosVerification;
import org.hwautomation.workflow.Durations;
import org.hwautomation.workflow.Parameter;
import org.hwautomation.workflow.StepRejectedException;
import org.hwautomation.workflow.Value;
import org.jspecify.annotations.Nullable;

/**
 * Restarts the host so that staged BIOS settings are applied, and watches until they are and POST
 * has ended; where the settings need several passes, stages the next one and restarts again, until
 * nothing is left. From a reset on nothing interrupts: a power loss in between can leave half of
 * them. Between two passes the run may be stopped. Without staged settings nothing is restarted.
 * Either way the window on the host is closed.
 */
final class RebootServer extends ServerStep {
  private static final Duration USUAL = Duration.ofMinutes(5);
  private static final Duration LIMIT = Duration.ofMinutes(30);

  /** Redfish BootProgress.LastState and HPE's PostState while the firmware is at work. */
  private static final Set<String> IN_POST =
      Set.of(
          "PrimaryProcessorInitializationStarted",
          "BusInitializationStarted",
          "MemoryInitializationStarted",
          "SecondaryProcessorInitializationStarted",
          "PCIResourceConfigStarted",
          "SystemHardwareInitializationComplete",
          "SetupEntered",
          "Reset",
          "InPost",
          "InPostDiscoveryComplete");

  RebootServer(StepTools tools) {
    super(
        tools,
        Declaration.changes(
                "host.reboot@1",
                "Restarts the host and watches staged BIOS settings being applied",
                "restarts the host, which applies staged BIOS settings; only if some are staged",
                "stages what BIOS settings a restart opens and restarts again, for each further pass",
                "where a program on the host staged them: lets MAAS commission again, which restarts it",
                "switches off the commissioning system that this run kept up")
            .gives(
                Parameter.of(
                    "restarted",
                    "boolean",
                    "True if settings were staged, so that the host was restarted"),
                Parameter.of(
                    "passes", "integer", "How many BIOS passes took effect, a restart each"),
                Parameter.of("took", "duration", "How long the restart took"))
            .enters("applying BIOS settings", USUAL));
  }

  @Override
  public boolean adoptsInterruptedPoint() {
    return true;
  }

  @Override
  Outcome run(ServerWork work) throws Exception {
    var context = work.context();
    if (!work.fields().biosStaged()) {
      return Outcome.of("no BIOS setting is staged, so nothing was restarted" + closeWindow(work))
          .with("restarted", false);
    }
    work.requireFree();
    work.bmc();
    var began = context.time().nanos();
    var made = BiosSources.isInBand(work) ? ToolReset.made(work) : OptionalInt.empty();
    var number = made.isPresent() ? made.getAsInt() : makePasses(work);
    if (BiosSources.isInBand(work)) {
      closeWindow(work);
    }
    context.put(ServerFields.WINDOW, null);
    context.put(ServerFields.BIOS_STAGED, false);
    var power = work.bmc().client().system().powerState();
    work.inventory().powerChanged(work.systemId(), power.name(), "run " + context.runId());
    var took = Duration.ofNanos(context.time().nanos() - began);
    return Outcome.of(
            (number == 1 ? "restarted" : "restarted for %d passes".formatted(number))
                + " in "
                + Durations.text(took))
        .with("restarted", true)
        .with("passes", number)
        .with("took", took);
  }

  private static int makePasses(ServerWork work) throws Exception {
    var passes = new FurtherPasses(work);
    var pass = passes.inHand();
    apply(work, pass);
    for (var next = passes.after(pass); next.isPresent(); next = passes.after(pass)) {
      pass = next.get();
      work.requireFree();
      apply(work, pass);
    }
    if (BiosSources.isInBand(work)) {
      ToolReset.done(work, pass.number(), expected(work.context().values()));
    }
    return pass.number();
  }

  /** One pass: the reset, which is never asked for twice, and the wait for what it brings. */
  private static void apply(ServerWork work, PassInHand pass) throws Exception {
    var context = work.context();
    var sent = context.checkpoint(FurtherPasses.reset(pass));
    var doing = "applying BIOS settings" + (pass.text().isEmpty() ? "" : ", " + pass.text());
    if (BiosSources.isInBand(work)) {
      try (var point = work.pointOfNoReturn(doing, ToolReset.USUAL)) {
        ToolReset.apply(work, FurtherPasses.reset(pass), pass.expected());
      }
      return;
    }
    try (var point = work.pointOfNoReturn(doing)) {
      String before;
      if (sent.isEmpty()) {
        before = state(work.bmc().client().system());
        context.saveCheckpoint(FurtherPasses.reset(pass), before);
        restart(work, ResetType.GRACEFUL_RESTART);
      } else {
        before = sent.get().value() instanceof Value.Text(var text) ? text : "";
        context.reportSubTask("Looking what became of the reset that was asked for before");
      }
      watch(work, pass.expected(), before);
    }
  }

  private static Duration pace(ServerWork work, Duration usual) {
    return work.connections().pace().every(usual);
  }

  private static void restart(ServerWork work, ResetType type) {
    var power = work.bmc().client().power();
    if (power.state() == PowerState.OFF) {
      work.context().reportSubTask("Switching the host on");
      power.reset(ResetType.ON);
    } else {
      work.context().reportSubTask("Restarting the host (" + type.wireName() + ")");
      power.reset(type, pace(work, USUAL));
    }
  }

  /**
   * Waits for the end of POST with the settings in effect; forces the reset once if it must.
   *
   * @param before the host's state before the reset was asked for, empty if nobody knows: as long
   *     as nothing else is seen, there was no reset
   */
  private static void watch(ServerWork work, Map<String, BiosValue> expected, String before)
      throws Exception {
    var context = work.context();
    var began = context.time().nanos();
    var progress = new Progress();
    work.whenBack(
        "Waiting for POST",
        5,
        () -> {
          var passed = Duration.ofNanos(context.time().nanos() - began);
          var client = work.bmc().client();
          var system = client.system();
          var settings = client.bios().settings();
          var result =
              BiosVerification.of(
                  expected, BiosWords.values(settings.attributes()), BiosWords.pending(settings));
          var inPost = inPost(system);
          var over = !inPost || (result.isApplied() && bootsNothing(system));
          progress.changed |= !state(system).equals(before) || result.isApplied();
          progress.seen |= progress.changed && (inPost || system.powerState() != PowerState.ON);
          progress.posted |= inPost;
          var jobs = client.bios().pendingJobs();
          context.reportProgress(
              (int) Math.min(95, 100 * passed.toMillis() / pace(work, USUAL).toMillis()),
              state(system) + (jobs.isEmpty() ? "" : ", job " + jobs.getFirst().state()));
          if (!inPost && jobs.isEmpty() && result.isApplied()) {
            return Optional.of(true);
          }
          if (passed.compareTo(pace(work, LIMIT)) > 0) {
            throw new StepRejectedException(
                "the host did not finish POST with the settings in effect within "
                    + Durations.text(passed)
                    + "; last seen: "
                    + state(system)
                    + "\n"
                    + result.text());
          }
          if (leftOff(progress, system, work)) {
            progress.switchedOn = true;
            restart(work, ResetType.ON);
          } else if (!progress.seen
              && !progress.forced
              && passed.compareTo(pace(work, USUAL)) > 0) {
            progress.forced = true;
            restart(work, ResetType.FORCE_RESTART);
          } else if (progress.seen && over && jobs.isEmpty() && settled(progress, work)) {
            return Optional.of(true); // verify_bios_config says what is not as wanted
          }
          if (!over) {
            progress.endedAt = null;
          }
          return Optional.empty();
        });
  }

  /** True once POST has been over for a while: BIOSes restart a second time for some settings. */
  private static boolean settled(Progress progress, ServerWork work) {
    var now = work.context().time().nanos();
    if (progress.endedAt == null) {
      progress.endedAt = now;
    }
    return now - progress.endedAt > pace(work, Duration.ofMinutes(4)).toNanos();
  }

  /**
   * True if the host is off and stays so before any POST: whoever restarted it by shutting it down
   * was cut off before it switched it on.
   */
  private static boolean leftOff(Progress progress, ComputerSystem system, ServerWork work) {
    if (system.powerState() != PowerState.OFF || progress.posted || progress.switchedOn) {
      progress.offSince = null;
      return false;
    }
    var now = work.context().time().nanos();
    if (progress.offSince == null) {
      progress.offSince = now;
    }
    return now - progress.offSince > pace(work, Duration.ofMinutes(1)).toNanos();
  }

  private static final class Progress {
    private boolean changed;
    private boolean seen;
    private boolean posted;
    private boolean switchedOn;
    private @Nullable Long offSince;
    private boolean forced;
    private @Nullable Long endedAt;
  }

  /** True while the firmware of the host is at work. */
  static boolean inPost(ComputerSystem system) {
    return IN_POST.contains(String.valueOf(system.bootProgress()))
        || IN_POST.contains(String.valueOf(system.postState()));
  }

  /**
   * The last that is told of a host whose POST is over and that finds nothing to boot: it may stay
   * so, as the captured SYS-821GE-TNHR does.
   */
  static boolean bootsNothing(ComputerSystem system) {
    return "SystemHardwareInitializationComplete".equals(system.bootProgress());
  }

  /** Power and boot progress for people. */
  static String state(ComputerSystem system) {
    var boot = system.postState() == null ? system.bootProgress() : system.postState();
    return "power " + system.powerState() + (boot == null ? "" : ", " + boot);
  }

  /** What the settings must be, as the run remembers it. */
  static Map<String, BiosValue> expected(Value.Fields values) {
    return values.get(ServerFields.BIOS_EXPECTED).map(PassInHand::settings).orElseGet(Map::of);
  }

  /** Ends what commissioning with SSH left running (safety rule 12). */
  static String closeWindow(ServerWork work) throws Exception {
    if (!work.hasWindow()) {
      return "";
    }
    work.requireFree();
    work.maas().powerOff(work.systemId(), StopMode.SOFT);
    work.whenBack(
        "Waiting for the commissioning system to switch off",
        5,
        () ->
            work.bmc().client().power().state() == PowerState.OFF
                ? Optional.of(true)
                : Optional.empty());
    work.context().put(ServerFields.WINDOW, null);
    return "; the commissioning system was switched off";
  }
}
