package org.hwautomation.store;

/** Refused: nobody would be left who may manage accounts and tokens. Nothing was changed. */
public final class LastAdminException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LastAdminException(String what) {
    super(
        what
            + " is the last admin: no other account with that role is enabled, and no other token with it is valid. Make another one first");
  }
}
