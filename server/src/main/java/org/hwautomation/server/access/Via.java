package org.hwautomation.server.access;

/** How a caller proves who it is. */
public enum Via {
  /** By the session of a person who gave a password. */
  PASSWORD_SESSION("session", "user:"),
  /** By a session that was opened with a token. */
  TOKEN_SESSION("session", "token:"),
  /** By the token itself, with each request. */
  TOKEN("token", "token:");

  private final String wireName;
  private final String actorPrefix;

  Via(String wireName, String actorPrefix) {
    this.wireName = wireName;
    this.actorPrefix = actorPrefix;
  }

  /** {@code session} or {@code token}, as in JSON. */
  public String wireName() {
    return wireName;
  }

  /** Whether a browser sends it by itself, so that writing needs the CSRF token too. */
  public boolean isSession() {
    return this != TOKEN;
  }

  String actor(String name) {
    return actorPrefix + name;
  }
}
