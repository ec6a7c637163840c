package org.hwautomation.server.live;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes server-sent events (HTML Standard, section 9.2). Thread-safe: an event is written whole.
 */
final class EventStream {
  private final OutputStream out;

  EventStream(OutputStream out) {
    this.out = out;
  }

  /** How long a browser waits before it comes back, in milliseconds. */
  void retryAfter(int millis) throws IOException {
    write("retry: " + millis + "\n\n");
  }

  /**
   * Writes an event.
   *
   * @param id where a listener goes on that has seen it; null for one that need not be seen again
   * @param data one line
   */
  void event(@Nullable String id, String type, String data) throws IOException {
    write(text(id, type, data));
  }

  /** An event as it stands on the wire. */
  static String text(@Nullable String id, String type, String data) {
    return (id == null ? "" : "id: " + id + "\n") + "event: " + type + "\ndata: " + data + "\n\n";
  }

  /** Writes what came together as one piece, each with its place to go on from. */
  void runs(List<LiveEvent> events) throws IOException {
    var together = ByteBuffer.allocate(events.stream().mapToInt(LiveEvent::length).sum());
    events.forEach(event -> event.writeTo(together));
    write(together.array());
  }

  /** Writes a comment, so that both ends learn that the other is there. */
  void heartbeat() throws IOException {
    write(": here\n\n");
  }

  private void write(String text) throws IOException {
    write(text.getBytes(StandardCharsets.UTF_8));
  }

  private synchronized void write(byte[] text) throws IOException {
    out.write(text);
    out.flush();
  }
}
