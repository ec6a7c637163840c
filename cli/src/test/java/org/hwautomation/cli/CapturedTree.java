package org.hwautomation.cli;

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
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A captured real BMC, served over plain HTTP, read-only and without a login, as it was or with its
 * answers changed. It is unpacked into {@code target} and stays there: thousands of small files
 * take longer to delete than to read.
 */
final class CapturedTree implements AutoCloseable {
  static final String DELL = "dell-r750-idrac9-6.00.30";
  static final String HPE = "hpe-dl385-gen10plus-ilo5-2.72";
  static final String SUPERMICRO = "supermicro-sys-821ge-tnhr";

  /** What is sent instead of an answer. */
  static final class Reply {
    private final int status;
    private final String type;
    private final byte @Nullable [] body;

    /**
     * A reply.
     *
     * @param body null for a connection that breaks
     */
    Reply(int status, String type, byte @Nullable [] body) {
      this.status = status;
      this.type = type;
      this.body = body;
    }

    static Reply json(byte[] body) {
      return new Reply(200, "application/json", body);
    }
  }

  /** Changes answers. */
  interface Change {
    Reply of(String path, byte[] answer);
  }

  private final Path root;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicReference<Change> change =
      new AtomicReference<>((path, answer) -> Reply.json(answer));

  /** Skips the test, by name, where the capture or the programs to unpack it are absent. */
  static CapturedTree serve(String name) throws IOException, InterruptedException {
    var folder = Files.createDirectories(Path.of("target", "captured"));
    var unpacked = folder.resolve(name);
    if (!Files.isDirectory(unpacked)) {
      unpack(name, folder, unpacked);
    }
    try (var inside = Files.list(unpacked)) {
      return new CapturedTree(inside.filter(Files::isDirectory).findFirst().orElseThrow());
    }
  }

  private static void unpack(String name, Path folder, Path unpacked)
      throws IOException, InterruptedException {
    var archive =
        Path.of(System.getProperty("hwautomation.root", ".."), "../shared/fixtures/redfish")
            .resolve(name + ".tar.xz");
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
  }

  static {
    // else each answer waits for the acknowledgement of its head: 40 ms
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private CapturedTree(Path root) throws IOException {
    this.root = root;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Changes answers from now on. */
  void changing(Change how) {
    change.set(how);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().getPath().replaceFirst("^/", "").replaceFirst("/+$", "");
      var file = root.resolve(path).resolve("index.json").normalize();
      if (!file.startsWith(root) || !Files.isRegularFile(file)) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      var reply = change.get().of(path, Files.readAllBytes(file));
      var body = reply.body;
      if (body == null) {
        return;
      }
      exchange.getResponseHeaders().set("Content-Type", reply.type);
      exchange.sendResponseHeaders(
          reply.status, body.length == 0 || reply.status == 204 ? -1 : body.length);
      if (reply.status != 204) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
