package org.hwautomation.provisioning.configuration;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One single-valued setting that the product knows.
 *
 * @param name as it stands in the file, {@code maas.url}
 * @param aliases other names in the file, those of the Python version among them
 * @param variables environment variables; the first one set wins
 * @param standard the default, or null for none
 * @param secret true if it must never be shown
 * @param values reads the text
 */
record Key<T>(
    String name,
    List<String> aliases,
    List<String> variables,
    @Nullable String standard,
    boolean secret,
    Values<T> values) {

  static <T> Key<T> of(String name, Values<T> values) {
    return new Key<>(name, List.of(), List.of(), null, false, values);
  }

  Key<T> aliases(String... others) {
    return new Key<>(name, List.of(others), variables, standard, secret, values);
  }

  Key<T> variables(String... names) {
    return new Key<>(name, aliases, List.of(names), standard, secret, values);
  }

  Key<T> standard(String value) {
    return new Key<>(name, aliases, variables, value, secret, values);
  }

  Key<T> hidden() {
    return new Key<>(name, aliases, variables, standard, true, values);
  }

  /** Reads a text into a value. */
  @FunctionalInterface
  interface Values<T> {
    /**
     * Reads it.
     *
     * @throws IllegalArgumentException saying what is wrong and what to write; for a secret,
     *     without repeating it
     */
    T read(String text);
  }
}
