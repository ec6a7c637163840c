package org.hwautomation.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.bridge.Scripts;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.server.Pace;
import org.hwautomation.server.HwautoServer;
import org.hwautomation.server.ServerSettings;
import org.hwautomation.server.access.Role;
import org.hwautomation.simulator.DataCentre;
import org.jspecify.annotations.Nullable;

/** A service over a simulated data centre, and a client that speaks HTTP to it. */
final class ServiceRig implements AutoCloseable {
  static final double SPEED = 400;

  private final Scripts scripts = new Scripts();
  private final ServiceClient client;
  private final Path state;
  final DataCentre dataCentre;
  final WorkflowManager manager;
  final HwautoServer server;
  private final String admin;

  ServiceRig(Path state, int servers) {
    this.state = state;
    dataCentre = DataCentre.builder().servers(servers).speed(SPEED).start();
    try {
      SimulatedConfiguration.writeCatalog(dataCentre, state);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    manager = manager();
    server = start();
    admin = server.access().firstAdminToken().orElseThrow().reveal(text -> text);
    client = new ServiceClient(server.address(), admin);
  }

  private WorkflowManager manager() {
    return WorkflowManager.open(
        new SimulatedSetup(dataCentre).configuration(state),
        new Pace(SPEED),
        "test",
        "a service",
        List.of(scripts.function()));
  }

  private HwautoServer start() {
    return HwautoServer.start(
        manager,
        ServerSettings.DEFAULT.at("127.0.0.1", 0),
        new SimulatedLab(manager.configuration(), SPEED),
        scripts);
  }

  String admin() {
    return admin;
  }

  /** A token of a role. */
  String token(Role role) {
    return server
        .access()
        .tokens()
        .create(
            role.wireName() + "-" + System.nanoTime(),
            role,
            Optional.of(Duration.ofDays(1)),
            "test",
            "a test")
        .clearText()
        .reveal(text -> text);
  }

  ServiceClient.Asking asking(String method, String path) {
    return client.asking(method, path);
  }

  /** As the admin. */
  ServiceClient.Reply get(String path) {
    return client.get(path);
  }

  ServiceClient.Reply post(String path, @Nullable Object document) {
    return client.post(path, document);
  }

  @Override
  public void close() {
    server.close();
    manager.close();
    dataCentre.close();
    client.close();
  }

  /** Starts the commissioning of the first server. */
  ServiceClient.Reply commissionFirst() {
    var server = dataCentre.servers().getFirst();
    return post(
        "/api/v1/runs",
        Map.of(
            "template",
            "commissioning",
            "server",
            server.hostname(),
            "device_type",
            SimulatedSetup.deviceType(server)));
  }
}
