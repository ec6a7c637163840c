package org.hwautomation.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.redfish.Account;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.maintenance.Maintenance;
import org.hwautomation.provisioning.safety.RefusedException;
import org.hwautomation.provisioning.steps.CredentialRotation;
import org.hwautomation.provisioning.steps.ServerFields;
import org.hwautomation.workflow.WorkflowContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes a BMC's login from one account to a new one, and MAAS with it (safety rule 5). */
@Command(
    name = "rotate",
    description = {
      "Change the BMC's login: make a new account, prove it over Redfish and IPMI, give it to MAAS,",
      "let MAAS prove it, and only then retire the old one. Ctrl-C or the death of this process",
      "locks nobody out; the run can be resumed."
    },
    footer = "Exit codes: 0 done, 1 failed, 2 bad input or refused, 3 unreachable, 130 Ctrl-C.")
final class BmcRotateCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();
  @Mixin private PaceOption pace = new PaceOption();
  @Mixin private InUseOptions inUse = new InUseOptions();

  @Parameters(paramLabel = "SERVER", description = "MAAS hostname or system id.")
  private String server = "";

  @Option(
      names = "--retire-old",
      description = "Delete the old account too, though this product did not make it.")
  private boolean retireOld;

  @Option(names = "--dry-run", description = "Look and say what would be done; write nothing.")
  private boolean dryRun;

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  /** What a look at the BMC showed. */
  private record Look(String serial, boolean overIpmi, List<Account> accounts) {}

  @Override
  public Integer call() throws InterruptedException {
    var screen = options.screen();
    var why = inUse.why();
    try (var manager =
        GlobalOptions.manager(options.configuration(), pace.pace(), "bmc rotate " + server)) {
      var place = BmcTarget.managed(server, manager);
      var machine = place.machine();
      new ServerUse(screen, manager, options).requireFree(machine, why, false);
      var look = look(manager, place);
      CredentialRotation.requireChangeable(place.access(), look.overIpmi());
      var old = place.access().credentials();
      var rotation = CredentialRotation.to(old, retireOld);
      var retires =
          retireOld
              || manager
                  .connections()
                  .inventory()
                  .accountsMade(machine.systemId())
                  .contains(old.username());
      var subject =
          "%s at %s, serial %s, MAAS: %s"
              .formatted(machine.hostname(), place.address(), look.serial(), machine.statusName());
      var steps = steps(rotation, look.overIpmi(), retires);
      if (dryRun) {
        var document = new LinkedHashMap<String, Object>();
        document.put("host", machine.hostname());
        document.put("address", place.address());
        document.put("serial", look.serial());
        document.put("maas_state", machine.statusName());
        document.put("account", old.username());
        document.put("dry_run", true);
        document.put("would_do", steps);
        screen.result(
            document,
            () -> {
              screen.line("would change the login of the BMC of " + subject);
              steps.forEach(step -> screen.line("would " + step));
              screen.line("nothing was written");
            });
        return ExitCodes.DONE;
      }
      if (!yes) {
        ask(screen, subject, steps);
      }
      var context =
          WorkflowContext.builder()
              .server(machine.systemId())
              .startedBy(GlobalOptions.actor())
              .value(ServerFields.MAINTENANCE_WINDOW, Maintenance.ANY_TIME); // a person stands by
      rotation.give(context);
      why.ifPresent(text -> context.value(ServerFields.ALLOW_IN_USE, text));
      var workflow = manager.createWorkflow("rotate-" + machine.hostname());
      workflow.named("bmc-rotate");
      workflow.addStep(CredentialRotation.step());
      var run = workflow.start(context.build());
      screen.say("run " + run.runId() + ", workflow " + workflow.id());
      return RunHere.follow(screen, manager, machine.hostname(), run, options.at(pace));
    }
  }

  private static Look look(WorkflowManager manager, BmcPlace.Managed place) {
    try (var session = open(manager, place)) {
      var client = BiosViews.redfish(session);
      var serial = Optional.ofNullable(session.identity().serial()).orElse("not told");
      return new Look(serial, client.network().ipmi().orElse(true), client.accounts().list());
    }
  }

  /** Over IPMI alone a rotation could be cut off between two writes of one account. */
  private static BmcSession open(WorkflowManager manager, BmcPlace.Managed place) {
    try {
      return place.open(manager.connections(), BmcPlace.READ_ONLY);
    } catch (HardwareException e) {
      if (e.kind() != HardwareException.Kind.CONNECTION) {
        throw e;
      }
      throw new HardwareException(
          e.kind(),
          e.peer(),
          e.getMessage()
              + ". A login is changed over Redfish, where an account is made in one request; a BMC"
              + " that speaks IPMI alone is left as it is, and so is its login in MAAS",
          e);
    }
  }

  private static List<String> steps(
      CredentialRotation rotation, boolean overIpmi, boolean retires) {
    var steps = new ArrayList<String>();
    steps.add("make an administrator account with a name and a password of its own");
    steps.add("prove it over Redfish" + (overIpmi ? " and IPMI" : "; this BMC speaks no IPMI"));
    steps.add("give it to MAAS, and let MAAS read the power with it");
    var former = rotation.old().username();
    steps.add(
        retires
            ? "delete account '" + former + "'"
            : "leave account '%s' as it is; --retire-old deletes it".formatted(former));
    return steps;
  }

  private static void ask(Screen screen, String subject, List<String> steps) {
    var console = Terminal.console();
    if (console.isEmpty() || screen.json()) {
      throw new RefusedException(
          14,
          "about to change the login of the BMC of %s. Nobody can be asked here; say --yes to do it, or --dry-run to see what would be done"
              .formatted(subject));
    }
    screen.line("This will change the login of the BMC of " + subject);
    steps.forEach(step -> screen.line("  " + step));
    if (!Terminal.agrees(
        console.get(), screen, "Is this the right server, and shall it be done?")) {
      throw new RefusedException(14, "not confirmed; nothing was written");
    }
  }
}
