package org.hwautomation.hardware.ssh;

/**
 * Within what a host key must stay the same: a machine and one boot of it that we caused. A new
 * boot of an ephemeral system brings a new key, so it gets a new scope; a changed key inside a
 * scope means somebody else answers.
 *
 * @param machine such as MAAS's system id
 * @param boot names the boot, such as the run and the step that caused it
 */
public record HostKeyScope(String machine, String boot) {
  public HostKeyScope {
    if (machine.isBlank() || boot.isBlank()) {
      throw new IllegalArgumentException("machine and boot must not be empty");
    }
    if ((machine + boot).chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("machine and boot must not have control characters");
    }
  }

  @Override
  public String toString() {
    return machine + " (boot " + boot + ")";
  }
}
