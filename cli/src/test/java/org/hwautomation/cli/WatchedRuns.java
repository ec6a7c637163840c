package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

/**
 * Runs that wait for a person's answers, and pages that listen: one to each of them, and as many to
 * all runs. They are cut off with the service, and come back with the last id that they saw.
 */
final class WatchedRuns {
  private static final int STEPS = 3;

  private final ServiceClient client;
  private final String token;
  private final List<String> runs = new ArrayList<>();
  private final Map<String, List<String>> ids = new ConcurrentHashMap<>();
  private final Map<String, List<String>> ended = new ConcurrentHashMap<>();
  private final AtomicInteger resets = new AtomicInteger();
  private final List<Thread> listening = new ArrayList<>();

  /**
   * Starts them.
   *
   * @param state the service's folder, in which their template is put
   */
  WatchedRuns(ServiceClient client, String token, Path state, int count) throws IOException {
    this.client = client;
    this.token = token;
    var template = new StringBuilder("name: asking\ndescription: Asks three times\nsteps:\n");
    for (var step = 0; step < STEPS; step++) {
      template.append("  - {name: s%d, approval: {role: operator}}\n".formatted(step));
    }
    Files.writeString(
        Files.createDirectories(state.resolve("definitions")).resolve("asking.yaml"), template);
    for (var i = 0; i < count; i++) {
      var reply =
          client.post("/api/v1/runs", Map.of("template", "asking", "workflow_id", "asking-" + i));
      assertThat(reply.status()).as(reply.body()).isEqualTo(201);
      runs.add(reply.json().get("run_id").asString());
    }
  }

  /** Everybody listens, from where he was cut off if he was. */
  void listen() {
    for (var run : runs) {
      listen(run, "/api/v1/runs/" + run + "/stream");
      listen("all beside " + run, "/api/v1/stream");
    }
  }

  private void listen(String who, String path) {
    var asking = client.asking("GET", path).as(token);
    last(who).ifPresent(id -> asking.with("Last-Event-ID", id));
    var lines = asking.lines();
    listening.add(
        Thread.ofVirtual()
            .start(
                () -> {
                  try (lines) {
                    hear(who, lines);
                  } catch (IOException | UncheckedIOException e) {
                    // the service was killed
                  }
                }));
  }

  private Optional<String> last(String who) {
    return Optional.ofNullable(ids.get(who)).map(List::getLast);
  }

  private void hear(String who, java.io.BufferedReader lines) throws IOException {
    var id = "";
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("id: ")) {
        id = line.substring(4);
      } else if (line.equals("event: reset")) {
        resets.incrementAndGet();
      } else if (line.equals("event: end")) {
        return;
      } else if (line.startsWith("data: ") && !id.isEmpty()) {
        ids.computeIfAbsent(who, key -> new ArrayList<>()).add(id);
        if (line.contains("\"status\":\"completed\"")) {
          runs.stream()
              .filter(line::contains)
              .forEach(run -> ended.computeIfAbsent(who, key -> new ArrayList<>()).add(run));
          if (hasHeardOfAll(who)) {
            return;
          }
        }
        id = "";
      }
    }
  }

  private boolean hasHeardOfAll(String who) {
    return ended.getOrDefault(who, List.of()).containsAll(runs);
  }

  /** Says yes to a step of every run. */
  void answer(int step) {
    for (var run : runs) {
      var reply =
          client.post(
              "/api/v1/runs/%s/approve".formatted(run),
              Map.of("step", "s" + step, "reason", "go on"));
      assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    }
  }

  /** How many have heard something of the last answer that was given. */
  boolean haveHeard(int entries) {
    return runs.stream().allMatch(run -> ids.getOrDefault(run, List.of()).size() >= entries);
  }

  void awaitEndOfListening() throws InterruptedException {
    for (var thread : listening) {
      thread.join();
    }
    listening.clear();
  }

  /** Of a run every entry once and in order, of all runs each one's end. */
  void requireNothingMissed() {
    assertThat(resets).as("told to begin anew").hasValue(0);
    for (var run : runs) {
      var lastSeq = client.get("/api/v1/runs/" + run).json().get("last_seq").asLong();
      assertThat(ids.get(run))
          .as("entries of " + run)
          .isEqualTo(LongStream.rangeClosed(1, lastSeq).mapToObj(String::valueOf).toList());
      assertThat(hasHeardOfAll("all beside " + run)).as("the stream of all").isTrue();
    }
  }
}
