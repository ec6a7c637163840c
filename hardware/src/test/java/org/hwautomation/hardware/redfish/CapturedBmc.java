package org.hwautomation.hardware.redfish;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A captured real BMC, served over plain HTTP, read-only and without a login. It is unpacked into
 * {@code target} and stays there: thousands of small files take longer to delete than to read.
 */
final class CapturedBmc implements AutoCloseable {
  private final Path root;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** Skips the test, by name, where the capture or the programs to unpack it are absent. */
  static CapturedBmc serve(String name) throws IOException, InterruptedException {
    var folder = Files.createDirectories(Path.of("target", "captured"));
    var unpacked = folder.resolve(name);
    if (Files.isDirectory(unpacked)) {
      return new CapturedBmc(content(unpacked));
    }
    var home = System.getProperty("hwautomation.root", "..");
    var archive = Path.of(home, "../shared/fixtures/redfish", name + ".tar.xz");
    assumeTrue(Files.isRegularFile(archive), () -> "captured BMC " + name + " is absent");
    var begun = Files.createTempDirectory(folder, "begun");
    Process tar;
    try {
      tar =
          new ProcessBuilder("tar", "-xJf", archive.toString(), "-C", begun.toString())
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      assumeTrue(false, "the tar program is absent");
      throw e;
    }
    assumeTrue(
        tar.waitFor(60, TimeUnit.SECONDS) && tar.exitValue() == 0,
        "tar and xz could not unpack " + archive);
    Files.move(begun, unpacked);
    return new CapturedBmc(content(unpacked));
  }

  private static Path content(Path unpacked) throws IOException {
    try (var inside = Files.list(unpacked)) {
      return inside.filter(Files::isDirectory).findFirst().orElseThrow();
    }
  }

  private CapturedBmc(Path root) throws IOException {
    this.root = root;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().getPath().replaceFirst("^/", "").replaceFirst("/+$", "");
      var file = root.resolve(path).resolve("index.json").normalize();
      if (!file.startsWith(root) || !Files.isRegularFile(file)) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      var bytes = Files.readAllBytes(file);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  RedfishClient client() {
    return RedfishClient.builder(URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
        .build();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
