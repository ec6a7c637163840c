package org.hwautomation.benchmarks;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The real service in a JVM of its own, with a heap that is bounded, and requests to it. */
final class LoadedService implements AutoCloseable {
  private static final String MAIN = "org.hwautomation.cli.Hwauto";
  private static final Duration START = Duration.ofMinutes(3);
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final Pattern TOKEN = Pattern.compile("hwa_[A-Za-z0-9_-]+");

  private final Path state;
  private final String heap;
  private final int port;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private Process process;
  private String token = "";

  private LoadedService(Path state, String heap) throws IOException, InterruptedException {
    this.state = state;
    this.heap = heap;
    try (var socket = new ServerSocket(0)) {
      this.port = socket.getLocalPort();
    }
    this.process = started();
  }

  /** True if the service is on this program's class path. */
  static boolean isHere() {
    try {
      Class.forName(MAIN, false, LoadedService.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /**
   * Starts it; it answers when this returns.
   *
   * @param state its folder, with its database
   * @param heap such as {@code 512m}
   */
  static LoadedService start(Path state, String heap) throws IOException, InterruptedException {
    return new LoadedService(state, heap);
  }

  private Process started() throws IOException, InterruptedException {
    var log = Files.createTempFile(state, "service", ".log");
    var begun =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx" + heap,
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                classPath(),
                MAIN,
                "serve",
                "--port",
                String.valueOf(port),
                "--state",
                state.toString())
            .directory(state.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    var deadline = System.nanoTime() + START.toNanos();
    while (!Files.readString(log).contains("Ctrl-C stops it")) {
      if (!begun.isAlive() || System.nanoTime() > deadline) {
        begun.destroyForcibly();
        throw new IOException("the service did not start: " + Files.readString(log));
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    var shown = TOKEN.matcher(Files.readString(log));
    if (shown.find()) {
      token = shown.group();
    }
    return begun;
  }

  /** From anywhere: a configuration in the working folder is none of the service's business. */
  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  int port() {
    return port;
  }

  String token() {
    return token;
  }

  /** As {@code kill -9} does. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  void startAgain() throws IOException, InterruptedException {
    process = started();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /**
   * The answer to a GET.
   *
   * @throws IOException if it is not 200
   */
  String get(String path) throws IOException, InterruptedException {
    return answer(request(path).GET().build(), path);
  }

  /**
   * The answer to a POST.
   *
   * @throws IOException if it is neither 200 nor 201
   */
  String post(String path, String json) throws IOException, InterruptedException {
    return answer(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build(),
        path);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(ANSWER)
        .header("Authorization", "Bearer " + token);
  }

  private String answer(HttpRequest request, String path) throws IOException, InterruptedException {
    var reply = http.send(request, BodyHandlers.ofString());
    if (reply.statusCode() / 100 != 2) {
      throw new IOException("%s: %d %s".formatted(path, reply.statusCode(), reply.body()));
    }
    return reply.body();
  }

  /** The sum of a metric's series whose line has that beginning, as Prometheus reads them. */
  double metric(String beginning) throws IOException, InterruptedException {
    var sum = 0.0;
    for (var line : new ArrayList<>(List.of(get("/metrics").split("\n")))) {
      if (line.startsWith(beginning)) {
        sum += Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
      }
    }
    return sum;
  }

  @Override
  public void close() {
    process.destroyForcibly();
    http.shutdownNow();
  }
}
