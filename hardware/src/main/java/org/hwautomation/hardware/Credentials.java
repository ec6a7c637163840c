package org.hwautomation.hardware;

import java.util.Objects;

/** A user name and its password. Printing it shows the user name only. */
public record Credentials(String username, Secret password) {
  public Credentials {
    Objects.requireNonNull(username, "username is null");
    Objects.requireNonNull(password, "password is null");
  }

  public static Credentials of(String username, Secret password) {
    return new Credentials(username, password);
  }
}
