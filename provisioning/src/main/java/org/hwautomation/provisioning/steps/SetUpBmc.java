package org.hwautomation.provisioning.steps;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.ipmi.BmcUser;
import org.hwautomation.hardware.ipmi.IpmiClient;
import org.hwautomation.hardware.ipmi.PrivilegeLevel;
import org.hwautomation.hardware.redfish.Account;
import org.hwautomation.workflow.Parameter;
import org.hwautomation.workflow.StepRejectedException;

/**
 * Sees to it that the account MAAS uses may do what MAAS needs, on the BMC's LAN channel: enabled,
 * administrator, IPMI allowed; where MAAS switches power over IPMI, by a login over IPMI. In band
 * where this run has a window on the host, else over Redfish. No password is touched and no other
 * account (safety rule 5). Then the {@link BmcServices} that the run asks for.
 */
final class SetUpBmc extends ServerStep {
  private static final Duration USUAL = Duration.ofSeconds(30);

  SetUpBmc(StepTools tools) {
    super(
        tools,
        Declaration.changes(
                "bmc.set_up@1",
                "Gives MAAS's BMC account the rights it needs on the LAN channel",
                "enables the BMC account that MAAS uses, makes it administrator and lets it in over"
                    + " IPMI, where it is not",
                "if asked: closes cipher suites 0 and 1, opens the serial console over the network,"
                    + " writes the BMC's time servers")
            .takes(
                BmcServices.CLOSE_WEAK_CIPHERS,
                BmcServices.SERIAL_OVER_LAN,
                BmcServices.NTP_SERVERS)
            .gives(
                Parameter.of("account", "string", "The BMC account that MAAS uses"),
                Parameter.of("changed", "boolean", "True if something was not as it should be"))
            .enters(CipherClosing.POINT, USUAL));
  }

  @Override
  public boolean adoptsInterruptedPoint() {
    return true;
  }

  /** What was found of the account, or done to it. */
  private record Rights(String text, boolean changed) {}

  @Override
  Outcome run(ServerWork work) {
    var account = work.bmcAccess().credentials().username();
    work.bmc();
    work.requireFree();
    var services = new BmcServices(work);
    var lines = new ArrayList<String>();
    boolean changed;
    if (work.hasWindow()) {
      work.context().reportSubTask("Finding the BMC's LAN channel");
      var ipmi = work.inBandIpmi();
      var channel =
          ipmi.lanChannel()
              .orElseThrow(() -> new StepRejectedException("the BMC has no LAN channel"));
      var user = find(ipmi, channel, account);
      var rights = inBand(work, ipmi, channel, user);
      lines.add(rights.text());
      proven(work, account).ifPresent(lines::add);
      services.inBand(ipmi, channel, user.id());
      changed = rights.changed();
    } else {
      services.requireWindow();
      var rights = overRedfish(work, account);
      lines.add(rights.text());
      proven(work, account).ifPresent(lines::add);
      changed = rights.changed();
    }
    services.overRedfish();
    lines.addAll(services.done());
    work.inventory().learn(work.systemId(), Map.of("kcs_status", "Configured"));
    return Outcome.of(String.join("; ", lines))
        .with("account", account)
        .with("changed", changed || services.changed());
  }

  private static Rights inBand(ServerWork work, IpmiClient ipmi, int channel, BmcUser user) {
    if (isFit(ipmi, channel, user.id())) {
      return new Rights(
          "account '%s' has its rights on channel %d".formatted(user.name(), channel), false);
    }
    work.context().reportSubTask("Giving account '" + user.name() + "' its rights");
    ipmi.setUserPrivilege(channel, user.id(), PrivilegeLevel.ADMINISTRATOR);
    ipmi.setUserAccess(channel, user.id(), PrivilegeLevel.ADMINISTRATOR);
    ipmi.enableUser(user.id());
    if (!isFit(ipmi, channel, user.id())) {
      throw new NotTakenException(
          "the BMC accepted the rights of account '%s', and a fresh read does not show them"
              .formatted(user.name()));
    }
    return new Rights(
        "account '%s' was given its rights on channel %d".formatted(user.name(), channel), true);
  }

  private static BmcUser find(IpmiClient ipmi, int channel, String account) {
    return ipmi.users(channel).stream()
        .filter(user -> user.name().equals(account))
        .findFirst()
        .orElseThrow(
            () ->
                new StepRejectedException(
                    "the BMC has no account '%s' on channel %d, though it works over Redfish"
                        .formatted(account, channel)));
  }

  private static boolean isFit(IpmiClient ipmi, int channel, int id) {
    var access = ipmi.userAccess(channel, id);
    return access.enabled().orElse(true)
        && access.ipmiMessaging()
        && access.privilege() == PrivilegeLevel.ADMINISTRATOR;
  }

  private static Rights overRedfish(ServerWork work, String name) {
    var found = require(work, name);
    if (!found.enabled() || found.locked()) {
      throw new StepRejectedException(
          "account '%s' of the BMC is %s".formatted(name, found.locked() ? "locked" : "disabled"));
    }
    var text = "account '%s' is enabled, role %s".formatted(name, found.role());
    if (!maasUsesIpmi(work) || !work.bmc().client().accounts().allowIpmi(found)) {
      return new Rights(text, false);
    }
    work.forgetBmc();
    var types = require(work, name).types();
    if (!types.isEmpty() && !types.contains("IPMI")) {
      throw new NotTakenException(
          "the BMC accepted that account '%s' may use IPMI, and a fresh read shows it let in over %s"
              .formatted(name, String.join(", ", types)));
    }
    return new Rights(text + ", and was let in over IPMI, which MAAS uses", true);
  }

  private static Account require(ServerWork work, String name) {
    return work.bmc()
        .client()
        .accounts()
        .named(name)
        .orElseThrow(() -> new StepRejectedException("the BMC lists no account '" + name + "'"));
  }

  private static boolean maasUsesIpmi(ServerWork work) {
    return work.machine().powerType().equals("ipmi");
  }

  /** A login of the kind that MAAS's are, where they are over IPMI (safety rule 6). */
  private static Optional<String> proven(ServerWork work, String account) {
    if (!maasUsesIpmi(work)) {
      return Optional.empty();
    }
    var lan = new IpmiOverLan(work);
    if (!CheckBmc.offersIpmi(work.bmc())) {
      throw new StepRejectedException(
          "MAAS switches this server's power over IPMI, and its BMC has IPMI over the network"
              + " switched off. Switch it on, or give the machine the power type redfish in MAAS");
    }
    var obstacle = lan.obstacle();
    if (obstacle.isPresent()) {
      return Optional.of("MAAS uses IPMI, which was not tried: " + obstacle.get());
    }
    work.context().reportSubTask("Logging in over IPMI, as MAAS does");
    try {
      lan.login();
      return Optional.of("a login over IPMI, as MAAS's are, works");
    } catch (HardwareException e) {
      if (e.kind() == HardwareException.Kind.AUTHENTICATION
          || e.kind() == HardwareException.Kind.REJECTED) {
        throw new StepRejectedException(
            "account '%s' is let in over Redfish and not over IPMI, which MAAS uses: %s. See what the BMC asks of IPMI accounts (some keep another password, or one of 16 characters, for them)"
                .formatted(account, e.getMessage()));
      }
      throw e;
    }
  }
}
