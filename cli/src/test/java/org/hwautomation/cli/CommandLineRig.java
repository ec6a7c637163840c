package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.SimulatedServer;

/** A simulated data centre with a configuration file, and the command line to use it. */
final class CommandLineRig implements AutoCloseable {
  private static final int SPEED = 600;

  private final Path folder;
  private final DataCentre dataCentre;
  private final Path config;
  private final List<String> secrets = new ArrayList<>();

  CommandLineRig(Path folder, int servers) throws IOException {
    this(folder, DataCentre.builder().servers(servers).speed(SPEED).start());
  }

  /** With a data centre that other tests use too; closing this rig closes it. */
  CommandLineRig(Path folder, DataCentre dataCentre) throws IOException {
    this.folder = folder;
    this.dataCentre = dataCentre;
    config = folder.resolve("sim.yaml");
    Files.writeString(config, new SimulatedSetup(dataCentre).yaml());
    for (var server : dataCentre.servers()) {
      secrets.add(server.maas().powerParameters().getOrDefault("power_pass", ""));
    }
    var key = dataCentre.configuration().getOrDefault("maas.api_key", "");
    secrets.add(key);
    secrets.add(key.substring(key.lastIndexOf(':') + 1));
    secrets.removeIf(String::isEmpty);
  }

  /** The configuration file. */
  Path config() {
    return config;
  }

  /** Where this rig's database is. */
  Path state() {
    return folder.resolve("state");
  }

  /** Adds to the configuration, below one of its sections. */
  void configure(String section, String key, String value) throws IOException {
    var text = Files.readString(config);
    var line = "  %s: \"%s\"\n".formatted(key, value);
    Files.writeString(
        config,
        text.contains(section + ":\n")
            ? text.replace(section + ":\n", section + ":\n" + line)
            : text + section + ":\n" + line);
  }

  SimulatedServer server(int index) {
    return dataCentre.servers().get(index);
  }

  DataCentre dataCentre() {
    return dataCentre;
  }

  /** Writes the configuration again with one text replaced. */
  void configure(String from, String to) throws IOException {
    Files.writeString(config, Files.readString(config).replaceAll(from, to));
  }

  /** The arguments of {@code provision} for a server, before more of them. */
  String[] provision(int index, String... more) {
    var arguments = new ArrayList<String>();
    arguments.addAll(
        List.of(
            "provision",
            server(index).hostname(),
            "--device-type",
            SimulatedSetup.deviceType(server(index)),
            "--pace",
            String.valueOf(SPEED),
            "--yes"));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  /** Runs a command in this process, on this configuration and state. */
  synchronized CommandRun run(String... arguments) {
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--config", config.toString()));
    all.addAll(List.of("--state", state().toString()));
    var run = CommandRun.of(all.toArray(String[]::new));
    assertThat(run.out() + run.err()).as("no secret").doesNotContain(secrets);
    return run;
  }

  @Override
  public void close() {
    dataCentre.close();
  }
}
