package org.hwautomation.server;

import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a request is answered with. Immutable. */
public sealed interface Answer {
  /** Headers beside those that every answer has. */
  Map<String, String> headers();

  /** A JSON document. */
  record Document(
      int status, Map<String, ? extends @Nullable Object> body, Map<String, String> headers)
      implements Answer {}

  /** Nothing. */
  record Empty(int status, Map<String, String> headers) implements Answer {}

  /** Bytes of a media type. */
  @SuppressWarnings("ArrayRecordComponent") // carried to the socket, never compared
  record Content(int status, String mediaType, byte[] bytes, Map<String, String> headers)
      implements Answer {}

  /** Server-sent events, written as they come. */
  record Events(EventWriter writer, Map<String, String> headers) implements Answer {}

  /** Writes events until there are no more, the listener is gone, or the service stops. */
  @FunctionalInterface
  interface EventWriter {
    void write(OutputStream out) throws IOException, InterruptedException;
  }

  static Answer of(Map<String, ? extends @Nullable Object> body) {
    return new Document(200, body, Map.of());
  }

  static Answer created(String location, Map<String, ? extends @Nullable Object> body) {
    return new Document(201, body, Map.of("Location", location));
  }

  static Answer nothing() {
    return new Empty(204, Map.of());
  }

  static Answer events(EventWriter writer) {
    return new Events(writer, Map.of());
  }

  /** The same with a header. */
  default Answer with(String name, String value) {
    var more = new LinkedHashMap<>(headers());
    more.put(name, value);
    return switch (this) {
      case Document(var status, var body, _) -> new Document(status, body, more);
      case Empty(var status, _) -> new Empty(status, more);
      case Content(var status, var type, var bytes, _) -> new Content(status, type, bytes, more);
      case Events(var writer, _) -> new Events(writer, more);
    };
  }
}
