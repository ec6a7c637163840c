package org.hwautomation.bridge;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes messages, a line each, on a thread of its own: a reader that stops reading holds up
 * whoever writes after a thousand messages, and no lock. Thread-safe.
 */
final class MessageWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MessageWriter.class);
  private static final Duration LOOK = Duration.ofMillis(100);

  /** How long a close waits for what was to be written. */
  private static final long LAST_SECONDS = 5;

  private final OutputStream out;
  private final Outbox waiting = new Outbox();
  private final Thread thread = Thread.ofPlatform().name("writer").daemon().unstarted(this::run);
  private volatile boolean closing;

  MessageWriter(OutputStream out) {
    this.out = out;
    thread.start();
  }

  /** Writes it after those before it; what can't be written any more is dropped. */
  void write(RpcMessage message) {
    waiting.put(message);
  }

  /** As {@link #write}, or not at all if others wait. */
  void offer(RpcMessage message) {
    waiting.offer(message);
  }

  private void run() {
    try {
      while (!closing || !waiting.isEmpty()) {
        var line = waiting.next(LOOK);
        if (line.isEmpty()) {
          continue;
        }
        out.write((line.get() + "\n").getBytes(StandardCharsets.UTF_8));
        if (waiting.isEmpty()) {
          out.flush();
        }
      }
    } catch (IOException e) {
      LOG.debug("the script does not read any more: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      waiting.close();
    }
  }

  /** Writes what waits. */
  @Override
  public void close() {
    closing = true;
    try {
      thread.join(TimeUnit.SECONDS.toMillis(LAST_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
