package org.hwautomation.hardware.redfish;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** An HTTP answer as it came. */
@SuppressWarnings("ArrayRecordComponent") // never compared, and read where it was made
record RawAnswer(String uri, int status, HttpHeaders headers, byte[] body) {
  private static final int EXCERPT = 120;

  @Nullable String header(String name) {
    return headers.firstValue(name).map(String::strip).filter(v -> !v.isEmpty()).orElse(null);
  }

  boolean ok() {
    return status >= 200 && status < 300;
  }

  boolean empty() {
    return new String(body, StandardCharsets.UTF_8).isBlank();
  }

  /** The body with a gzip coding undone, not more than {@code limit} bytes of it. */
  byte[] decoded(int limit) throws IOException {
    if (!"gzip".equalsIgnoreCase(header("Content-Encoding"))) {
      return body;
    }
    try (var in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      var bytes = in.readNBytes(limit + 1);
      if (bytes.length > limit) {
        throw new BoundedBody.TooLarge(limit);
      }
      return bytes;
    }
  }

  /** The body as JSON; missing if it is empty or no JSON. */
  JsonNode jsonOrMissing() {
    if (empty()) {
      return MissingNode.getInstance();
    }
    try {
      return Json.MAPPER.readTree(body);
    } catch (JacksonException e) {
      return MissingNode.getInstance();
    }
  }

  /** What an operator needs to see of a body that is not what it should be. */
  String excerpt() {
    if (empty()) {
      return "an empty body";
    }
    var type = header("Content-Type");
    var text = new String(body, StandardCharsets.UTF_8).strip().replaceAll("\\s+", " ");
    return body.length
        + " bytes"
        + (type == null ? "" : " of " + type)
        + " that begin with '"
        + (text.length() > EXCERPT ? text.substring(0, EXCERPT) + "…" : text)
        + "'";
  }

  /** {@code Retry-After} as seconds or as an HTTP date (RFC 9110 10.2.3). */
  @Nullable Duration retryAfter() {
    var text = header("Retry-After");
    if (text == null) {
      return null;
    }
    if (text.matches("[0-9]{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(text));
    }
    try {
      var then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      var sent = header("Date");
      // The BMC's own clock is often wrong: its Date and its Retry-After are wrong together.
      var now =
          sent == null
              ? Instant.now()
              : ZonedDateTime.parse(sent, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      var wait = Duration.between(now, then);
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
