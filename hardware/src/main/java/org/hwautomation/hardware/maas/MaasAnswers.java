package org.hwautomation.hardware.maas;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hwautomation.hardware.HardwareException.Kind;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Turns MAAS's bad answers into typed errors. Bodies are JSON, plain text or a proxy's HTML. */
final class MaasAnswers {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern TITLE =
      Pattern.compile("<title[^>]*>([^<]{1,200})</title>", Pattern.CASE_INSENSITIVE);
  private static final int SHOWN = 500;

  private final String peer;
  private final MaasKey key;
  private final InstantSource clock;

  MaasAnswers(String peer, MaasKey key, InstantSource clock) {
    this.peer = peer;
    this.key = key;
    this.clock = clock;
  }

  String peer() {
    return peer;
  }

  /** Returns if the status is 2xx, else throws what it means. */
  void check(String what, HttpResponse<byte[]> response) {
    var status = response.statusCode();
    if (status / 100 == 2) {
      return;
    }
    if (status / 100 == 3) {
      throw answer(Kind.PROTOCOL, what, response, redirection(response));
    }
    if (status == 401 && text(response).contains("Nonce already used")) {
      // not about the key: the JDK's client sends a GET again whose connection broke, and MAAS had
      // read the first one (OAuth 1.0, RFC 5849 section 3.3)
      throw answer(
          Kind.CONNECTION,
          what,
          response,
          "the connection broke before the answer, and MAAS takes no request twice");
    }
    switch (status) {
      case 401 ->
          throw answer(
              Kind.AUTHENTICATION,
              what,
              response,
              "MAAS refused the API key: " + said(response) + ". Check maas.api_key");
      case 403 ->
          throw answer(
              Kind.REJECTED,
              what,
              response,
              "the API key's user may not do that: " + said(response));
      case 404 -> {
        if (isHtml(response)) {
          throw answer(
              Kind.PROTOCOL,
              what,
              response,
              "there is no MAAS API here, but " + said(response) + ". Check maas.url");
        }
        throw new MaasNotFoundException(peer, message(what, 404, said(response)));
      }
      default ->
          throw answer(
              status >= 500 || status == 429 ? Kind.BUSY : Kind.REJECTED,
              what,
              response,
              said(response));
    }
  }

  MaasException unreadable(String what, HttpResponse<byte[]> response, @Nullable Throwable cause) {
    var why =
        response.body().length == 0
            ? "an empty answer instead of JSON"
            : isHtml(response)
                ? said(response) + " instead of JSON"
                : "an answer of "
                    + response.body().length
                    + " bytes that is not whole JSON: "
                    + said(response);
    // the parser's own text quotes the input, which may hold a secret: so no cause is kept
    var where = cause instanceof JacksonException e && e.getLocation() != null ? position(e) : "";
    return answer(Kind.PROTOCOL, what, response, why + where);
  }

  MaasException failure(Kind kind, String what, String why, @Nullable Throwable cause) {
    return new MaasException(
        kind, peer, peer + ": " + key.redact(what + ": " + why), 0, null, cause);
  }

  private static String position(JacksonException e) {
    var at = e.getLocation();
    return " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
  }

  private MaasException answer(Kind kind, String what, HttpResponse<byte[]> response, String why) {
    return new MaasException(
        kind,
        peer,
        message(what, response.statusCode(), why),
        response.statusCode(),
        retryAfter(response),
        null);
  }

  private String message(String what, int status, String why) {
    return peer + ": " + key.redact(what + " (HTTP " + status + "): " + why);
  }

  private @Nullable Duration retryAfter(HttpResponse<byte[]> response) {
    var text = response.headers().firstValue("Retry-After").orElse("").strip();
    try {
      if (text.chars().allMatch(Character::isDigit)) {
        return text.isEmpty() || text.length() > 9
            ? null
            : Duration.ofSeconds(Long.parseLong(text));
      }
      var until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      var left = Duration.between(clock.instant(), until);
      return left.isNegative() ? Duration.ZERO : left;
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static String redirection(HttpResponse<byte[]> response) {
    var location = response.headers().firstValue("Location").orElse("");
    try {
      var target = response.uri().resolve(URI.create(location));
      var place =
          target.getScheme()
              + "://"
              + target.getHost()
              + (target.getPort() < 0 ? "" : ":" + target.getPort())
              + target.getPath();
      return "a redirection to "
          + place
          + ", not followed so that the API key goes nowhere else. If that is MAAS, set maas.url to"
          + " it";
    } catch (IllegalArgumentException e) {
      return "a redirection without a readable target, not followed";
    }
  }

  private static String text(HttpResponse<byte[]> response) {
    return MaasTransport.text(response.body());
  }

  private static boolean isHtml(HttpResponse<byte[]> response) {
    var type = response.headers().firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT);
    return type.contains("html")
        || MaasTransport.text(response.body())
            .stripLeading()
            .regionMatches(true, 0, "<!doctype html", 0, 14)
        || MaasTransport.text(response.body()).stripLeading().regionMatches(true, 0, "<html", 0, 5);
  }

  /** What MAAS said, in one bounded line. */
  private static String said(HttpResponse<byte[]> response) {
    var text = MaasTransport.text(response.body());
    if (isHtml(response)) {
      var title = TITLE.matcher(text);
      return title.find()
          ? "an HTML page titled '" + title.group(1).strip() + "'"
          : "an HTML page without a title";
    }
    if (text.isBlank()) {
      return "no explanation";
    }
    var flat = flattened(text).replaceAll("\\p{Cntrl}+", " ").strip();
    return flat.length() <= SHOWN ? flat : flat.substring(0, SHOWN) + "…";
  }

  /** Validation errors are an object of field to list of texts. */
  private static String flattened(String text) {
    if (!text.stripLeading().startsWith("{")) {
      return text;
    }
    try {
      return JSON.readTree(text).properties().stream()
          .map(field -> field.getKey() + ": " + words(field.getValue()))
          .collect(Collectors.joining("; "));
    } catch (JacksonException e) {
      return text;
    }
  }

  private static String words(JsonNode value) {
    return value.isArray()
        ? value.valueStream().map(MaasAnswers::words).collect(Collectors.joining(", "))
        : value.isString() ? value.stringValue() : value.toString();
  }
}
