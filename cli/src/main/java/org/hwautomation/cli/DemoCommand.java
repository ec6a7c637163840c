package org.hwautomation.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.hwautomation.provisioning.FirmwareWorkflowHandler;
import org.hwautomation.provisioning.UpdatePolicy;
import org.hwautomation.provisioning.WorkflowFactory;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.server.Pace;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.workflow.Durations;
import org.hwautomation.workflow.RunHandle;
import org.hwautomation.workflow.RunState;
import org.hwautomation.workflow.StatusReport;
import org.hwautomation.workflow.WorkflowStatus;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Provisions simulated servers over real protocols, all at once. */
@Command(
    name = "demo",
    description = "Provision simulated servers, from racked to ready, over real protocols.")
final class DemoCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Option(names = "--servers", paramLabel = "N", description = "How many; ${DEFAULT-VALUE}.")
  private int servers = 3;

  @Option(names = "--template", paramLabel = "NAME", description = "${DEFAULT-VALUE} if not given.")
  private String template = WorkflowFactory.BASIC_PROVISIONING;

  @Option(
      names = "--speed",
      paramLabel = "X",
      description = "How much faster than the world simulated time runs; ${DEFAULT-VALUE}.")
  private double speed = 60;

  @Option(
      names = "--only",
      paramLabel = "SERVER",
      description = "Of all these servers, work on this one alone.")
  private @Nullable String only;

  @Option(
      names = "--proven",
      description =
          "With firmware: as if its versions had run on such servers before; else each goes to one first.")
  private boolean proven;

  @Option(names = "--seed", paramLabel = "S", description = "The same seed gives the same world.")
  private long seed = 1;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (servers < 1 || servers > 200) {
      throw new IllegalArgumentException("--servers " + servers + " is not between 1 and 200");
    }
    var screen = options.screen();
    var kept = options.state();
    var state = kept == null ? Files.createTempDirectory("hwauto-demo") : kept;
    Files.createDirectories(state);
    var began = System.nanoTime();
    try (var dataCentre = DataCentre.builder().servers(servers).seed(seed).speed(speed).start()) {
      screen.say(
          "A simulated data centre of %d servers, %s times as fast as the world"
              .formatted(servers, speed == Math.rint(speed) ? (Object) (long) speed : speed));
      if (only != null) {
        dataCentre.server(only); // or an error that names those there are
      }
      var configuration = new SimulatedSetup(dataCentre).configuration(state);
      if (updatesFirmware()) {
        new SimulatedCatalog(dataCentre).write(configuration.firmwareCatalog());
      }
      try (var manager =
          GlobalOptions.manager(configuration, new Pace(Math.max(1, speed)), "demo")) {
        if (proven && updatesFirmware()) {
          new SimulatedCatalog(dataCentre).proven(manager);
        }
        var runs = start(manager, dataCentre);
        var view = new ProgressView(screen, manager);
        runs.forEach(view::add);
        view.watch();
        return report(screen, dataCentre, runs, Duration.ofNanos(System.nanoTime() - began));
      }
    } finally {
      if (kept == null) {
        TemporaryFolder.delete(state);
      }
    }
  }

  private boolean updatesFirmware() {
    return List.of(WorkflowFactory.FIRMWARE_FIRST, WorkflowFactory.FIRMWARE_UPDATE)
        .contains(template.replace('-', '_'));
  }

  Map<String, RunHandle> start(WorkflowManager manager, DataCentre dataCentre) {
    var factory = new WorkflowFactory(manager);
    var runs = new LinkedHashMap<String, RunHandle>();
    var index = 0;
    for (var server : dataCentre.servers()) {
      if (only != null && !only.equals(server.hostname())) {
        index++;
        continue;
      }
      var type = SimulatedSetup.deviceType(server);
      var workflow = factory.create(template, "demo-" + server.hostname(), server.hostname(), type);
      var context =
          manager
              .createContext(server.hostname(), type)
              .targetIpmiIp(SimulatedSetup.targetAddress(index++))
              .value(
                  FirmwareWorkflowHandler.POLICY,
                  updatesFirmware() ? UpdatePolicy.LATEST.wireName() : null)
              .build();
      runs.put(server.hostname(), workflow.start(context));
    }
    return runs;
  }

  /** Tells how the runs ended and whether the simulator saw what they claim; the exit code. */
  static int report(
      Screen screen, DataCentre dataCentre, Map<String, RunHandle> runs, Duration took) {
    var unsafe = dataCentre.check();
    var ready = count(runs, WorkflowStatus.COMPLETED);
    var document = new LinkedHashMap<String, Object>();
    document.put("servers", runs.size());
    document.put("ready", ready);
    document.put("failed", runs.size() - ready);
    document.put("duration_seconds", Math.round(took.toMillis() / 100.0) / 10.0);
    document.put("unsafe_acts", unsafe.stream().map(Object::toString).toList());
    var different = new ArrayList<String>();
    runs.forEach(
        (name, run) ->
            new EffectClaims(run.state(), dataCentre.server(name), dataCentre.recorder())
                .differences()
                .forEach(difference -> different.add(name + ": " + difference)));
    document.put("claims_not_seen", different);
    var list = new ArrayList<Map<String, Object>>();
    runs.forEach(
        (name, run) -> {
          var report = StatusReport.of(run.state(), run.progress());
          var entry = new LinkedHashMap<String, Object>();
          entry.put("run_id", run.runId());
          entry.put("workflow_id", run.state().workflowId());
          entry.put("server_id", run.state().serverId().orElse(name));
          entry.put("hostname", name);
          entry.put("status", run.state().status().wireName());
          entry.put("error", run.state().error().orElse(""));
          entry.put("steps", Objects.requireNonNull(report.get("steps")));
          list.add(entry);
        });
    document.put("runs", list);
    screen.result(
        document,
        () -> {
          screen.line("");
          screen.table(
              List.of("SERVER", "STATE", "BMC", "STEPS", "TOOK", ""),
              runs.entrySet().stream()
                  .map(entry -> row(screen, dataCentre, entry.getKey(), entry.getValue().state()))
                  .toList());
          screen.line("");
          screen.line(
              "%d of %d ready in %s; unsafe acts seen by the simulator: %d"
                  .formatted(ready, runs.size(), Durations.text(took), unsafe.size()));
          unsafe.forEach(act -> screen.line("  unsafe: " + act));
          different.forEach(text -> screen.line("  claimed, but not what was seen: " + text));
        });
    return ready == runs.size() && unsafe.isEmpty() && different.isEmpty()
        ? ExitCodes.DONE
        : ExitCodes.FAILED;
  }

  private static int count(Map<String, RunHandle> runs, WorkflowStatus status) {
    return (int) runs.values().stream().filter(run -> run.state().status() == status).count();
  }

  private static List<String> row(
      Screen screen, DataCentre dataCentre, String name, RunState state) {
    var good = state.status() == WorkflowStatus.COMPLETED;
    return List.of(
        name,
        good
            ? screen.good("ready")
            : screen.bad(
                state.phase().wireName().equals("none")
                    ? state.status().wireName()
                    : state.phase().wireName()),
        dataCentre.server(name).bmc().network().address(),
        state.stepsCompleted() + "/" + state.totalSteps(),
        Durations.text(
            Duration.between(state.createdAt(), state.endedAt().orElse(state.lastEventAt()))),
        state.error().map(e -> state.failedStep().orElse("") + ": " + e).orElse(""));
  }
}
