package org.hwautomation.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.Fault;
import org.hwautomation.simulator.SimulatedServer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the simulated data centre alone until the process is ended. */
@Command(
    name = "simulate",
    description = "Run a simulated data centre, and print the configuration to use it.")
final class SimulateCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Option(names = "--servers", paramLabel = "N", description = "How many; ${DEFAULT-VALUE}.")
  private int servers = 3;

  @Option(
      names = "--server",
      paramLabel = "NAME[,KEY=VALUE]...",
      description =
          "A server of this name, in place of --servers; repeatable. Keys: vendor (dell, hpe, supermicro), bmc (its address in 10.0.0.0/16), user and password (of its BMC).")
  private List<String> named = List.of();

  @Option(
      names = "--maas-key",
      paramLabel = "KEY",
      description = "The API key that MAAS takes, consumer:token:secret; drawn by the seed.")
  private @Nullable String maasKey;

  @Option(
      names = "--speed",
      paramLabel = "X",
      description = "How much faster than the world simulated time runs; ${DEFAULT-VALUE}.")
  private double speed = 60;

  @Option(names = "--seed", paramLabel = "S", description = "The same seed gives the same world.")
  private long seed = 1;

  @Option(
      names = "--fault",
      paramLabel = "NAME@SERVER",
      description =
          "What goes wrong on a server, such as task-vanishes@rack01-u01; repeatable. --list-faults has the names.")
  private List<String> faults = List.of();

  @Option(
      names = "--fault-seed",
      paramLabel = "N",
      description = "Deal one fault to each server; the same number deals the same.")
  private @Nullable Long faultSeed;

  @Option(names = "--list-faults", description = "Show all faults by name, and end.")
  private boolean listFaults;

  @Option(
      names = "--image",
      paramLabel = "COMPONENT=VERSION@SERVER",
      description =
          "Write a firmware image for a server into --images, such as BIOS=2.0.0@rack01-u01.")
  private List<String> wantedImages = List.of();

  @Option(
      names = "--catalog",
      paramLabel = "FOLDER",
      description = "Make a firmware catalog there, with newer versions for the servers.")
  private @Nullable Path catalog;

  @Option(
      names = "--images",
      paramLabel = "FOLDER",
      description = "Where images go; the folder must exist.")
  private @Nullable Path imageFolder;

  @Option(
      names = "--config-out",
      paramLabel = "FILE",
      description = "Where the configuration goes; standard output if not given.")
  private @Nullable Path file;

  @Override
  public Integer call() throws IOException {
    if (servers < 1 || servers > 200) {
      throw new IllegalArgumentException("--servers " + servers + " is not between 1 and 200");
    }
    if (!(speed > 0)) {
      throw new IllegalArgumentException("--speed " + speed + " is not more than 0");
    }
    if (file != null && !mayReplace(file)) {
      throw new IllegalArgumentException(
          file + " exists and was not written by hwauto simulate; name another file");
    }
    var screen = options.screen();
    if (listFaults) {
      var names = new LinkedHashMap<String, @Nullable Object>();
      for (var fault : Fault.values()) {
        names.put(fault.wireName(), fault.explanation());
      }
      screen.result(names, () -> SimulatedTrouble.list().forEach(screen::line));
      return ExitCodes.DONE;
    }
    try (var dataCentre = dataCentre().start()) {
      var trouble = new SimulatedTrouble(dataCentre);
      trouble.set(faults);
      if (faultSeed != null) {
        trouble
            .deal(faultSeed)
            .forEach(
                (name, fault) ->
                    screen.problem(
                        "%s  %s: %s".formatted(name, fault.wireName(), fault.explanation())));
      }
      if (catalog != null) {
        new SimulatedCatalog(dataCentre).write(catalog);
      }
      new SimulatedImages(dataCentre, imageFolder).write(wantedImages);
      var ended = new CountDownLatch(1);
      var hook = Thread.ofPlatform().name("end of the simulation").unstarted(dataCentre::close);
      Runtime.getRuntime().addShutdownHook(hook);
      try {
        var yaml = new SimulatedSetup(dataCentre).yaml();
        if (file != null) {
          Files.writeString(file, yaml);
        }
        tell(screen, dataCentre, yaml);
        ended.await();
      } catch (InterruptedException e) {
        // whoever embeds this wants it to end
      } finally {
        remove(hook);
      }
      return ExitCodes.INTERRUPTED;
    }
  }

  private DataCentre.Builder dataCentre() {
    var building = DataCentre.builder().seed(seed).speed(speed);
    if (maasKey != null) {
      building.maasKey(maasKey);
    }
    if (named.isEmpty()) {
      return building.servers(servers);
    }
    SimulatedNames.descriptions(named).forEach(building::server);
    return building;
  }

  private static boolean mayReplace(Path file) throws IOException {
    return !Files.exists(file) || Files.readString(file).startsWith(SimulatedSetup.FIRST_LINE);
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the process is ending already
    }
  }

  private void tell(Screen screen, DataCentre dataCentre, String yaml) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("servers", dataCentre.servers().stream().map(SimulateCommand::entry).toList());
    document.put("speed", speed);
    document.put("config_file", file == null ? null : file.toString());
    document.put("config", yaml);
    document.put("control", control(dataCentre));
    screen.result(
        document,
        () -> {
          if (file == null) {
            screen.print(yaml);
          }
        });
    for (var server : dataCentre.servers()) {
      screen.problem(
          "%s  %-10s device type %s"
              .formatted(
                  server.hostname(),
                  server.bmc().network().address(),
                  SimulatedSetup.deviceType(server)));
    }
    var first = dataCentre.servers().getFirst();
    screen.problem(
        "Try: hwauto provision %s --device-type %s --pace %s --config %s"
            .formatted(
                first.hostname(),
                SimulatedSetup.deviceType(first),
                speed == Math.rint(speed) ? String.valueOf((long) speed) : String.valueOf(speed),
                file == null ? "FILE" : file));
    screen.problem("What happened, and faults to inject: %s".formatted(control(dataCentre)));
    screen.problem("The data centre runs until Ctrl-C.");
  }

  private static String control(DataCentre dataCentre) {
    return dataCentre.configuration().getOrDefault("simulator.control", "");
  }

  private static Map<String, Object> entry(SimulatedServer server) {
    var entry = new LinkedHashMap<String, Object>();
    entry.put("hostname", server.hostname());
    entry.put("system_id", server.identity().systemId());
    entry.put("bmc_address", server.bmc().network().address());
    entry.put("device_type", SimulatedSetup.deviceType(server));
    return entry;
  }
}
