package org.hwautomation.cli;

import java.util.List;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.HardwareFault;
import org.hwautomation.simulator.UpdateFault;

/** Puts faults that were named on the command line into a simulated data centre. */
final class SimulatedTrouble {
  /** The BIOS drops network boot from the front of the boot order when it applies settings. */
  static final String PXE_DROPPED = "pxe-dropped";

  private final DataCentre dataCentre;

  SimulatedTrouble(DataCentre dataCentre) {
    this.dataCentre = dataCentre;
  }

  /**
   * Sets faults of the form {@code NAME@SERVER}.
   *
   * @throws IllegalArgumentException if one has another form, or there is no such fault or server
   */
  void set(List<String> faults) {
    for (var fault : faults) {
      var at = fault.indexOf('@');
      if (at <= 0) {
        throw new IllegalArgumentException(
            "--fault " + fault + " is not NAME@SERVER, such as task-vanishes@rack01-u01");
      }
      var name = fault.substring(0, at);
      var its = dataCentre.server(fault.substring(at + 1)).faults();
      if (name.equals(PXE_DROPPED)) {
        its.dropPxe();
        continue;
      }
      HardwareFault.named(name)
          .ifPresentOrElse(its::hardware, () -> its.update(UpdateFault.named(name)));
    }
  }
}
