package org.hwautomation.server.access;

import org.hwautomation.store.LastAdminException;

/**
 * A change of accounts or tokens that is not made. Nothing was changed. Its message says what is
 * wrong and what to do, and holds no secret.
 */
public final class AccessException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final String field;

  /** What is wrong. */
  public enum Kind {
    /** There is no such account or token. */
    NOT_FOUND,
    /** There is one of that name already. */
    EXISTS,
    /** The {@link AccessException#field} can't be so. */
    INVALID,
    /** Nobody would be left who may manage accounts and tokens. */
    LAST_ADMIN,
    /** Too many passwords are being hashed; later it may go. */
    BUSY
  }

  AccessException(Kind kind, String field, String message) {
    super(message);
    this.kind = kind;
    this.field = field;
  }

  static AccessException invalid(String field, String message) {
    return new AccessException(Kind.INVALID, field, message);
  }

  static AccessException noAccount(String name) {
    return new AccessException(
        Kind.NOT_FOUND, "name", "there is no account '" + shown(name) + "'; see the list of them");
  }

  static AccessException noToken(String name) {
    return new AccessException(
        Kind.NOT_FOUND, "name", "there is no token '" + shown(name) + "'; see the list of them");
  }

  static AccessException lastAdmin(LastAdminException refusal) {
    return new AccessException(Kind.LAST_ADMIN, "name", String.valueOf(refusal.getMessage()));
  }

  /** A name that somebody typed: perhaps a password, or hostile. */
  private static String shown(String name) {
    return Names.isValid(name) ? name : "…";
  }

  public Kind kind() {
    return kind;
  }

  /** Which of what was given is wrong: {@code name}, {@code password}, {@code role}, … */
  public String field() {
    return field;
  }
}
