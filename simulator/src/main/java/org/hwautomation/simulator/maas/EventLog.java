package org.hwautomation.simulator.maas;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * MAAS's events, newest first when asked for, in pages that link to each other
 * (maasserver.api.events). Thread-safe.
 */
final class EventLog {

  static final String PATH = "/MAAS/api/2.0/events/";
  static final int DEFAULT_LIMIT = 100;
  static final int MAX_LIMIT = 1000;

  private static final List<String> LEVELS =
      List.of("AUDIT", "DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL");
  private static final DateTimeFormatter CREATED =
      DateTimeFormatter.ofPattern("EEE, dd MMM. yyyy HH:mm:ss", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private record Event(
      int id,
      String node,
      String hostname,
      String level,
      Instant created,
      String type,
      String description) {}

  private final List<Event> events = new ArrayList<>();

  synchronized void add(
      Instant at, String node, String hostname, String level, String type, String description) {
    events.add(new Event(events.size() + 1, node, hostname, level, at, type, description));
  }

  /**
   * Answers {@code GET events/?op=query}.
   *
   * @param nodes which system ids the other filters let pass
   * @throws MaasRefusal 400 where limit, level or the page is nonsense
   */
  Map<String, @Nullable Object> query(Form query, Predicate<String> nodes) {
    int limit = number(query, "limit").orElse(DEFAULT_LIMIT);
    if (limit > MAX_LIMIT) {
      throw MaasRefusal.badRequest(
          "Requested number of events " + limit + " is greater than limit: " + MAX_LIMIT);
    }
    limit = Math.max(1, limit);
    String level = query.last("level", "INFO");
    if (!LEVELS.contains(level)) {
      throw MaasRefusal.badRequest("Unrecognised log level: " + level);
    }
    @Nullable Integer before = number(query, "before").orElse(null);
    @Nullable Integer after = number(query, "after").orElse(null);
    if (before != null && after != null) {
      throw MaasRefusal.badRequest(
          "There is undetermined behaviour when both `after` and `before` are specified.");
    }
    List<Event> page =
        page(event -> matches(event, level) && nodes.test(event.node()), limit, before, after);
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("count", page.size());
    answer.put("events", page.stream().map(EventLog::json).toList());
    answer.put("next_uri", nextUri(query, page, before));
    answer.put("prev_uri", prevUri(query, page, after));
    return answer;
  }

  private synchronized List<Event> page(
      Predicate<Event> filter, int limit, @Nullable Integer before, @Nullable Integer after) {
    if (after != null) {
      // the oldest ones after it, then newest first
      return events.stream()
          .filter(event -> event.id() > after)
          .filter(filter)
          .limit(limit)
          .toList()
          .reversed();
    }
    Stream<Event> newestFirst = events.reversed().stream();
    if (before != null) {
      newestFirst = newestFirst.filter(event -> event.id() < before);
    }
    return newestFirst.filter(filter).limit(limit).toList();
  }

  private static boolean matches(Event event, String level) {
    if (level.equals("AUDIT")) {
      return event.level().equals("AUDIT");
    }
    return !event.level().equals("AUDIT") && LEVELS.indexOf(event.level()) >= LEVELS.indexOf(level);
  }

  private static String nextUri(Form query, List<Event> page, @Nullable Integer before) {
    if (!page.isEmpty()) {
      return uri(query, "after", page.getFirst().id());
    }
    return before == null ? uri(query, "before", null) : uri(query, "after", before - 1);
  }

  private static @Nullable String prevUri(Form query, List<Event> page, @Nullable Integer after) {
    if (!page.isEmpty()) {
      return uri(query, "before", page.getLast().id());
    }
    return after == null ? null : uri(query, "before", after + 1);
  }

  private static String uri(Form query, String key, @Nullable Integer value) {
    StringBuilder uri = new StringBuilder(PATH);
    char separator = '?';
    Map<String, List<String>> parameters = new LinkedHashMap<>(query.values());
    parameters.remove("before");
    parameters.remove("after");
    if (value != null) {
      parameters.put(key, List.of(String.valueOf(value)));
    }
    for (var entry : parameters.entrySet()) {
      for (String each : entry.getValue()) {
        uri.append(separator).append(entry.getKey()).append('=');
        uri.append(URLEncoder.encode(each, StandardCharsets.UTF_8));
        separator = '&';
      }
    }
    return uri.toString();
  }

  private static Map<String, @Nullable Object> json(Event event) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("username", "");
    json.put("node", event.node());
    json.put("hostname", event.hostname());
    json.put("id", event.id());
    json.put("level", event.level());
    json.put("created", CREATED.format(event.created()));
    json.put("type", event.type());
    json.put("description", event.description());
    return json;
  }

  private static Optional<Integer> number(Form query, String key) {
    return query
        .last(key)
        .map(
            text -> {
              try {
                return Integer.valueOf(text);
              } catch (NumberFormatException e) {
                throw MaasRefusal.badRequest("Invalid " + key + ": Please enter an integer value");
              }
            });
  }
}
