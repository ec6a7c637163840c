package org.hwautomation.bridge;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads lines on a thread of its own, because nothing ends a read of standard input. For one taker.
 */
final class LineReader {
  private static final Logger LOG = LoggerFactory.getLogger(LineReader.class);
  private static final int WAITING = 1_000;

  private record Line(@Nullable String text) {}

  private final InputStream in;
  private final BlockingQueue<Line> lines = new ArrayBlockingQueue<>(WAITING);
  private boolean ended;

  LineReader(InputStream in) {
    this.in = in;
    Thread.ofPlatform().name("reader").daemon().start(this::run);
  }

  private void run() {
    try {
      try (var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
        for (var line = reader.readLine(); line != null; line = reader.readLine()) {
          lines.put(new Line(line));
        }
      } catch (IOException e) {
        LOG.debug("the script's stream broke: {}", e.getMessage());
      }
      lines.put(new Line(null));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The next line, if it comes within {@code limit} and the input has not ended. */
  Optional<String> next(Duration limit) {
    if (ended) {
      return Optional.empty();
    }
    try {
      var line = lines.poll(Math.max(0, limit.toNanos()), TimeUnit.NANOSECONDS);
      if (line == null) {
        return Optional.empty();
      }
      ended = line.text() == null;
      return Optional.ofNullable(line.text());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      ended = true;
      return Optional.empty();
    }
  }

  boolean hasEnded() {
    return ended;
  }
}
