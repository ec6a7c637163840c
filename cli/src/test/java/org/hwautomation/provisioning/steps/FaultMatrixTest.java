package org.hwautomation.provisioning.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.Fault;
import org.hwautomation.simulator.Personality;
import org.hwautomation.simulator.SimulatedServer;
import org.hwautomation.workflow.Append;
import org.hwautomation.workflow.Event;
import org.hwautomation.workflow.EventCodec;
import org.hwautomation.workflow.Phase;
import org.hwautomation.workflow.RunState;
import org.hwautomation.workflow.WorkflowStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Every fault that the simulator knows, over firmware-first, on three vendors: it strikes when a
 * step begins. Each run ends ready, or held with a reason to act on; none hangs, and nothing unsafe
 * is done.
 *
 * <p>Every fault meets two of the chosen steps, on two vendors; with {@code -Dtries.times=2} or
 * more it is every fault, at every step or the one that {@code -Dmatrix.step=NAME} names, on every
 * vendor.
 */
@Timeout(7200)
@Execution(ExecutionMode.CONCURRENT)
final class FaultMatrixTest {
  private static final boolean ALL = Integer.getInteger("tries.times", 1) > 1;
  private static final int AT_ONCE = 16;
  private static final long LONGEST_SECONDS = 240;

  /** What comes before the server is held; a run that stops there has written nothing. */
  private static final Set<String> BEFORE_THE_HOLD =
      Set.of("preflight", "check_hardware", "hold_server");

  private static final List<String> CHOSEN =
      List.of(
          "preflight",
          "update_firmware",
          "provision/wait_for_commissioning",
          "provision/configure_bios");

  /** A fault of updates that strikes when there are none any more is none. */
  private static boolean meets(Fault fault, String step) {
    return !fault.strikesUpdates() || !step.startsWith("provision/");
  }

  private record Case(Fault fault, String step, Personality vendor) {
    @Override
    public String toString() {
      return fault.wireName() + " at " + step + " on " + vendor;
    }
  }

  @TempDir private Path folder = Path.of(".");

  @Test
  void each_run_ends_ready_or_held_with_a_reason_and_nothing_unsafe_is_done() throws Exception {
    var wrong = new ArrayList<String>();
    for (var cases : batches()) {
      end(cases, wrong);
    }
    assertThat(wrong).isEmpty();
  }

  private void end(List<Case> cases, List<String> wrong) throws Exception {
    var racked = DataCentre.builder();
    cases.forEach(one -> racked.server(one.vendor()));
    try (var rig = new FirmwareRig(Files.createTempDirectory(folder, "batch"), racked).proven();
        var process = rig.worker(new HastyTime(FirmwareRig.SPEED));
        var threads = Executors.newFixedThreadPool(AT_ONCE)) {
      strike(rig, process, cases);
      var ends = new ArrayList<Future<RunState>>();
      for (var server : rig.servers()) {
        ends.add(threads.submit(() -> end(rig, process, server)));
      }
      for (var i = 0; i < cases.size(); i++) {
        judge(rig, rig.servers().get(i), cases.get(i), ends.get(i).get(), wrong);
      }
    }
  }

  /** Lets each fault happen to its server right before its step begins. */
  private static void strike(FirmwareRig rig, FirmwareRig.Worker process, List<Case> cases) {
    var of = new HashMap<String, Integer>();
    for (var i = 0; i < cases.size(); i++) {
      of.put(rig.servers().get(i).identity().systemId(), i);
    }
    var struck = ConcurrentHashMap.<Integer>newKeySet();
    process
        .store()
        .beforeAppend(
            append -> {
              var i = of.get(append.record().serverId().orElse(""));
              if (i != null && begins(append, cases.get(i).step()) && struck.add(i)) {
                apply(cases.get(i).fault(), rig.servers().get(i));
              }
            });
  }

  private static void apply(Fault fault, SimulatedServer server) {
    try {
      fault.apply(server);
    } catch (IllegalArgumentException | UncheckedIOException impossible) {
      // such as an address that the BMC itself has by now
    }
  }

  private static boolean begins(Append append, String step) {
    return append.entries().stream()
        .flatMap(entry -> EventCodec.read(entry).stream())
        .anyMatch(
            event -> event instanceof Event.AttemptStarted begun && begun.step().equals(step));
  }

  /** The run as it ended, or as it is when it has taken too long. */
  private static RunState end(FirmwareRig rig, FirmwareRig.Worker process, SimulatedServer server)
      throws InterruptedException {
    var run = rig.first(process.engine(), server);
    var began = System.nanoTime();
    while (!settled(run.state())
        && System.nanoTime() - began < TimeUnit.SECONDS.toNanos(LONGEST_SECONDS)) {
      Thread.sleep(20);
    }
    return run.state();
  }

  private static boolean settled(RunState state) {
    return state.status().isTerminal() || state.phase() == Phase.PARKED;
  }

  private static void judge(
      FirmwareRig rig, SimulatedServer server, Case one, RunState end, List<String> wrong) {
    var reason = end.parked().map(Event.RunParked::message).or(end::error).orElse("");
    if (!settled(end)) {
      wrong.add(one + ": hangs in " + end.steps());
    } else if (end.status() == WorkflowStatus.COMPLETED) {
      if (!rig.runsTheLatest(server)) {
        wrong.add(one + ": ready without its firmware");
      }
    } else {
      if (end.phase() != Phase.HELD && end.phase() != Phase.PARKED) {
        wrong.add(one + ": neither ready nor held, but " + end.status() + " " + end.phase());
      }
      if (reason.length() < 20 || reason.contains("Exception") || reason.contains("null")) {
        wrong.add(one + ": held, and the reason says nothing: " + reason);
      }
      var where = end.failedStep().or(end::currentStep); // one that is parked failed in none
      if (!BEFORE_THE_HOLD.contains(where.orElse(""))
          && rig.manager().store().holds().find(server.identity().systemId()).isEmpty()) {
        wrong.add(one + ": stopped in " + where + ", and the server is not held");
      }
    }
    rig.dataCentre().recorder().unsafeActs().stream()
        .filter(act -> act.server().equals(server.hostname()))
        .forEach(act -> wrong.add(one + ": unsafe: " + act));
  }

  /** What happens in one data centre: all, or everything at one step. */
  private List<List<Case>> batches() throws Exception {
    if (!ALL) {
      return List.of(pairwise());
    }
    var only = System.getProperty("matrix.step");
    return steps().stream()
        .filter(step -> only == null || only.equals(step))
        .map(FaultMatrixTest::everything)
        .toList();
  }

  /** The steps that an undisturbed run makes. */
  private List<String> steps() throws Exception {
    try (var rig =
            new FirmwareRig(
                    Files.createTempDirectory(folder, "undisturbed"),
                    DataCentre.builder().server(Personality.DELL))
                .proven();
        var process = rig.worker()) {
      var end = rig.first(process.engine(), rig.servers().getFirst()).await();
      return List.copyOf(end.steps().keySet());
    }
  }

  private static List<Case> everything(String step) {
    var cases = new ArrayList<Case>();
    for (var fault : Fault.values()) {
      for (var vendor : Personality.values()) {
        cases.add(new Case(fault, step, vendor));
      }
    }
    return cases;
  }

  private static List<Case> pairwise() {
    var faults = Fault.values();
    var vendors = Personality.values();
    var cases = new ArrayList<Case>();
    for (var fault = 0; fault < faults.length; fault++) {
      for (var step = fault % 2; step < CHOSEN.size(); step += 2) {
        if (meets(faults[fault], CHOSEN.get(step))) {
          cases.add(
              new Case(
                  faults[fault], CHOSEN.get(step), vendors[(fault / 2 + step) % vendors.length]));
        }
      }
    }
    return cases;
  }
}
