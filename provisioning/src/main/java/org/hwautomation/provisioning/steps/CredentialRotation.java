package org.hwautomation.provisioning.steps;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.hwautomation.hardware.Credentials;
import org.hwautomation.hardware.Secret;
import org.hwautomation.hardware.ipmi.LanplusTransport;
import org.hwautomation.provisioning.safety.RefusedException;
import org.hwautomation.provisioning.server.BmcAccess;
import org.hwautomation.workflow.WorkflowContext;
import org.hwautomation.workflow.WorkflowStep;

/**
 * A change of a BMC's login from account A to a new account B, as a run of one step that can be
 * killed at any moment and resumed (safety rule 5).
 *
 * @param old the login that MAAS uses now
 * @param fresh the account to make
 * @param retireOld true if a person named the old account as one to delete; one that an earlier
 *     rotation made is deleted in any case, any other stays
 */
public record CredentialRotation(Credentials old, Credentials fresh, boolean retireOld) {
  static final String ACTION = "bmc.rotate_credentials@1";

  /** What every BMC takes: IPMI's names have 16 bytes and its passwords 20 (IPMI 2.0, 22.28 f.). */
  private static final int PASSWORD_LENGTH = 16;

  private static final String LOWER = "abcdefghijkmnpqrstuvwxyz";
  private static final String UPPER = "ABCDEFGHJKLMNPQRSTUVWXYZ";
  private static final String DIGITS = "23456789";

  /** A change to a login that nobody has had before. */
  public static CredentialRotation to(Credentials old, boolean retireOld) {
    return new CredentialRotation(old, made(new SecureRandom()), retireOld);
  }

  private static Credentials made(RandomGenerator random) {
    var name = new StringBuilder("hwauto-");
    for (var i = 0; i < 6; i++) {
      name.append(pick(random, LOWER));
    }
    // of every class, where complexity rules ask for it; the first is a letter, for old firmware
    var password = new StringBuilder().append(pick(random, UPPER));
    password.append(pick(random, DIGITS)).append(pick(random, LOWER)).append('-');
    while (password.length() < PASSWORD_LENGTH) {
      password.append(pick(random, LOWER + UPPER + DIGITS));
    }
    return Credentials.of(name.toString(), Secret.of(password.toString()));
  }

  private static char pick(RandomGenerator random, String from) {
    return from.charAt(random.nextInt(from.length()));
  }

  /**
   * Refuses a login whose change nobody would notice, and one that can't be proven from here.
   *
   * @param overIpmi true if the BMC speaks IPMI on its network
   * @throws RefusedException by safety rule 5; nothing was written
   */
  public static void requireChangeable(BmcAccess access, boolean overIpmi) {
    if (access.credentialsOrigin().startsWith("servers.")) {
      throw new RefusedException(
          5,
          ("the login of this BMC is the one at %s in the configuration file, which stays as it is"
                  + " and would lead to the old account for ever; take it out there, so that the one"
                  + " in MAAS's power parameters is used, and try again")
              .formatted(access.credentialsOrigin()));
    }
    if (overIpmi && !LanplusTransport.isInstalled()) {
      throw new RefusedException(
          5,
          "this BMC speaks IPMI, and a new login can't be proven over it from here: the program"
              + " ipmitool is not on the PATH");
    }
  }

  /** The one step. */
  public static WorkflowStep step() {
    return WorkflowStep.named("rotate_credentials")
        .description("Change the BMC's login from one account to a new one")
        .uses(ACTION)
        .timeout(Duration.ofMinutes(10))
        .attempts(1)
        .build();
  }

  /** Gives a run both logins; the store encrypts their passwords before anything is journaled. */
  public void give(WorkflowContext.Builder context) {
    context
        .value(ServerFields.OLD_BMC_USERNAME, old.username())
        .value(ServerFields.NEW_BMC_USERNAME, fresh.username())
        .value(ServerFields.RETIRE_OLD, retireOld);
    old.password().reveal(password -> context.secret(ServerFields.OLD_BMC_PASSWORD, password));
    fresh.password().reveal(password -> context.secret(ServerFields.NEW_BMC_PASSWORD, password));
  }
}
