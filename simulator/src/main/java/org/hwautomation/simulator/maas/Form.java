package org.hwautomation.simulator.maas;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a request carries as parameters: a query string, or a body of type {@code
 * application/x-www-form-urlencoded} or {@code multipart/form-data}. A key may repeat; that is how
 * MAAS takes lists.
 */
record Form(Map<String, List<String>> values) {

  static final Form EMPTY = new Form(Map.of());

  Form {
    Map<String, List<String>> copy = new LinkedHashMap<>();
    values.forEach((key, list) -> copy.put(key, List.copyOf(list)));
    values = copy;
  }

  /** Parses {@code a=1&b=2}; null and empty give an empty form. */
  static Form urlEncoded(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return EMPTY;
    }
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String pair : text.split("&")) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String key = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      add(values, decode(key), decode(value));
    }
    return new Form(values);
  }

  /**
   * Parses a request body by its content type.
   *
   * @throws MaasRefusal 400 where the content type is neither form nor multipart, or the body
   *     breaks its format
   */
  static Form ofBody(@Nullable String contentType, byte[] body) {
    if (body.length == 0) {
      return EMPTY;
    }
    String type = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT);
    if (type.startsWith("application/x-www-form-urlencoded")) {
      return urlEncoded(new String(body, StandardCharsets.UTF_8));
    }
    if (type.startsWith("multipart/form-data")) {
      return multipart(boundary(contentType), body);
    }
    throw MaasRefusal.badRequest("Unsupported content type: " + contentType);
  }

  /** The last value of a key, as Django's QueryDict answers. */
  Optional<String> last(String key) {
    List<String> list = values.getOrDefault(key, List.of());
    return list.isEmpty() ? Optional.empty() : Optional.of(list.getLast());
  }

  String last(String key, String absent) {
    return last(key).orElse(absent);
  }

  List<String> all(String key) {
    return values.getOrDefault(key, List.of());
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  /** A Django BooleanField: absent, empty, 0 and false are false, everything else is true. */
  boolean flag(String key) {
    return last(key)
        .map(
            value ->
                !List.of("", "0", "false", "no", "off").contains(value.toLowerCase(Locale.ROOT)))
        .orElse(false);
  }

  private static Form multipart(String boundary, byte[] body) {
    // ISO-8859-1 keeps every byte, so that positions in the text are positions in the body
    String text = new String(body, StandardCharsets.ISO_8859_1);
    String marker = "--" + boundary;
    Map<String, List<String>> values = new LinkedHashMap<>();
    int at = text.indexOf(marker);
    while (at >= 0) {
      int start = at + marker.length();
      if (text.startsWith("--", start)) {
        return new Form(values);
      }
      int next = text.indexOf("\r\n" + marker, start);
      int head = text.indexOf("\r\n\r\n", start);
      if (next < 0 || head < 0 || head > next) {
        throw MaasRefusal.badRequest("Invalid multipart body.");
      }
      String name = parameter(text.substring(start, head), "name");
      byte[] value = text.substring(head + 4, next).getBytes(StandardCharsets.ISO_8859_1);
      add(values, name, new String(value, StandardCharsets.UTF_8));
      at = next + 2;
    }
    throw MaasRefusal.badRequest("Invalid multipart body: no closing boundary.");
  }

  private static String boundary(@Nullable String contentType) {
    return parameter(contentType == null ? "" : contentType, "boundary");
  }

  private static String parameter(String header, String name) {
    for (String part : header.split("[;\\r\\n]")) {
      String trimmed = part.trim();
      if (trimmed.regionMatches(true, 0, name + "=", 0, name.length() + 1)) {
        String value = trimmed.substring(name.length() + 1);
        return value.startsWith("\"") && value.endsWith("\"") && value.length() > 1
            ? value.substring(1, value.length() - 1)
            : value;
      }
    }
    throw MaasRefusal.badRequest("Invalid multipart: no " + name + ".");
  }

  private static void add(Map<String, List<String>> values, String key, String value) {
    values.computeIfAbsent(key, ignored -> new ArrayList<>()).add(value);
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw MaasRefusal.badRequest("Invalid percent-encoding in parameters.");
    }
  }
}
