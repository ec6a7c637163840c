package org.hwautomation.simulator.maas;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks the {@code Authorization} header of a MAAS request: OAuth 1.0 (RFC 5849 section 3.4.4,
 * PLAINTEXT) with an API key {@code consumer:token:secret} whose consumer secret is empty, so the
 * signature is {@code &secret}, percent-encoded. A nonce is accepted once and a timestamp may be
 * five minutes off, as in MAAS. Safe for use by many threads.
 */
final class OAuthPlaintext {

  private static final Duration TIMESTAMP_TOLERANCE = Duration.ofMinutes(5);
  private static final Pattern PARAMETER =
      Pattern.compile("\\s*([A-Za-z_]+)\\s*=\\s*\"([^\"]*)\"\\s*");

  private final String consumer;
  private final String token;
  private final String secret;
  private final InstantSource clock;
  private final Set<String> nonces = new HashSet<>();

  /**
   * @param apiKey {@code consumer:token:secret}
   */
  OAuthPlaintext(String apiKey, InstantSource clock) {
    String[] parts = apiKey.split(":", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("A MAAS API key has three parts: consumer:token:secret");
    }
    this.consumer = parts[0];
    this.token = parts[1];
    this.secret = parts[2];
    this.clock = clock;
  }

  /**
   * Accepts or refuses a request.
   *
   * @throws MaasRefusal 401 with the text MAAS gives
   */
  void check(@Nullable String authorization) {
    if (authorization == null || !authorization.startsWith("OAuth ")) {
      throw MaasRefusal.unauthorized("Authorization Error: No OAuth header.");
    }
    Map<String, String> given = parse(authorization.substring("OAuth ".length()));
    if (!"1.0".equals(given.getOrDefault("oauth_version", "1.0"))) {
      throw refused("OAuth version " + given.get("oauth_version") + " not supported.");
    }
    String method = required(given, "oauth_signature_method");
    if (!method.equals("PLAINTEXT")) {
      throw refused(
          "Signature method " + method + " not supported try one of the following: PLAINTEXT");
    }
    if (!required(given, "oauth_consumer_key").equals(consumer)) {
      throw MaasRefusal.unauthorized("Authorization Error: Invalid API key.");
    }
    if (!required(given, "oauth_token").equals(token)) {
      throw refused("Invalid access token: " + given.get("oauth_token"));
    }
    if (!same(required(given, "oauth_signature"), "&" + secret)) {
      throw refused("Invalid signature.");
    }
    String timestamp = required(given, "oauth_timestamp");
    checkTimestamp(timestamp);
    String nonce = required(given, "oauth_nonce");
    if (nonce.isEmpty()) {
      throw refused("Parameter not found: oauth_nonce");
    }
    synchronized (nonces) {
      if (!nonces.add(nonce)) {
        throw refused("Nonce already used: " + nonce);
      }
    }
  }

  private void checkTimestamp(String timestamp) {
    long seconds;
    try {
      seconds = Long.parseLong(timestamp);
    } catch (NumberFormatException e) {
      throw refused("Invalid timestamp: " + timestamp);
    }
    long now = clock.instant().getEpochSecond();
    if (Math.abs(now - seconds) > TIMESTAMP_TOLERANCE.toSeconds()) {
      throw refused(
          "Expired timestamp: given "
              + seconds
              + " and now "
              + now
              + " has a greater difference than threshold "
              + TIMESTAMP_TOLERANCE.toSeconds());
    }
  }

  private static Map<String, String> parse(String header) {
    Map<String, String> given = new HashMap<>();
    for (String part : header.split(",")) {
      Matcher matcher = PARAMETER.matcher(part);
      if (!matcher.matches()) {
        throw refused("Unable to parse OAuth parameters from Authorization header.");
      }
      try {
        // an OAuth parameter is percent-encoded, never form-encoded: '+' stands for itself
        String value = matcher.group(2).replace("+", "%2B");
        given.put(matcher.group(1), URLDecoder.decode(value, StandardCharsets.UTF_8));
      } catch (IllegalArgumentException e) {
        throw refused("Unable to parse OAuth parameters from Authorization header.");
      }
    }
    return given;
  }

  private static String required(Map<String, String> given, String name) {
    String value = given.get(name);
    if (value == null) {
      throw refused("Parameter not found: " + name);
    }
    return value;
  }

  private static boolean same(String left, String right) {
    return MessageDigest.isEqual(
        left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
  }

  private static MaasRefusal refused(String why) {
    return MaasRefusal.unauthorized("Authorization Error: '" + why + "'");
  }
}
