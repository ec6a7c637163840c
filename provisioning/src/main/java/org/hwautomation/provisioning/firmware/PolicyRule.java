package org.hwautomation.provisioning.firmware;

import java.util.Set;
import org.hwautomation.provisioning.UpdatePolicy;

/**
 * Which images a policy takes.
 *
 * @param include of these severities alone; empty means of any
 * @param exclude none of these severities
 * @param security also what closes a security hole, whatever its severity
 */
public record PolicyRule(Set<Severity> include, Set<Severity> exclude, boolean security) {
  public PolicyRule {
    include = Set.copyOf(include);
    exclude = Set.copyOf(exclude);
  }

  /**
   * What holds where a catalog says nothing: {@code recommended} leaves out what is low, {@code
   * security_only} takes what is critical or closes a security hole, all others take everything.
   */
  static PolicyRule usual(UpdatePolicy policy) {
    return switch (policy) {
      case RECOMMENDED -> new PolicyRule(Set.of(), Set.of(Severity.LOW), false);
      case SECURITY_ONLY -> new PolicyRule(Set.of(Severity.CRITICAL), Set.of(), true);
      case BASELINE, MANUAL, LATEST -> new PolicyRule(Set.of(), Set.of(), false);
    };
  }

  boolean takes(FirmwareImage image) {
    if (security && image.security()) {
      return true;
    }
    return !exclude.contains(image.severity())
        && (include.isEmpty() || include.contains(image.severity()));
  }
}
