package org.hwautomation.hardware.ssh;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Keeps the first bytes and the last few, counts the rest: so the sender is never held up. */
final class BoundedOutput extends OutputStream {
  private static final int TAIL = 2048;

  private final int limit;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final byte[] tail = new byte[TAIL];
  private long total;

  BoundedOutput(int limit) {
    this.limit = limit;
  }

  @Override
  public synchronized void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    var room = Math.max(0, limit - kept.size());
    kept.write(bytes, offset, Math.min(room, length));
    for (var i = Math.max(0, length - TAIL); i < length; i++) {
      tail[(int) ((total + i) % TAIL)] = bytes[offset + i];
    }
    total += length;
  }

  synchronized String text() {
    return kept.toString(StandardCharsets.UTF_8);
  }

  synchronized boolean truncated() {
    return total > limit;
  }

  /** The last of all that came, kept or not. */
  synchronized String last() {
    var length = (int) Math.min(total, TAIL);
    var bytes = new byte[length];
    for (var i = 0; i < length; i++) {
      bytes[i] = tail[(int) ((total - length + i) % TAIL)];
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
