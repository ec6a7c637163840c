package org.hwautomation.server.access;

import java.time.Duration;
import org.hwautomation.hardware.Secret;

/** What comes of a login. */
public sealed interface LoginAnswer {

  /**
   * Let in.
   *
   * @param sessionId for the cookie; not kept here, so it can't be had again
   * @param validFor how long the session lives at most
   */
  record LoggedIn(Secret sessionId, Caller caller, Duration validFor) implements LoginAnswer {}

  /**
   * Not let in: no such account or token, wrong password, disabled, expired. Nobody is told which.
   */
  record Wrong() implements LoginAnswer {}

  /**
   * Not looked at: too many wrong tries of late, or too many logins at once.
   *
   * @param retryAfter when it is worth another try; at least a second
   */
  record Throttled(Duration retryAfter) implements LoginAnswer {}
}
