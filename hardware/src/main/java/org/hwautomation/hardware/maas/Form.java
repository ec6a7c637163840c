package org.hwautomation.hardware.maas;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.hwautomation.hardware.Secret;

/** Fields of a form body or of a query, in the order they were added; a key may repeat. */
final class Form {
  private final List<String> pairs = new ArrayList<>();

  /** Adds a text unless it is empty. */
  Form text(String key, String value) {
    return value.isEmpty() ? this : literal(key, value);
  }

  /** Adds a text, even an empty one: it clears what was set. */
  Form literal(String key, String value) {
    pairs.add(encode(key) + "=" + encode(value));
    return this;
  }

  /** Adds {@code 1} if it is on; leaves MAAS's default (off) otherwise. */
  Form flag(String key, boolean on) {
    return on ? literal(key, "1") : this;
  }

  Form number(String key, long value) {
    return literal(key, Long.toString(value));
  }

  Form all(String key, List<String> values) {
    values.forEach(value -> literal(key, value));
    return this;
  }

  Form power(PowerParameters parameters) {
    text("power_parameters_power_address", parameters.address());
    text("power_parameters_power_user", parameters.user());
    secret("power_parameters_power_pass", parameters.password());
    parameters
        .others()
        .entrySet()
        .forEach(other -> secret("power_parameters_" + other.getKey(), other.getValue()));
    return this;
  }

  private void secret(String key, Secret value) {
    value.reveal(clear -> text(key, clear));
  }

  boolean isEmpty() {
    return pairs.isEmpty();
  }

  /** The fields as {@code application/x-www-form-urlencoded}. May hold secrets: never logged. */
  String encoded() {
    return String.join("&", pairs);
  }

  /** RFC 3986 percent-encoding, which a query and a form both understand. */
  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }
}
