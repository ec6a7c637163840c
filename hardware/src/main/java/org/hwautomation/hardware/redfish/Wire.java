package org.hwautomation.hardware.redfish;

import static org.hwautomation.hardware.HardwareException.Kind;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * HTTP as Redfish wants it, without logins: the standard headers, redirects followed by hand and
 * only within the BMC, the trailing slash that some BMCs need (DSP0266 6.5 and 7).
 */
final class Wire {
  private static final int MAX_REDIRECTS = 5;
  private static final Map<String, String> STANDARD =
      Map.of(
          "Accept", "application/json",
          "OData-Version", "4.0",
          "User-Agent", "hwautomation");

  private final Transport transport;
  private final Target target;

  Wire(Transport transport, Target target) {
    this.transport = transport;
    this.target = target;
  }

  /**
   * Sends a request and follows where it leads.
   *
   * @param beforeSend called right before each time that the request itself is sent
   */
  RawAnswer send(
      String method,
      String reference,
      Map<String, String> headers,
      @Nullable Content body,
      Duration timeout,
      Runnable beforeSend) {
    var path = path(reference);
    var answer = follow(method, path, headers, body, timeout, beforeSend);
    if (answer.status() == 404 && !path.endsWith("/") && path.indexOf('?') < 0) {
      var withSlash = follow(method, path + "/", headers, body, timeout, beforeSend);
      return withSlash.status() == 404 || withSlash.status() == 401 ? answer : withSlash;
    }
    return answer;
  }

  private RawAnswer follow(
      String method,
      String path,
      Map<String, String> headers,
      @Nullable Content body,
      Duration timeout,
      Runnable beforeSend) {
    var all = new LinkedHashMap<>(STANDARD);
    // Compressed answers have weak ETags, which then fit no If-Match.
    all.put("Accept-Encoding", "identity");
    if (body != null) {
      all.put("Content-Type", body.type());
    }
    all.putAll(headers);
    var now = method;
    var where = path;
    var content = body;
    for (var hop = 0; hop <= MAX_REDIRECTS; hop++) {
      beforeSend.run();
      var answer = transport.send(now, where, all, content, timeout);
      if (answer.status() == 406 && now.equals("GET") && all.remove("Accept-Encoding") != null) {
        answer = transport.send(now, where, all, null, timeout);
      }
      var location = answer.header("Location");
      switch (answer.status()) {
        case 301, 302, 307, 308 -> {}
        case 303 -> {
          now = "GET";
          content = null;
          all.remove("Content-Type");
        }
        default -> {
          return answer;
        }
      }
      if (location == null) {
        throw RedfishException.answered(
            Kind.PROTOCOL,
            target.peer(),
            target.peer() + " redirects " + now + " " + where + " without saying where to",
            answer.status(),
            java.util.List.of(),
            null);
      }
      where = path(location, where);
    }
    throw RedfishException.notSent(
        Kind.PROTOCOL,
        target.peer(),
        target.peer()
            + " redirects "
            + method
            + " "
            + path
            + " in a loop: gave up after "
            + MAX_REDIRECTS
            + " redirects, the last one to "
            + where,
        null);
  }

  /** The path on this BMC that a reference from the BMC means; refuses to be led elsewhere. */
  String path(String reference) {
    return path(reference, "/redfish/v1/");
  }

  private String path(String reference, String relativeTo) {
    var hash = reference.indexOf('#');
    var encoded = encode(hash < 0 ? reference : reference.substring(0, hash));
    if (encoded.startsWith("/") && !encoded.startsWith("//")) {
      return encoded;
    }
    try {
      var uri = URI.create(target.connectBase() + relativeTo).resolve(encoded);
      if (target.owns(uri)) {
        return uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
      }
    } catch (IllegalArgumentException e) {
      throw RedfishException.notSent(
          Kind.PROTOCOL, target.peer(), target.peer() + " gave a URI that is none: " + encoded, e);
    }
    throw RedfishException.notSent(
        Kind.REJECTED,
        target.peer(),
        target.peer()
            + " leads to another place, "
            + encoded
            + "; credentials are not taken there. If that is where the BMC is, use it as its URI",
        null);
  }

  private static String encode(String reference) {
    var out = new StringBuilder();
    for (var b : reference.strip().getBytes(StandardCharsets.UTF_8)) {
      var c = (char) (b & 0xff);
      if (c > ' ' && c < 127 && "\"<>\\^`{|}".indexOf(c) < 0) {
        out.append(c);
      } else {
        out.append(String.format("%%%02X", (int) c));
      }
    }
    return out.toString();
  }
}
