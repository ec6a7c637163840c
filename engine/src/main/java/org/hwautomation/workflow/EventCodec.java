package org.hwautomation.workflow;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Turns events into journal rows and back. */
public final class EventCodec {
  /** The payload format that is written now. */
  public static final int SCHEMA_VERSION = 1;

  private static final Map<String, Class<?>> TYPES = new HashMap<>();
  private static final Map<Class<?>, String> NAMES = new HashMap<>();

  static {
    for (var type : Event.class.getPermittedSubclasses()) {
      var name = RecordMapping.snakeCase(type.getSimpleName());
      TYPES.put(name, type);
      NAMES.put(type, name);
    }
  }

  private EventCodec() {}

  /** A row that holds {@code event}. */
  public static JournalEntry write(
      String runId, long seq, long epoch, Instant at, String actor, Event event) {
    return new JournalEntry(
        runId,
        seq,
        epoch,
        typeName(event.getClass()),
        SCHEMA_VERSION,
        at.truncatedTo(ChronoUnit.MICROS),
        actor,
        Value.fields(event));
  }

  /** The event in a row, or empty if this version does not know its type or format. */
  public static Optional<Event> read(JournalEntry entry) {
    var type = TYPES.get(entry.type());
    if (type == null || entry.schemaVersion() > SCHEMA_VERSION) {
      return Optional.empty();
    }
    return Optional.of((Event) entry.payload().as(type));
  }

  private static String typeName(Class<? extends Event> type) {
    return Objects.requireNonNull(NAMES.get(type), "every event is permitted");
  }
}
