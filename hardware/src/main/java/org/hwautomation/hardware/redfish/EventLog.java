package org.hwautomation.hardware.redfish;

import static org.hwautomation.hardware.HardwareException.Kind;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The log of what happened to the hardware: an iDRAC's {@code Sel}, iLO's {@code IML}, Supermicro's
 * {@code Log1} of the system (DSP0268 LogService, LogEntry). Thread-safe.
 */
public final class EventLog {
  private static final int MAX_ENTRIES = 20_000;
  private static final Comparator<LogEntry> NEWEST_FIRST =
      Comparator.comparing((LogEntry entry) -> entry.created().orElse(Instant.MIN))
          .thenComparing(EventLog::number)
          .reversed();

  private final Connection connection;
  private final String uri;
  private final JsonNode service;

  private EventLog(Connection connection, String uri, JsonNode service) {
    this.connection = connection;
    this.uri = uri;
    this.service = service;
  }

  /**
   * Finds it among the logs of system and BMC.
   *
   * @throws RedfishException {@link Kind#REJECTED} if the BMC shows none
   */
  static EventLog of(Connection connection, List<String> owners) {
    var logs = new ArrayList<EventLog>();
    for (var owner : owners) {
      var services = Json.link(connection.get(owner).body(), "LogServices");
      for (var log : connection.members(services)) {
        var answer = connection.find(log);
        if (answer != null) {
          logs.add(new EventLog(connection, log, answer.body()));
        }
      }
    }
    return logs.stream()
        .max(Comparator.comparingInt(EventLog::likeness))
        .filter(log -> log.likeness() > 0)
        .orElseThrow(
            () ->
                RedfishException.notSent(
                    Kind.REJECTED,
                    connection.peer(),
                    connection.peer() + " shows no log of hardware events",
                    null));
  }

  private int likeness() {
    if ("SEL".equals(Json.text(service, "LogEntryType"))) {
      return 3;
    }
    return switch (name()) {
      case "IML", "Sel", "SEL" -> 2;
      default -> 0;
    };
  }

  /** Its name on the BMC, such as {@code IML}. */
  public String name() {
    return Json.textOr(service, ComputerSystem.lastSegment(uri), "Id");
  }

  /**
   * What stands in it, the newest first; those without a time last.
   *
   * @throws RedfishException {@link Kind#PROTOCOL} if it does not end after 20,000 entries
   */
  public List<LogEntry> entries() {
    var entries = new ArrayList<LogEntry>();
    var seen = new HashSet<String>();
    var page = Json.link(service, "Entries");
    while (page != null && seen.add(page)) {
      var body = connection.get(page).body();
      for (var member : body.path("Members")) {
        read(member).ifPresent(entries::add);
        if (entries.size() > MAX_ENTRIES) {
          throw RedfishException.notSent(
              Kind.PROTOCOL,
              connection.peer(),
              connection.peer() + ": " + uri + " never ends",
              null);
        }
      }
      page = Json.text(body, "Members@odata.nextLink");
    }
    return entries.stream().sorted(NEWEST_FIRST).toList();
  }

  /** A member is the entry itself, or only its address. */
  private Optional<LogEntry> read(JsonNode member) {
    var at = Json.text(member, "@odata.id");
    if (member.has("Message") || member.has("Severity")) {
      return Optional.of(LogEntry.of(at == null ? uri : at, member));
    }
    if (at == null) {
      return Optional.empty();
    }
    return Optional.ofNullable(connection.find(at)).map(answer -> LogEntry.of(at, answer.body()));
  }

  private static long number(LogEntry entry) {
    return entry.id().matches("\\d{1,18}") ? Long.parseLong(entry.id()) : -1;
  }

  /**
   * Asks the BMC to empty it; many write into it then that they were. Read it to see.
   *
   * @throws RedfishException {@link Kind#REJECTED} if the BMC can't
   */
  public void clear() {
    var action = Json.text(service, "Actions", "#LogService.ClearLog", "target");
    if (action == null) {
      throw RedfishException.notSent(
          Kind.REJECTED,
          connection.peer(),
          connection.peer() + " can't empty its log " + name(),
          null);
    }
    connection.post(action, Json.object());
  }
}
