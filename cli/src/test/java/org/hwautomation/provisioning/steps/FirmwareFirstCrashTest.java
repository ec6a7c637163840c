package org.hwautomation.provisioning.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hwautomation.cli.ComparedEffects;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.EffectKind;
import org.hwautomation.simulator.Personality;
import org.hwautomation.simulator.SimulatedServer;
import org.hwautomation.workflow.WorkflowStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The process dies at a journal write of firmware-first, from the first check to hand-over: what
 * then happened to the server is what happens to one that nobody disturbs. Every seventh write, the
 * vendors in turn; with {@code -Dtries.times=2} or more every write of each vendor.
 */
@Timeout(1800)
@Execution(ExecutionMode.CONCURRENT)
final class FirmwareFirstCrashTest {
  private static final boolean ALL = Integer.getInteger("tries.times", 1) > 1;
  private static final int AT_ONCE = 16;

  private record Crash(Personality vendor, int write) {}

  private record Undisturbed(int writes, Map<EffectKind, Integer> effects) {}

  @TempDir private Path folder = Path.of(".");

  @Test
  void a_crash_at_any_journal_write_changes_nothing_of_what_happens_to_the_server()
      throws Exception {
    var undisturbed = undisturbed();
    var crashes = crashes(undisturbed);
    var racked = DataCentre.builder();
    crashes.forEach(crash -> racked.server(crash.vendor()));
    try (var rig = new FirmwareRig(folder.resolve("all"), racked).proven();
        var threads = Executors.newFixedThreadPool(AT_ONCE)) {
      var ends = new ArrayList<Future<?>>();
      for (var i = 0; i < crashes.size(); i++) {
        var crash = crashes.get(i);
        var server = rig.servers().get(i);
        var expected = Objects.requireNonNull(undisturbed.get(crash.vendor())).effects();
        ends.add(
            threads.submit(
                () -> {
                  crashAt(rig, server, crash, expected);
                  return null;
                }));
      }
      var wrong = new ArrayList<String>();
      for (var end : ends) {
        try {
          end.get();
        } catch (ExecutionException e) {
          wrong.add(String.valueOf(e.getCause()));
        }
      }
      assertThat(wrong).isEmpty();
      assertThat(rig.dataCentre().check()).isEmpty();
    }
  }

  private Map<Personality, Undisturbed> undisturbed() throws Exception {
    var of = new EnumMap<Personality, Undisturbed>(Personality.class);
    try (var rig =
        new FirmwareRig(folder.resolve("one"), DataCentre.builder().servers(3)).proven()) {
      for (var server : rig.servers()) {
        try (var process = rig.worker()) {
          var end = rig.first(process.engine(), server).await();
          assertThat(end.status()).as("%s", end.error()).isEqualTo(WorkflowStatus.COMPLETED);
          of.put(
              server.personality(),
              new Undisturbed(process.store().writes(), effects(rig, server)));
        }
      }
    }
    return of;
  }

  private static List<Crash> crashes(Map<Personality, Undisturbed> undisturbed) {
    var vendors = Personality.values();
    var crashes = new ArrayList<Crash>();
    for (var i = 0; i < vendors.length; i++) {
      var every = ALL ? 1 : 7 * vendors.length;
      var writes = Objects.requireNonNull(undisturbed.get(vendors[i])).writes();
      for (var n = ALL ? 1 : 1 + 7 * i; n <= writes; n += every) {
        crashes.add(new Crash(vendors[i], n));
      }
    }
    return crashes;
  }

  private static void crashAt(
      FirmwareRig rig, SimulatedServer server, Crash crash, Map<EffectKind, Integer> expected)
      throws InterruptedException {
    var told = rig.crashedAndResumed(server, crash.write(), rig::first);
    assertThat(effects(rig, server)).as(told).isEqualTo(expected);
  }

  /**
   * Whether the host is asked to shut down before it restarts depends on whether it is still on.
   */
  private static Map<EffectKind, Integer> effects(FirmwareRig rig, SimulatedServer server) {
    var effects = ComparedEffects.of(rig.dataCentre().recorder(), server.hostname());
    effects.remove(EffectKind.SHUTDOWN_REQUESTED);
    return effects;
  }
}
