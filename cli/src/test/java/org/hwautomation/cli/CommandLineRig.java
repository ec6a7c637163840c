package org.hwautomation.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.SimulatedServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A simulated data centre with a configuration file, and the command line to use it. */
final class CommandLineRig implements AutoCloseable {
  /** What a command did. */
  record Outcome(int exitCode, String out, String err) {
    /** The one JSON document on standard output; fails if there is anything else. */
    JsonNode json() {
      return JsonMapper.builder()
          .enable(tools.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readTree(out);
    }
  }

  private static final int SPEED = 600;

  private final Path folder;
  private final DataCentre dataCentre;
  private final Path config;

  CommandLineRig(Path folder, int servers) throws IOException {
    this.folder = folder;
    dataCentre = DataCentre.builder().servers(servers).speed(SPEED).start();
    config = folder.resolve("sim.yaml");
    Files.writeString(config, new SimulatedSetup(dataCentre).yaml());
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
  synchronized Outcome run(String... arguments) {
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--config", config.toString()));
    all.addAll(List.of("--state", folder.resolve("state").toString()));
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var before = System.out;
    var beforeErr = System.err;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      var code =
          Hwauto.commandLine()
              .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
              .execute(all.toArray(String[]::new));
      return new Outcome(
          code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(before);
      System.setErr(beforeErr);
    }
  }

  @Override
  public void close() {
    dataCentre.close();
  }
}
