package org.hwautomation.server.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What somebody may do. Each role may all that those before it may. */
public enum Role {
  /** Reads. */
  VIEWER,
  /** Starts, answers, cancels; edits templates and schedules. */
  OPERATOR,
  /** Accounts, tokens, settings. */
  ADMIN;

  /** As it is written in the database, in JSON and on the command line. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads {@link #wireName}.
   *
   * @throws AccessException if there is no such role
   */
  public static Role of(String wireName) {
    return Arrays.stream(values())
        .filter(role -> role.wireName().equals(wireName))
        .findFirst()
        .orElseThrow(
            () ->
                AccessException.invalid(
                    "role",
                    "there is no such role; it is one of "
                        + Arrays.stream(values())
                            .map(Role::wireName)
                            .collect(Collectors.joining(", "))));
  }
}
