package org.hwautomation.server.access;

import java.util.Locale;
import org.hwautomation.hardware.Secret;

/** What a password must be: long enough, and not the name of who has it. */
final class NewPassword {
  static final int SHORTEST = 12;

  /** In characters; also what a login looks at, at most. */
  static final int LONGEST = 256;

  private NewPassword() {}

  /**
   * Lets a password pass.
   *
   * @throws AccessException if it is not good enough; it is not quoted
   */
  static Secret require(String name, Secret password) {
    var length = length(password);
    if (length < SHORTEST || length > LONGEST) {
      throw AccessException.invalid(
          "password",
          "a password has %d to %d characters; this one has %d"
              .formatted(SHORTEST, LONGEST, length));
    }
    if (password.reveal(clear -> clear.strip().toLowerCase(Locale.ROOT)).equals(name)) {
      throw AccessException.invalid("password", "the name is no password");
    }
    return password;
  }

  static int length(Secret password) {
    return password.reveal(clear -> clear.codePointCount(0, clear.length()));
  }
}
