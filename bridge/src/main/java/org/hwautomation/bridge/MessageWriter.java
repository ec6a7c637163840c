package org.hwautomation.bridge;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes messages, a line each, on a thread of its own: a reader that stops reading holds up
 * whoever writes after a thousand messages, and no lock. Thread-safe.
 */
final class MessageWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MessageWriter.class);
  private static final int WAITING = 1_000;

  /** How long a close waits for what was to be written. */
  private static final long LAST_SECONDS = 5;

  private final OutputStream out;
  private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(WAITING);
  private final Thread thread = Thread.ofPlatform().name("writer").daemon().unstarted(this::run);
  private volatile boolean closing;
  private volatile boolean broken;

  MessageWriter(OutputStream out) {
    this.out = out;
    thread.start();
  }

  /** Writes it after those before it; what can't be written any more is dropped. */
  void write(RpcMessage message) {
    var line = RpcCodec.write(message);
    var interrupted = false;
    try {
      while (!broken) {
        try {
          if (lines.offer(line, 1, TimeUnit.SECONDS)) {
            return;
          }
        } catch (InterruptedException e) {
          interrupted = true; // a message is whole, or the peer would wait for ever
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** As {@link #write}, or not at all if others wait. */
  void offer(RpcMessage message) {
    var _ = lines.offer(RpcCodec.write(message));
  }

  private void run() {
    try {
      while (!closing || !lines.isEmpty()) {
        var line = lines.poll(100, TimeUnit.MILLISECONDS);
        if (line == null) {
          continue;
        }
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        if (lines.isEmpty()) {
          out.flush();
        }
      }
    } catch (IOException e) {
      LOG.debug("the script does not read any more: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      broken = true;
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
