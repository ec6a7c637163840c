package org.hwautomation.provisioning.steps;

import java.util.Map;
import org.hwautomation.hardware.vendortools.SupermicroSum;
import org.hwautomation.provisioning.bios.BiosValue;
import org.hwautomation.provisioning.bios.SumChanges;
import org.hwautomation.provisioning.bios.SumExport;
import org.hwautomation.provisioning.steps.BiosWords.ReadBios;

/**
 * Supermicro's {@code sum}. Settings go by the names of the setup screens, and depend on each other
 * as its export says ({@code WorkIf}).
 */
record SumSource(SupermicroSum sum) implements BiosSource.Tool {
  static final String METHOD = "sum";

  @Override
  public String method() {
    return METHOD;
  }

  @Override
  public ReadBios read() {
    var export = SumExport.read(sum.currentSettings());
    return new ReadBios(export.registry(), export.current(), staged());
  }

  private Map<String, BiosValue> staged() {
    return sum.staged().map(xml -> SumExport.read(xml).current()).orElse(Map.of());
  }

  @Override
  public String stage(Map<String, BiosValue> settings) {
    if (staged().entrySet().containsAll(settings.entrySet())) {
      return ", before";
    }
    sum.change(SumChanges.of(sum.currentSettings(), settings));
    return ", by sum; they are judged after the reset";
  }
}
