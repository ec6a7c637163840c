package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hwautomation.simulator.DataCentre;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The service is killed while many runs are under way and many listen, and started again. */
@Timeout(180)
@Execution(ExecutionMode.CONCURRENT)
final class ServiceKillTest {
  private static final double SPEED = 200;
  private static final Duration LONGEST = Duration.ofSeconds(90);

  /** So many more runs, twice as many listeners. */
  private static final int WATCHED = 24;

  @TempDir private Path folder = Path.of(".");
  private DataCentre dataCentre = DataCentre.builder().servers(3).speed(SPEED).start();
  private final List<HwautoProcess> started = new ArrayList<>();
  private int port;

  @BeforeEach
  void configure() throws IOException {
    Files.writeString(folder.resolve("sim.yaml"), new SimulatedSetup(dataCentre).yaml());
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
  }

  @AfterEach
  void stop() {
    started.forEach(HwautoProcess::close);
    dataCentre.close();
  }

  private HwautoProcess serve() throws Exception {
    var process =
        HwautoProcess.start(
            folder,
            List.of(
                "serve",
                "--port",
                String.valueOf(port),
                "--pace",
                String.valueOf(SPEED),
                "--config",
                folder.resolve("sim.yaml").toString(),
                "--state",
                folder.toString()));
    started.add(process);
    Eventually.until(
        "the service runs", LONGEST, () -> process.printed().contains("Ctrl-C stops it"));
    return process;
  }

  @Test
  void runs_go_on_and_listeners_that_come_back_have_missed_nothing() throws Exception {
    var first = serve();
    var token = first.printed().replaceAll("(?s).*(hwa_[A-Za-z0-9_-]+).*", "$1");
    try (var client = new ServiceClient(URI.create("http://127.0.0.1:" + port), token)) {
      var runs = new ArrayList<String>();
      for (var server : dataCentre.servers()) {
        var reply =
            client.post(
                "/api/v1/runs",
                Map.of(
                    "template",
                    "basic_provisioning",
                    "server",
                    server.hostname(),
                    "device_type",
                    SimulatedSetup.deviceType(server)));
        assertThat(reply.status()).as(reply.body()).isEqualTo(201);
        runs.add(reply.json().get("run_id").asString());
      }
      var watched = new WatchedRuns(client, token, folder, WATCHED);
      watched.listen();
      watched.answer(0);
      Eventually.until("the first answer is heard of", LONGEST, () -> watched.haveHeard(4));
      var seen = new HashMap<String, List<Long>>();
      var lines =
          client.asking("GET", "/api/v1/runs/" + runs.getFirst() + "/stream").as(token).lines();
      var reading = Thread.ofVirtual().start(() -> collect(lines, runs.getFirst(), seen));
      Eventually.until("nine steps are done", LONGEST, () -> stepsDone(client, runs) >= 9);
      watched.answer(1); // what is told of it is under way
      first.kill();
      reading.join();
      watched.awaitEndOfListening();
      var before = List.copyOf(seen.getOrDefault(runs.getFirst(), List.of()));
      assertThat(before).isNotEmpty();

      serve();
      watched.listen();
      watched.answer(2);
      try (var again =
          client
              .asking("GET", "/api/v1/runs/" + runs.getFirst() + "/stream")
              .as(token)
              .with("Last-Event-ID", String.valueOf(before.getLast()))
              .lines()) {
        collect(again, runs.getFirst(), seen);
      }
      for (var run : runs) {
        Eventually.until(run + " is done", LONGEST, () -> status(client, run).equals("completed"));
      }
      var all = List.copyOf(seen.getOrDefault(runs.getFirst(), List.of()));
      assertThat(all).as("every entry once, in order").isEqualTo(upTo(all.getLast()));
      assertThat(all.getLast())
          .isEqualTo(client.get("/api/v1/runs/" + runs.getFirst()).json().get("last_seq").asLong());
      watched.awaitEndOfListening();
      watched.requireNothingMissed();
      assertThat(dataCentre.check()).isEmpty();
    }
  }

  private static List<Long> upTo(long last) {
    var all = new ArrayList<Long>();
    for (var seq = 1L; seq <= last; seq++) {
      all.add(seq);
    }
    return all;
  }

  /** What a stream tells of a run, until it ends or is cut off. */
  private static void collect(
      java.io.BufferedReader lines, String run, Map<String, List<Long>> seen) {
    try {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("id: ")) {
          seen.computeIfAbsent(run, key -> new ArrayList<>())
              .add(Long.parseLong(line.substring(4)));
        } else if (line.equals("event: end")) {
          return;
        }
      }
    } catch (IOException e) {
      // the service was killed
    }
  }

  private static int stepsDone(ServiceClient client, List<String> runs) {
    var done = new LinkedHashMap<String, Integer>();
    for (var run : runs) {
      done.put(run, client.get("/api/v1/runs/" + run).json().get("steps_completed").asInt());
    }
    return done.values().stream().mapToInt(Integer::intValue).sum();
  }

  private static String status(ServiceClient client, String run) {
    return client.get("/api/v1/runs/" + run).json().get("status").asString();
  }
}
