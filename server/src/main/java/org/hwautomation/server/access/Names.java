package org.hwautomation.server.access;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What accounts and tokens are called. */
final class Names {
  private static final Pattern VALID = Pattern.compile("[a-z][a-z0-9._-]{1,31}");

  private Names() {}

  static boolean isValid(String name) {
    return VALID.matcher(name).matches();
  }

  /**
   * The name, if it can be one.
   *
   * @throws AccessException if not; the name is not quoted
   */
  static String require(String name) {
    if (!isValid(name)) {
      throw AccessException.invalid(
          "name",
          "a name has 2 to 32 characters: a letter first, then letters, digits, '.', '_' and '-', all in lower case");
    }
    return name;
  }

  /** The name that somebody who logs in may mean; capitals and spaces around it don't matter. */
  static Optional<String> meant(String typed) {
    return typed.length() > 100
        ? Optional.empty()
        : Optional.of(typed.strip().toLowerCase(Locale.ROOT)).filter(Names::isValid);
  }
}
