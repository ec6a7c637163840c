package org.hwautomation.hardware;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.function.Function;

/**
 * A password, key or token that does not print itself. {@code toString} is redacted, so that a
 * secret that strays into a log line, an exception or a record's text says nothing.
 *
 * <p>Immutable and thread-safe. Equality is by content, compared in constant time.
 */
public final class Secret {
  private final String value;

  private Secret(String value) {
    this.value = Objects.requireNonNull(value, "value is null");
  }

  public static Secret of(String value) {
    return new Secret(value);
  }

  /**
   * Reads an environment variable.
   *
   * @throws IllegalArgumentException if the variable is not set; the message names the variable
   */
  public static Secret fromEnvironment(String variable) {
    var value = System.getenv(variable);
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException(
          "environment variable " + variable + " is not set; put the secret there");
    }
    return new Secret(value);
  }

  /**
   * Hands the clear text to {@code use}, the one way to reach it. The name is meant to be found by
   * whoever reviews where secrets go.
   */
  public <T> T reveal(Function<String, T> use) {
    return use.apply(value);
  }

  /** True if there are no characters in it. */
  public boolean isEmpty() {
    return value.isEmpty();
  }

  /** Returns {@code text} with every occurrence of this secret replaced by {@code ***}. */
  public String redact(String text) {
    return value.isEmpty() ? text : text.replace(value, "***");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret
        && MessageDigest.isEqual(
            value.getBytes(StandardCharsets.UTF_8), secret.value.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }
}
