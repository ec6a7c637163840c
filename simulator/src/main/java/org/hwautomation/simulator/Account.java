package org.hwautomation.simulator;

/**
 * A BMC account as it can be seen: without its password.
 *
 * @param id slot, which is also the IPMI user id
 * @param userName empty in a free slot
 * @param enabled whether it may log in at all
 * @param ipmi whether it may log in over IPMI
 * @param locked whether wrong passwords have locked it for now
 */
public record Account(
    int id, String userName, Role role, boolean enabled, boolean ipmi, boolean locked) {

  /** Whether nobody has the slot. */
  public boolean free() {
    return userName.isEmpty();
  }

  /** What an account may do (DSP2046 predefined roles; IPMI privilege levels 4, 3, 2, 15). */
  public enum Role {
    ADMINISTRATOR,
    OPERATOR,
    READ_ONLY,
    NONE
  }
}
