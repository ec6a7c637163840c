package org.hwautomation.cli;

import java.util.List;
import java.util.Optional;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.MutationGuard;
import org.hwautomation.hardware.maas.MaasClient;
import org.hwautomation.hardware.maas.Machine;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.safety.Identity;
import org.hwautomation.provisioning.safety.IdentityVerdict;
import org.hwautomation.provisioning.safety.MaasView;
import org.hwautomation.provisioning.server.MaasIdentity;

/**
 * Which of MAAS's machines the server behind a BMC is (safety rule 2).
 *
 * @param machine empty if it is none, or MAAS could not be asked
 */
record Ownership(Optional<Machine> machine, MaasView view) {

  /** Asks MAAS, if one is configured; a BMC named directly is looked for by its identity. */
  static Ownership of(WorkflowManager manager, BmcPlace place, Identity identity) {
    if (place instanceof BmcPlace.Managed managed) {
      var machine = managed.machine();
      IdentityVerdict.of(List.of(identity, MaasIdentity.of(machine)), false)
          .require(machine.hostname());
      return known(machine);
    }
    if (manager.configuration().maas().url().isEmpty()) {
      return new Ownership(Optional.empty(), new MaasView.NotManaged());
    }
    try (var maas = manager.connections().maas(MutationGuard.OPEN)) {
      return find(maas, place, identity)
          .map(Ownership::known)
          .orElseGet(() -> new Ownership(Optional.empty(), new MaasView.NotManaged()));
    } catch (HardwareException e) {
      return new Ownership(
          Optional.empty(), new MaasView.Unreachable(String.valueOf(e.getMessage())));
    }
  }

  private static Ownership known(Machine machine) {
    return new Ownership(
        Optional.of(machine), new MaasView.Known(machine.statusName(), machine.locked()));
  }

  private static Optional<Machine> find(MaasClient maas, BmcPlace place, Identity identity) {
    var machines = maas.machines();
    for (var machine : machines) {
      if (IdentityVerdict.of(List.of(identity, MaasIdentity.of(machine)), false).isProven()) {
        return Optional.of(machine);
      }
    }
    // MAAS may not have commissioned it yet, and still power it through this address
    for (var machine : machines) {
      var address = maas.powerParameters(machine.systemId()).address();
      if (address.equals(place.address()) || address.contains("//" + place.address())) {
        return Optional.of(machine);
      }
    }
    return Optional.empty();
  }

  /** For people: {@code MAAS calls it Ready}. */
  String text() {
    return switch (view) {
      case MaasView.Known(String status, boolean locked) ->
          "MAAS calls it " + status + (locked ? ", locked" : "");
      case MaasView.Unreachable(String why) -> "MAAS cannot be asked: " + why;
      case MaasView.NotManaged() -> "none of MAAS's machines";
    };
  }
}
