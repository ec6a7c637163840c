package org.hwautomation.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.Fault;

/** Puts faults that were named on the command line into a simulated data centre. */
final class SimulatedTrouble {
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
      Fault.named(fault.substring(0, at)).apply(dataCentre.server(fault.substring(at + 1)));
    }
  }

  /** Deals one fault to each server by a seed, and returns them by host name. */
  Map<String, Fault> deal(long seed) {
    var dealt = new TreeMap<String, Fault>();
    for (var server : dataCentre.servers()) {
      var fault = Fault.dealt(seed, server.hostname());
      if (fault == Fault.NEIGHBOURS_BMC && dataCentre.servers().size() == 1) {
        fault = Fault.OTHER_SERIAL; // there is no neighbour
      }
      fault.apply(server);
      dealt.put(server.hostname(), fault);
    }
    return dealt;
  }

  /** Every fault by its name, one a line. */
  static List<String> list() {
    return Arrays.stream(Fault.values())
        .map(fault -> "%-27s %s".formatted(fault.wireName(), fault.explanation()))
        .toList();
  }
}
