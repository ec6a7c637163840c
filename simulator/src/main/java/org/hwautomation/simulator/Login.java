package org.hwautomation.simulator;

/** How a BMC answered a user name and password. */
public sealed interface Login {
  /** Let in. */
  record Accepted(Account account) implements Login {}

  /** Not let in; on the wire all reasons look alike. */
  record Refused(Reason reason) implements Login {}

  /** Why a login was refused. */
  enum Reason {
    UNKNOWN_USER,
    WRONG_PASSWORD,
    LOCKED,
    DISABLED,
    /** The account may not use this protocol. */
    PROTOCOL_DISABLED
  }
}
