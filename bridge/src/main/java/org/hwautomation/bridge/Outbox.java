package org.hwautomation.bridge;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What waits to be sent to a script: a thousand messages, then whoever has another waits for room.
 * For many writers and one taker; thread-safe.
 */
public final class Outbox {
  private static final int WAITING = 1_000;

  private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(WAITING);
  private volatile boolean closed;

  /**
   * Puts it after those before it; what can't be sent any more is dropped. An interruption does not
   * end the wait, for a message that is lost would be waited for for ever; it is kept.
   */
  public void put(RpcMessage message) {
    var line = RpcCodec.write(message);
    var interrupted = false;
    try {
      while (!closed) {
        try {
          if (lines.offer(line, 1, TimeUnit.SECONDS)) {
            return;
          }
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** As {@link #put}, or not at all if there is no room. */
  public void offer(RpcMessage message) {
    var _ = lines.offer(RpcCodec.write(message));
  }

  /** The next message as a line, if it comes within {@code limit}. */
  public Optional<String> next(Duration limit) throws InterruptedException {
    return Optional.ofNullable(lines.poll(limit.toNanos(), TimeUnit.NANOSECONDS));
  }

  boolean isEmpty() {
    return lines.isEmpty();
  }

  /** Nothing is sent any more; nobody waits for room. */
  public void close() {
    closed = true;
  }
}
