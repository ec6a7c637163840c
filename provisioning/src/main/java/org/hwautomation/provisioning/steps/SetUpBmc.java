package org.hwautomation.provisioning.steps;

import org.hwautomation.hardware.ipmi.IpmiClient;
import org.hwautomation.hardware.ipmi.PrivilegeLevel;
import org.hwautomation.workflow.Parameter;
import org.hwautomation.workflow.StepRejectedException;

/**
 * Sees to it that the account MAAS uses may do what MAAS needs, on the BMC's LAN channel: enabled,
 * administrator, IPMI allowed. In band where this run has a window on the host, else it only looks,
 * over Redfish. No password is touched and no other account (safety rule 5).
 */
final class SetUpBmc extends ServerStep {
  SetUpBmc(StepTools tools) {
    super(
        tools,
        Declaration.changes(
                "bmc.set_up@1",
                "Gives MAAS's BMC account the rights it needs on the LAN channel",
                "enables the BMC account that MAAS uses and makes it administrator, where it is not")
            .gives(
                Parameter.of("account", "string", "The BMC account that MAAS uses"),
                Parameter.of("changed", "boolean", "True if it was given rights that it had not")));
  }

  @Override
  Outcome run(ServerWork work) {
    var account = work.bmcAccess().credentials().username();
    work.bmc();
    work.requireFree();
    var result = work.hasWindow() ? inBand(work, account) : overRedfish(work, account);
    work.inventory().learn(work.systemId(), java.util.Map.of("kcs_status", "Configured"));
    return result;
  }

  private static Outcome inBand(ServerWork work, String account) {
    var context = work.context();
    context.reportSubTask("Finding the BMC's LAN channel");
    var ipmi = work.inBandIpmi();
    var channel =
        ipmi.lanChannel()
            .orElseThrow(() -> new StepRejectedException("the BMC has no LAN channel"));
    var user = find(ipmi, channel, account);
    if (isFit(ipmi, channel, user)) {
      return outcome(
          "account '%s' has its rights on channel %d".formatted(account, channel), account, false);
    }
    context.reportSubTask("Giving account '" + account + "' its rights");
    ipmi.setUserPrivilege(channel, user, PrivilegeLevel.ADMINISTRATOR);
    ipmi.setUserAccess(channel, user, PrivilegeLevel.ADMINISTRATOR);
    ipmi.enableUser(user);
    if (!isFit(ipmi, channel, user)) {
      throw new NotTakenException(
          "the BMC accepted the rights of account '%s', and a fresh read does not show them"
              .formatted(account));
    }
    return outcome(
        "account '%s' was given its rights on channel %d".formatted(account, channel),
        account,
        true);
  }

  private static Outcome outcome(String summary, String account, boolean changed) {
    return Outcome.of(summary).with("account", account).with("changed", changed);
  }

  private static int find(IpmiClient ipmi, int channel, String account) {
    return ipmi.users(channel).stream()
        .filter(user -> user.name().equals(account))
        .findFirst()
        .orElseThrow(
            () ->
                new StepRejectedException(
                    "the BMC has no account '%s' on channel %d, though it works over Redfish"
                        .formatted(account, channel)))
        .id();
  }

  private static boolean isFit(IpmiClient ipmi, int channel, int id) {
    var access = ipmi.userAccess(channel, id);
    return access.enabled().orElse(true)
        && access.ipmiMessaging()
        && access.privilege() == PrivilegeLevel.ADMINISTRATOR;
  }

  private static Outcome overRedfish(ServerWork work, String account) {
    var found =
        work.bmc().client().accounts().list().stream()
            .filter(a -> account.equals(a.username()))
            .findFirst()
            .orElseThrow(
                () -> new StepRejectedException("the BMC lists no account '" + account + "'"));
    if (!found.enabled() || found.locked()) {
      throw new StepRejectedException(
          "account '%s' of the BMC is %s"
              .formatted(account, found.locked() ? "locked" : "disabled"));
    }
    return outcome(
        "account '%s' is enabled, role %s".formatted(account, found.role()), account, false);
  }
}
