package org.hwautomation.provisioning.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.hwautomation.cli.SimulatedConfiguration;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.configuration.Configuration;
import org.hwautomation.provisioning.server.Pace;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.EffectKind;
import org.hwautomation.simulator.Personality;
import org.hwautomation.simulator.SimulatedServer;
import org.hwautomation.testkit.FaultyStore;
import org.hwautomation.workflow.RunHandle;
import org.hwautomation.workflow.RunQuery;
import org.hwautomation.workflow.RunState;
import org.hwautomation.workflow.WorkflowContext;
import org.hwautomation.workflow.WorkflowDefinition;
import org.hwautomation.workflow.WorkflowEngine;
import org.hwautomation.workflow.WorkflowException;
import org.hwautomation.workflow.WorkflowStatus;
import org.hwautomation.workflow.WorkflowTime;

/**
 * A simulated data centre with a firmware catalog, whose versions have been proven on other
 * servers, and processes that work on it.
 */
final class FirmwareRig implements AutoCloseable {
  static final double SPEED = 600;

  private final DataCentre dataCentre;
  private final WorkflowManager manager;

  FirmwareRig(Path folder, DataCentre.Builder racked) throws IOException {
    this(folder, racked, SimulatedConfiguration::of);
  }

  /** With images for BMCs that fetch them. */
  static FirmwareRig serving(Path folder, DataCentre.Builder racked) throws IOException {
    int port;
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    return new FirmwareRig(
        folder,
        racked,
        (dataCentre, state) -> SimulatedConfiguration.serving(dataCentre, state, port));
  }

  private FirmwareRig(
      Path folder,
      DataCentre.Builder racked,
      BiFunction<DataCentre, Path, Configuration> configuration)
      throws IOException {
    dataCentre = racked.speed(SPEED).start();
    SimulatedConfiguration.writeCatalog(dataCentre, folder);
    manager =
        WorkflowManager.open(
            configuration.apply(dataCentre, folder), new Pace(SPEED), "test", "a test");
  }

  DataCentre dataCentre() {
    return dataCentre;
  }

  WorkflowManager manager() {
    return manager;
  }

  List<SimulatedServer> servers() {
    return dataCentre.servers();
  }

  /** All versions of the catalog have run on another server of each kind. */
  FirmwareRig proven() {
    SimulatedConfiguration.proven(dataCentre, manager);
    return this;
  }

  /** A process of its own, whose view of the store can be broken. */
  Worker worker() {
    return worker(WorkflowTime.system());
  }

  /** The same with another clock. */
  Worker worker(WorkflowTime time) {
    var store = FaultyStore.over(manager.store());
    return new Worker(
        store,
        WorkflowEngine.builder(store)
            .time(time)
            .actions(
                StepLibrary.actions(
                    new StepTools(manager.connections(), manager.deviceTypes(), Witness.NONE)))
            .classifier(WorkflowManager::errorClass)
            .types(manager.valueTypes())
            .expressions(new org.hwautomation.definitions.CelExpressions())
            .build());
  }

  record Worker(FaultyStore store, WorkflowEngine engine) implements AutoCloseable {
    @Override
    public void close() {
      engine.close(Duration.ZERO);
    }
  }

  WorkflowDefinition definition(String template) {
    return manager.library().get(template);
  }

  /** Everything that the catalog has for it. */
  WorkflowContext latest(SimulatedServer server) {
    return context(server).build();
  }

  private static WorkflowContext.Builder context(SimulatedServer server) {
    var type = SimulatedConfiguration.deviceType(server);
    return WorkflowContext.builder()
        .server(server.identity().systemId())
        .deviceType(type)
        .value(ServerFields.DEVICE_TYPE, type)
        .value(ServerFields.HOSTNAME, server.hostname())
        .value("firmware_policy", "latest");
  }

  /** Everything from its firmware to hand-over, with a new address for its BMC. */
  RunHandle first(WorkflowEngine engine, SimulatedServer server) {
    return engine.start(
        "first-" + server.hostname(),
        definition("firmware_first"),
        context(server)
            .value(
                ServerFields.TARGET_IPMI_IP,
                SimulatedConfiguration.targetAddress(dataCentre, server))
            .build());
  }

  RunHandle update(WorkflowEngine engine, SimulatedServer server) {
    return engine.start(
        "firmware-" + server.hostname(), definition("firmware_update"), latest(server));
  }

  RunState updated(SimulatedServer server) throws InterruptedException {
    return update(manager.engine(), server).await();
  }

  /**
   * A process that starts a run dies right after a journal write, and another one ends the run,
   * which must end well.
   *
   * @return what happened, for whoever finds something wrong with it
   */
  String crashedAndResumed(
      SimulatedServer server,
      int write,
      BiFunction<WorkflowEngine, SimulatedServer, RunHandle> start)
      throws InterruptedException {
    try (var process = worker()) {
      process.store().crashAtWrite(write);
      try {
        start.apply(process.engine(), server).await();
      } catch (WorkflowException died) {
        // as it does in a process that dies
      }
      process.store().bury();
    }
    try (var process = worker()) {
      var run =
          manager.store().runs(RunQuery.ALL).stream()
              .filter(record -> record.serverId().equals(Optional.of(server.identity().systemId())))
              .findFirst()
              .orElseThrow();
      var end =
          run.status().isTerminal()
              ? process.engine().state(run.runId()).orElseThrow()
              : process.engine().resume(run.runId(), "test").await();
      var told =
          "crash at write %d, %s: %s%n%s"
              .formatted(
                  write,
                  server.personality(),
                  end.error(),
                  manager.store().entries(run.runId(), 0).stream()
                      .map(entry -> entry.type() + " " + entry.payload())
                      .map(text -> text.substring(0, Math.min(300, text.length())))
                      .collect(Collectors.joining("\n")));
      assertThat(end.status()).as(told).isEqualTo(WorkflowStatus.COMPLETED);
      assertThat(runsTheLatest(server)).as(told).isTrue();
      return told;
    }
  }

  /** What happened to the firmware of a server, by kind. */
  Map<EffectKind, Integer> flashes(SimulatedServer server) {
    var counts = new LinkedHashMap<EffectKind, Integer>();
    for (var kind :
        List.of(
            EffectKind.FIRMWARE_RECEIVED,
            EffectKind.FIRMWARE_WRITING,
            EffectKind.FIRMWARE_WRITTEN,
            EffectKind.FIRMWARE_ACTIVATED)) {
      counts.put(kind, dataCentre.recorder().count(server.hostname(), kind));
    }
    return counts;
  }

  boolean runsTheLatest(SimulatedServer server) {
    var versions =
        switch (server.personality()) {
          case DELL -> List.of("7.00.00.171", "1.9.2");
          case HPE -> List.of("2.81 Mar 01 2023", "A42 v2.66 (03/07/2023)");
          case SUPERMICRO -> List.of("01.03.05", "1.4a");
        };
    return List.of(server.firmware().version("BMC"), server.firmware().version("BIOS"))
        .equals(versions);
  }

  SimulatedServer of(Personality personality) {
    return servers().stream().filter(s -> s.personality() == personality).findFirst().orElseThrow();
  }

  @Override
  public void close() {
    manager.close();
    dataCentre.close();
  }
}
