package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.EffectKind;
import org.hwautomation.simulator.SimulatedServer;
import org.hwautomation.store.SqliteStore;
import org.hwautomation.workflow.RunState;
import org.hwautomation.workflow.StepStatus;
import org.hwautomation.workflow.WorkflowStatus;

/**
 * A simulated data centre in this process, and {@code hwauto} processes that work on its servers
 * with one state folder. The moments to interfere at are events: what the journal says, or what the
 * simulator saw happen.
 */
final class RecoveryRig implements AutoCloseable {
  private static final long LONGEST_NANOS = 90_000_000_000L;

  private final Path folder;
  private final double speed;
  private final DataCentre dataCentre;
  private final Path config;
  private final Path state;
  private final SqliteStore store;
  private final List<HwautoProcess> started = new ArrayList<>();

  RecoveryRig(Path folder, int servers, double speed) throws IOException {
    this.folder = folder;
    this.speed = speed;
    dataCentre = DataCentre.builder().servers(servers).speed(speed).start();
    config = folder.resolve("sim.yaml");
    Files.writeString(config, new SimulatedSetup(dataCentre).yaml());
    state = Files.createDirectories(folder.resolve("state"));
    store = SqliteStore.open(state.resolve(SqliteStore.DEFAULT_FILE_NAME));
  }

  /** Puts newer firmware for the servers where the processes look for it. */
  void writeCatalog() throws IOException {
    new SimulatedCatalog(dataCentre).write(state.resolve("firmware"));
  }

  DataCentre dataCentre() {
    return dataCentre;
  }

  SimulatedServer server(int index) {
    return dataCentre.servers().get(index);
  }

  /** Starts {@code provision} of a server in a process of its own. */
  HwautoProcess provision(int index, String... more) throws IOException {
    var arguments = new ArrayList<String>();
    arguments.addAll(
        List.of(
            "provision",
            server(index).hostname(),
            "--device-type",
            SimulatedSetup.deviceType(server(index)),
            "--target-ipmi-ip",
            SimulatedSetup.targetAddress(index),
            "--yes"));
    arguments.addAll(List.of(more));
    return start(arguments);
  }

  /** Starts {@code run resume} of a server's run in a process of its own. */
  HwautoProcess resume(int index) throws IOException {
    return start(List.of("run", "resume", workflowId(index)));
  }

  /** Starts {@code run cancel} of a server's run in a process of its own. */
  HwautoProcess cancel(int index) throws IOException {
    return start(List.of("run", "cancel", workflowId(index)));
  }

  /** Starts {@code bmc rotate} of a server in a process of its own. */
  HwautoProcess rotate(int index) throws IOException {
    return start(List.of("bmc", "rotate", server(index).hostname(), "--retire-old", "--yes"));
  }

  /** Starts {@code run resume} of a server's rotation in a process of its own. */
  HwautoProcess resumeRotation(int index) throws IOException {
    return start(List.of("run", "resume", "rotate-" + server(index).hostname()));
  }

  private HwautoProcess start(List<String> arguments) throws IOException {
    var all = new ArrayList<>(arguments);
    var pace = speed == Math.rint(speed) ? String.valueOf((long) speed) : String.valueOf(speed);
    all.addAll(List.of("--pace", pace, "--config", config.toString(), "--state", state.toString()));
    return process(all);
  }

  /** Starts a command that was printed: the words after {@code hwauto}. */
  HwautoProcess process(List<String> arguments) throws IOException {
    var process = HwautoProcess.start(folder, arguments);
    synchronized (started) {
      started.add(process);
    }
    return process;
  }

  private String workflowId(int index) {
    return "provision-" + server(index).hostname();
  }

  /** The server's run as its journal has it now; fails if there is none. */
  RunState run(int index) {
    var run = store.latestRun(workflowId(index)).orElseThrow();
    return RunState.of(store.entries(run.runId(), 0)).orElseThrow();
  }

  /** True if an attempt of the step is under way. */
  boolean isIn(int index, String step) {
    return store.latestRun(workflowId(index)).isPresent()
        && Objects.requireNonNull(run(index).steps().get(step)).status() == StepStatus.RUNNING;
  }

  /** How many processes have owned the server's run so far. */
  int owners(int index) {
    return store
        .latestRun(workflowId(index))
        .map(
            run ->
                (int)
                    store.entries(run.runId(), 0).stream()
                        .filter(entry -> entry.type().equals("run_owned"))
                        .count())
        .orElse(0);
  }

  /** The number of the last journal entry. */
  long lastSeq(int index) {
    return run(index).lastSeq();
  }

  /** How often it happened to a server. */
  int count(int index, EffectKind kind) {
    return dataCentre.recorder().count(server(index).hostname(), kind);
  }

  /** Waits for {@code event} while {@code process} runs; says what that printed if it does not. */
  void await(HwautoProcess process, String what, BooleanSupplier event)
      throws InterruptedException {
    var began = System.nanoTime();
    while (!event.getAsBoolean()) {
      if (!process.isAlive()) {
        throw new AssertionError("ended before: " + what + "\n" + process.printed());
      }
      if (System.nanoTime() - began > LONGEST_NANOS) {
        throw new AssertionError("did not come to: " + what + "\n" + process.printed());
      }
      Thread.sleep(2);
    }
  }

  /** How often each compared effect happened to a server; what never happened is absent. */
  Map<EffectKind, Integer> effects(int index) {
    return ComparedEffects.of(dataCentre.recorder(), server(index).hostname());
  }

  /** The server is ready, by journal, simulator and MAAS; nothing unsafe was done to any. */
  void requireReady(int index) {
    var run = run(index);
    assertThat(run.status()).as(run.error().orElse("")).isEqualTo(WorkflowStatus.COMPLETED);
    assertThat(run.stepsCompleted()).isEqualTo(run.steps().size());
    assertThat(server(index).bmc().address()).isEqualTo(SimulatedSetup.targetAddress(index));
    assertThat(server(index).maas().powerParameters().get("power_address"))
        .contains(SimulatedSetup.targetAddress(index));
    assertThat(server(index).bios().pending()).isEmpty();
    assertThat(
            dataCentre.check().stream()
                .filter(act -> act.server().equals(server(index).hostname()))
                .toList())
        .as("unsafe acts, and what MAAS can't power")
        .isEmpty();
  }

  @Override
  public void close() {
    synchronized (started) {
      started.forEach(HwautoProcess::close);
    }
    store.close();
    dataCentre.close();
  }
}
