package org.hwautomation.provisioning.plan;

import java.util.function.Function;
import org.hwautomation.hardware.MutationGuard;
import org.hwautomation.hardware.maas.Machine;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.server.Bmc;
import org.hwautomation.provisioning.server.BmcAccess;
import org.hwautomation.provisioning.server.BmcLocator;

/**
 * The BMC of a server that MAAS manages, for reading alone. Immutable.
 *
 * @param machine the server as MAAS knows it
 * @param access where its BMC is
 */
public record ManagedBmc(Machine machine, BmcAccess access) {
  private static final MutationGuard READ_ONLY =
      request -> {
        throw new IllegalStateException("a session that only reads was to send " + request);
      };

  /**
   * Asks MAAS where the BMC of a server is; no BMC is contacted.
   *
   * @throws org.hwautomation.provisioning.UnknownServerException if MAAS knows no such server
   */
  public static ManagedBmc of(WorkflowManager manager, Machine machine) {
    try (var maas = manager.connections().maas(MutationGuard.OPEN)) {
      return new ManagedBmc(
          machine,
          new BmcLocator(manager.configuration(), manager.connections().inventory())
              .locate(machine, maas.powerParameters(machine.systemId())));
    }
  }

  /**
   * Logs in, once, and reads.
   *
   * @throws org.hwautomation.hardware.HardwareException if it can't be reached or refuses
   */
  public <T> T read(WorkflowManager manager, Function<Bmc, T> reader) {
    try (var bmc = manager.connections().bmc(access, READ_ONLY)) {
      return reader.apply(bmc);
    }
  }
}
