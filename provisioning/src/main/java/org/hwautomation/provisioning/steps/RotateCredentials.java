package org.hwautomation.provisioning.steps;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hwautomation.hardware.Credentials;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.Secret;
import org.hwautomation.hardware.maas.PowerState;
import org.hwautomation.hardware.redfish.Account;
import org.hwautomation.hardware.redfish.RedfishClient;
import org.hwautomation.provisioning.server.BmcAccess;
import org.hwautomation.workflow.Parameter;
import org.hwautomation.workflow.PointOfNoReturn;
import org.hwautomation.workflow.StepRejectedException;

/**
 * Changes the login of a BMC from A to B (safety rules 5 and 6): makes account B, proves it over
 * Redfish and IPMI, gives it to MAAS, lets MAAS prove it, and only then retires A. Both passwords
 * are secrets of the run, kept before the BMC gets one; so an attempt that takes over from one that
 * was cut off looks what is there and goes on. At each moment MAAS has a login that works.
 */
final class RotateCredentials extends ServerStep {
  private static final String ROLE = "Administrator";
  private static final Duration USUAL = Duration.ofSeconds(30);
  private static final int IPMI_PORT = 623;
  private static final int LOOKS = 5;

  RotateCredentials(StepTools tools) {
    super(
        tools,
        Declaration.changes(
                CredentialRotation.ACTION,
                "Changes the BMC's login from one account to a new one, and MAAS with it",
                "makes an administrator account on the BMC",
                "writes its name and password into MAAS's power parameters",
                "deletes the account that it replaces, if this product made it or a person named it")
            .gives(
                Parameter.of("account", "string", "The account that MAAS uses now"),
                Parameter.of("former_account", "string", "The account that it used before"),
                Parameter.of("retired", "boolean", "True if the former account is gone"),
                Parameter.of("proven_over_ipmi", "boolean", "False if the BMC speaks no IPMI"))
            .enters("giving MAAS its new login", USUAL));
  }

  @Override
  public boolean adoptsInterruptedPoint() {
    return true;
  }

  @Override
  Outcome run(ServerWork work) throws Exception {
    var fresh = login(work, work.fields().newBmcLogin());
    var old = login(work, work.fields().oldBmcLogin());
    var overIpmi = speaksIpmi(work);
    if (!maasHas(work, fresh)) {
      var access = work.bmcAccess();
      requireChangeable(access, old, overIpmi);
      work.requireFree();
      make(work, fresh);
      prove(work, access.as(fresh, "this run"), overIpmi);
    }
    try (var point = point(work)) {
      tellMaas(work, fresh, old);
    }
    work.context().reportSubTask("Logging in with what MAAS has now");
    work.forgetBmc();
    requireFit(work.bmc().client(), fresh.username());
    var retired = retire(work, old.username());
    return Outcome.of(
            "MAAS uses account '%s' now, proven over Redfish%s and by MAAS; account '%s' %s"
                .formatted(
                    fresh.username(),
                    overIpmi ? ", IPMI" : "",
                    old.username(),
                    retired
                        ? "is gone"
                        : "stays as it was, since this product did not make it and nobody named it"))
        .with("account", fresh.username())
        .with("former_account", old.username())
        .with("retired", retired)
        .with("proven_over_ipmi", overIpmi);
  }

  private static PointOfNoReturn point(ServerWork work) {
    return work.pointOfNoReturn("giving MAAS its new login");
  }

  private static Credentials login(ServerWork work, Optional<ServerFields.Login> login) {
    var known =
        login.orElseThrow(
            () ->
                new StepRejectedException(
                    "this run was given no logins to change; begin it with: hwauto bmc rotate"));
    return Credentials.of(known.username(), Secret.of(work.context().secret(known.password())));
  }

  private static boolean maasHas(ServerWork work, Credentials login) {
    var power = work.maas().powerParameters(work.systemId());
    return power.user().equals(login.username()) && power.password().equals(login.password());
  }

  private static boolean speaksIpmi(ServerWork work) {
    return work.bmc().client().network().ipmi().orElse(true);
  }

  private static void requireChangeable(BmcAccess access, Credentials old, boolean overIpmi) {
    CredentialRotation.requireChangeable(access, overIpmi);
    if (!access.credentials().equals(old)) {
      throw new StepRejectedException(
          "the login of this BMC is not the one that this run is to replace any more, so nothing"
              + " more was written; release this run and begin anew: hwauto bmc rotate");
    }
  }

  /** Makes the account, or completes one whose making was cut off. */
  private static void make(ServerWork work, Credentials fresh) {
    var context = work.context();
    var accounts = work.bmc().client().accounts();
    var there = accounts.named(fresh.username());
    if (there.isPresent() && context.checkpoint("made").isPresent()) {
      return;
    }
    if (there.isEmpty()) {
      context.reportSubTask("Making account '" + fresh.username() + "'");
      work.inventory().accountMade(work.systemId(), fresh.username(), "run " + context.runId());
      accounts.create(fresh, ROLE);
    } else {
      context.reportSubTask("Completing account '" + fresh.username() + "'");
      accounts.complete(there.get(), fresh.password(), ROLE);
    }
    work.forgetBmc();
    accounts = work.bmc().client().accounts();
    var made = requireFit(work.bmc().client(), fresh.username());
    if (accounts.allowIpmi(made)) {
      work.forgetBmc();
    }
    context.saveCheckpoint("made", true);
  }

  private static Account requireFit(RedfishClient client, String name) {
    return client
        .accounts()
        .named(name)
        .filter(account -> account.enabled() && !account.locked() && ROLE.equals(account.role()))
        .orElseThrow(
            () ->
                new NotTakenException(
                    "the BMC accepted account '%s', and a fresh read does not show an enabled %s"
                        .formatted(name, ROLE)));
  }

  /** One login over each; a refusal takes the new account away again. */
  private static void prove(ServerWork work, BmcAccess access, boolean overIpmi) throws Exception {
    var context = work.context();
    var connections = work.connections();
    context.sleep(work.every(5)); // some BMCs let a new account in a moment later
    try {
      context.reportSubTask("Proving the new login over Redfish");
      try (var proven = work.bmcAt(access)) {
        requireFit(proven.client(), access.credentials().username());
      }
      if (overIpmi) {
        context.reportSubTask("Proving the new login over IPMI");
        connections
            .ipmi(access.address(), IPMI_PORT, access.credentials(), context::guard)
            .powerStatus();
      }
      context.saveCheckpoint("proven", true);
    } catch (HardwareException e) {
      connections.noteRefusal(e, access.address(), access.credentials(), "IPMI");
      switch (e.kind()) {
        case AUTHENTICATION, REJECTED ->
            throw new StepRejectedException(
                "the new login was not let in (%s). %s; MAAS and the old login are as they were"
                    .formatted(e.getMessage(), takenBack(work, access.credentials().username())));
        default -> throw e;
      }
    }
  }

  private static String takenBack(ServerWork work, String name) {
    try {
      work.forgetBmc();
      work.bmc()
          .client()
          .accounts()
          .named(name)
          .ifPresent(account -> work.bmc().client().accounts().delete(account));
      work.forgetBmc();
      return work.bmc().client().accounts().named(name).isEmpty()
          ? "Account '" + name + "' was taken away again"
          : "Account '" + name + "' is still there";
    } catch (HardwareException e) {
      return "Account '%s' could not be taken away again (%s)".formatted(name, e.getMessage());
    }
  }

  /** Gives MAAS the new login, and the old one back if it can't use the new one (rule 6). */
  private static void tellMaas(ServerWork work, Credentials fresh, Credentials old)
      throws Exception {
    if (!maasHas(work, fresh)) {
      work.context().reportSubTask("Giving MAAS its new login");
      give(work, fresh);
    }
    var obstacle = obstacle(work);
    if (obstacle.isEmpty()) {
      return;
    }
    work.context().reportSubTask("Giving MAAS its old login back");
    give(work, old);
    var back = obstacle(work);
    throw new StepRejectedException(
        "MAAS could not use the new login: %s. It has its old one back, which %s. %s"
            .formatted(
                obstacle.get(),
                back.map(why -> "does not work for it either: " + why).orElse("works"),
                takenBack(work, fresh.username())));
  }

  private static void give(ServerWork work, Credentials login) {
    var machine = work.machine();
    var power = work.maas().powerParameters(work.systemId());
    work.maas()
        .setPowerParameters(
            work.systemId(),
            machine.powerType(),
            power.withLogin(login.username(), login.password()));
  }

  /** Why MAAS can't read the power; empty if it can. */
  private static Optional<String> obstacle(ServerWork work) throws InterruptedException {
    work.context().reportSubTask("Letting MAAS prove that it reaches the BMC");
    var said = "";
    for (var look = 0; look < LOOKS; look++) {
      if (look > 0) {
        work.context().sleep(work.every(2));
      }
      try {
        var state = work.maas().queryPowerState(work.systemId());
        if (List.of(PowerState.ON, PowerState.OFF).contains(state)) {
          return Optional.empty();
        }
        said = "it reads the power as " + state;
      } catch (HardwareException e) {
        said = String.valueOf(e.getMessage());
      }
    }
    return Optional.of(said);
  }

  /** Deletes the former account if it may; true if it is gone. */
  private static boolean retire(ServerWork work, String name) throws InterruptedException {
    var former = work.bmc().client().accounts().named(name);
    if (former.isEmpty()) {
      return true;
    }
    if (!work.fields().retireOld()
        && !work.inventory().accountsMade(work.systemId()).contains(name)) {
      return false;
    }
    work.requireFree();
    work.context().saveCheckpoint("retiring", name);
    work.context().reportSubTask("Deleting account '" + name + "'");
    work.bmc().client().accounts().delete(former.get());
    work.forgetBmc();
    if (work.bmc().client().accounts().named(name).isPresent()) {
      throw new NotTakenException(
          "the BMC accepted the deletion of account '%s', and a fresh read still shows it"
              .formatted(name));
    }
    obstacle(work)
        .ifPresent(
            why -> {
              throw new StepRejectedException(
                  "account '%s' is gone, and MAAS does not reach the BMC any more: %s"
                      .formatted(name, why));
            });
    return true;
  }
}
