package org.hwautomation.simulator.ipmi;

import java.util.Optional;
import org.hwautomation.simulator.Account;

/** Privilege levels (table 6-1) of the roles that accounts have. */
final class Privilege {
  static final int USER = 2;
  static final int OPERATOR = 3;
  static final int ADMINISTRATOR = 4;
  static final int NO_ACCESS = 15;

  private Privilege() {}

  static int of(Account.Role role) {
    return switch (role) {
      case ADMINISTRATOR -> ADMINISTRATOR;
      case OPERATOR -> OPERATOR;
      case READ_ONLY -> USER;
      case NONE -> 0;
    };
  }

  static Optional<Account.Role> role(int level) {
    return switch (level) {
      case ADMINISTRATOR -> Optional.of(Account.Role.ADMINISTRATOR);
      case OPERATOR -> Optional.of(Account.Role.OPERATOR);
      case USER -> Optional.of(Account.Role.READ_ONLY);
      case NO_ACCESS -> Optional.of(Account.Role.NONE);
      default -> Optional.empty();
    };
  }
}
