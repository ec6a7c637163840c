package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.EffectKind;
import org.hwautomation.simulator.SimulatedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Planted passwords are found nowhere: not in what is printed, logged, kept or exported, not in the
 * words of any process here or command on a host.
 */
final class SecretScanTest {
  private static final double SPEED = 300;

  @TempDir private Path folder;

  @Test
  void no_password_of_a_firmware_first_run_is_found_in_any_sink() throws Exception {
    try (var dataCentre = DataCentre.builder().servers(1).speed(SPEED).start();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var server = dataCentre.servers().getFirst();
      var state = Files.createDirectories(folder.resolve("state"));
      var config =
          Files.writeString(
              folder.resolve("sim.yaml"),
              new SimulatedSetup(dataCentre).yaml()
                  + "logging:\n  level: debug\n  file: '"
                  + state.resolve("hwauto.log")
                  + "'\n");
      new SimulatedCatalog(dataCentre).write(state.resolve("firmware"));
      var canaries = canaries(server, Files.readString(config));
      var places =
          List.of("--config", config.toString(), "--state", state.toString(), "--pace", "300");
      var arguments =
          new ArrayList<>(
              List.of(
                  "provision",
                  server.hostname(),
                  "--device-type",
                  SimulatedSetup.deviceType(server),
                  "--target-ipmi-ip",
                  SimulatedSetup.targetAddress(0),
                  "--template",
                  "firmware-first",
                  "--firmware-policy",
                  "latest",
                  "--yes"));
      arguments.addAll(places);
      Set<String> commands = ConcurrentHashMap.newKeySet();
      var ended = new AtomicBoolean();
      CommandRun done;
      try (var process = HwautoProcess.start(folder, arguments)) {
        var watching = threads.submit(() -> watchCommands(process, ended, commands));
        done = process.await();
        ended.set(true);
        watching.get();
      }
      assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
      assertThat(commands).as("ipmitool was seen").anyMatch(line -> line.contains("ipmitool"));

      requireClean("what was printed", done.out() + done.err(), canaries);
      commands.forEach(line -> requireClean("the words of a process", line, canaries));
      dataCentre.recorder().effects().stream()
          .filter(effect -> effect.kind() == EffectKind.COMMAND_RUN)
          .forEach(effect -> requireClean("a command on the host", effect.detail(), canaries));
      for (var command :
          List.of(
              List.of("run", "export", "provision-" + server.hostname()),
              List.of("run", "events", "provision-" + server.hostname(), "--json"),
              List.of("why", server.hostname(), "--json"),
              List.of("server", "show", server.hostname(), "--json"))) {
        var all = new ArrayList<>(command);
        all.addAll(places.subList(0, 4));
        var told = CommandRun.of(all.toArray(String[]::new));
        assertThat(told.exitCode()).as(told.err()).isZero();
        requireClean(String.join(" ", command), told.out() + told.err(), canaries);
      }
      try (var files = Files.walk(state)) {
        for (var file : files.filter(Files::isRegularFile).toList()) {
          requireClean(
              file.toString(),
              new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1),
              canaries);
        }
      }
      assertThat(Files.readString(state.resolve("hwauto.log"))).as("debug is on").contains("DEBUG");
    }
  }

  /** What the BMC, MAAS and SSH are logged in with. */
  private static Set<String> canaries(SimulatedServer server, String config) {
    var canaries = new LinkedHashSet<String>();
    canaries.add(String.valueOf(server.maas().powerParameters().get("power_pass")));
    for (var line : config.split("\n")) {
      if (line.strip().startsWith("api_key:")) {
        var parts = line.replaceAll("[\" ]", "").split(":");
        canaries.add(parts[parts.length - 1]);
      }
    }
    assertThat(canaries).hasSize(2).allMatch(canary -> canary.length() >= 6);
    return canaries;
  }

  private static Void watchCommands(
      HwautoProcess process, AtomicBoolean ended, Set<String> commands) throws Exception {
    while (!ended.get()) {
      process
          .descendants()
          .forEach(
              pid -> {
                try {
                  commands.add(
                      Files.readString(
                              Path.of("/proc", String.valueOf(pid), "cmdline"),
                              StandardCharsets.ISO_8859_1)
                          .replace('\0', ' '));
                } catch (IOException gone) {
                  // it has ended
                }
              });
      Thread.sleep(2);
    }
    return null;
  }

  private static void requireClean(String where, String text, Set<String> canaries) {
    for (var canary : canaries) {
      assertThat(text.contains(canary)).as("a password in %s", where).isFalse();
    }
  }
}
