package org.hwautomation.server.live;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.hwautomation.store.RunFeed.FeedPosition;

/** A run changed; written down once for all who listen. Immutable. */
final class LiveEvent {
  private final FeedPosition position;
  private final byte[] text;

  /**
   * @param position where a listener goes on that has seen this
   * @param data the run's row as one line of JSON
   */
  LiveEvent(FeedPosition position, String data) {
    this.position = position;
    this.text = EventStream.text(position.toString(), "run", data).getBytes(StandardCharsets.UTF_8);
  }

  FeedPosition position() {
    return position;
  }

  /** Bytes that {@link #writeTo} writes. */
  int length() {
    return text.length;
  }

  void writeTo(ByteBuffer buffer) {
    buffer.put(text);
  }
}
