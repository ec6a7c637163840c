package org.hwautomation.server.access;

/**
 * Who sends a request.
 *
 * @param name of the account, or of the token
 * @param csrfToken what a request that changes something must carry beside the session; empty where
 *     there is no session
 */
public record Caller(String name, Role role, Via via, String csrfToken) {

  /** Whether this role, or more, is there. */
  public boolean may(Role needed) {
    return role.compareTo(needed) >= 0;
  }

  /** Who journal and audit say did it: {@code user:alice}, {@code token:ci}. */
  public String actor() {
    return via.actor(name);
  }

  /** Without the CSRF token. */
  @Override
  public String toString() {
    return actor() + " (" + role.wireName() + ", " + via.wireName() + ")";
  }
}
