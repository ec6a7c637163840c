package org.hwautomation.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** How long the service takes to list its runs, in the ways that a page asks for. */
final class ListTimes {
  private static final int PAGE = 100;
  private static final long PAUSE_MILLIS = 100;

  private final LoadedService service;
  private final Map<String, String> paths = new LinkedHashMap<>();

  ListTimes(LoadedService service, int oldRuns) throws IOException, InterruptedException {
    this.service = service;
    var server = OldRuns.server(oldRuns / 2);
    paths.put("first page", "/api/v1/runs?limit=" + PAGE);
    paths.put("failed ones", "/api/v1/runs?status=failed&limit=" + PAGE);
    paths.put("of one server", "/api/v1/runs?server=%s&limit=%d".formatted(server, PAGE));
    paths.put("by a word", "/api/v1/runs?text=%s&limit=%d".formatted(server, PAGE));
    paths.put(
        "a page in the middle",
        "/api/v1/runs?limit=%d&cursor=%s".formatted(PAGE, middle(oldRuns / 2)));
  }

  /** The id of a run in the middle. */
  private String middle(int run) throws IOException, InterruptedException {
    var found =
        Pattern.compile("\"run_id\":\"([^\"]+)\"")
            .matcher(service.get("/api/v1/runs?limit=1&server=" + OldRuns.server(run)));
    if (!found.find()) {
      throw new IOException("the old runs are not listed");
    }
    return found.group(1);
  }

  /** Milliseconds of each way, asked so often, one after the other. */
  Map<String, Series> measure(int times) throws IOException, InterruptedException {
    var all = new LinkedHashMap<String, List<Double>>();
    for (var i = 0; i < times; i++) {
      for (var path : paths.entrySet()) {
        all.computeIfAbsent(path.getKey(), key -> new ArrayList<>()).add(millis(path.getValue()));
      }
    }
    return series(all);
  }

  private double millis(String path) throws IOException, InterruptedException {
    var started = System.nanoTime();
    service.get(path);
    return (System.nanoTime() - started) / 1e6;
  }

  private static Map<String, Series> series(Map<String, List<Double>> all) {
    var series = new LinkedHashMap<String, Series>();
    all.forEach((name, times) -> series.put(name, Series.of(name, "ms", times)));
    return series;
  }

  /** Lists ten times a second until it is stopped, and looks at the heap. */
  Background inBackground(List<Double> heap) {
    return new Background(heap);
  }

  final class Background {
    private final Map<String, List<Double>> all = new LinkedHashMap<>();
    private final List<Double> heap;
    private final Thread thread = Thread.ofVirtual().unstarted(this::ask);
    private volatile boolean stopped;
    private volatile String problem = "";

    private Background(List<Double> heap) {
      this.heap = heap;
      thread.start();
    }

    private void ask() {
      try {
        while (!stopped) {
          for (var path : paths.entrySet()) {
            all.computeIfAbsent(path.getKey(), key -> new ArrayList<>())
                .add(millis(path.getValue()));
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
          }
          heap.add(service.metric("jvm_memory_used_bytes{area=\"heap\""));
        }
      } catch (IOException e) {
        problem = String.valueOf(e.getMessage());
      } catch (InterruptedException e) {
        problem = "interrupted";
      }
    }

    Map<String, Series> stop() throws IOException, InterruptedException {
      stopped = true;
      thread.join();
      if (!problem.isEmpty()) {
        throw new IOException("listing under load failed: " + problem);
      }
      return series(all);
    }
  }
}
