package org.hwautomation.provisioning.steps;

import java.util.Map;
import org.hwautomation.provisioning.bios.BiosValue;
import org.hwautomation.provisioning.steps.BiosWords.ReadBios;

/** Where a run reads and stages a server's BIOS settings. Belongs to one attempt. */
sealed interface BiosSource {
  /** {@code redfish}, {@code sum}, {@code racadm} or {@code ilorest}. */
  String method();

  /** Reads registry and values afresh. */
  ReadBios read();

  /** Over the BMC's Redfish service; {@link BiosStaging} stages. */
  record Redfish(ServerWork work) implements BiosSource {
    static final String METHOD = "redfish";

    @Override
    public String method() {
      return METHOD;
    }

    @Override
    public ReadBios read() {
      return BiosWords.read(work.bmc().client().bios());
    }
  }

  /** By the maker's program on the host, in a window of this run. */
  non-sealed interface Tool extends BiosSource {
    /**
     * Stages settings for the next reset in one write, unless they are staged already.
     *
     * @return what is to be said of it; may be empty
     */
    String stage(Map<String, BiosValue> settings);

    /** False while what the last reset is to apply is still being applied. */
    default boolean settled() {
      return true;
    }
  }
}
