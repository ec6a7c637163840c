package org.hwautomation.hardware.ipmi;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.HardwareException.Kind;

/** A program run to its end within a time limit; it and its children are killed otherwise. */
final class ChildProcess {
  /** Most bytes kept of each stream: a full event log is some hundred kilobytes. */
  private static final int MAX_OUTPUT = 4 << 20;

  private static final Duration AFTER_EXIT = Duration.ofSeconds(5);

  private ChildProcess() {}

  static IpmiOutput run(
      List<String> argv,
      Map<String, String> environment,
      byte[] stdin,
      Duration limit,
      String peer,
      String shown) {
    var builder = new ProcessBuilder(argv);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new HardwareException(
          Kind.UNAVAILABLE,
          peer,
          "can't start " + argv.getFirst() + " (" + e.getMessage() + ")",
          e);
    }
    var out = drained(process.getInputStream());
    var err = drained(process.getErrorStream());
    feed(process, stdin);
    var started = System.nanoTime();
    try {
      if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        throw late(peer, shown, limit);
      }
      var left = limit.minusNanos(System.nanoTime() - started).plus(AFTER_EXIT);
      return new IpmiOutput(
          process.exitValue(),
          out.get(left.toMillis(), TimeUnit.MILLISECONDS),
          err.get(left.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      throw late(peer, shown, limit);
    } catch (ExecutionException e) {
      throw new HardwareException(
          Kind.PROTOCOL, peer, peer + ": the output of " + shown + " could not be read", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HardwareException(
          Kind.CONNECTION, peer, peer + ": interrupted while " + shown + " ran", e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static HardwareException late(String peer, String shown, Duration limit) {
    return new HardwareException(
        Kind.TIMEOUT,
        peer,
        peer + ": " + shown + " did not end within " + limit.toMillis() + " ms and was killed");
  }

  private static void feed(Process process, byte[] stdin) {
    Thread.ofVirtual()
        .start(
            () -> {
              try (var in = process.getOutputStream()) {
                in.write(stdin);
              } catch (IOException closedEarly) {
                // it ended without reading; its exit status says why
              }
            });
  }

  private static CompletableFuture<String> drained(InputStream stream) {
    var text = new CompletableFuture<String>();
    Thread.ofVirtual()
        .start(
            () -> {
              var kept = new ByteArrayOutputStream();
              var block = new byte[8192];
              try (stream) {
                for (var n = stream.read(block); n >= 0; n = stream.read(block)) {
                  kept.write(block, 0, Math.min(n, MAX_OUTPUT - kept.size()));
                }
                text.complete(kept.toString(StandardCharsets.UTF_8));
              } catch (IOException e) {
                text.completeExceptionally(e);
              }
            });
    return text;
  }
}
