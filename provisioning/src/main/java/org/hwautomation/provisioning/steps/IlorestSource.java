package org.hwautomation.provisioning.steps;

import java.util.LinkedHashMap;
import java.util.Map;
import org.hwautomation.hardware.vendortools.Ilorest;
import org.hwautomation.provisioning.bios.BiosRegistry;
import org.hwautomation.provisioning.bios.BiosValue;
import org.hwautomation.provisioning.steps.BiosWords.ReadBios;

/** HPE's {@code ilorest}: names and values as in Redfish, without the attribute registry. */
record IlorestSource(Ilorest ilorest) implements BiosSource.Tool {
  static final String METHOD = "ilorest";

  @Override
  public String method() {
    return METHOD;
  }

  @Override
  public ReadBios read() {
    var settings = ilorest.settings();
    var current = values(settings.current());
    var pending = values(settings.pending());
    pending.entrySet().removeIf(each -> each.getValue().equals(current.get(each.getKey())));
    return new ReadBios(BiosRegistry.ofCurrent(current), current, pending);
  }

  private static Map<String, BiosValue> values(Map<String, Object> plain) {
    var values = new LinkedHashMap<String, BiosValue>();
    plain.forEach((name, value) -> values.put(name, BiosValue.ofJson(value)));
    return values;
  }

  @Override
  public String stage(Map<String, BiosValue> settings) {
    if (read().pending().entrySet().containsAll(settings.entrySet())) {
      return ", before";
    }
    var wanted = new LinkedHashMap<String, Object>();
    settings.forEach((name, value) -> wanted.put(name, value.json()));
    ilorest.stage(wanted);
    var missing = new LinkedHashMap<>(settings);
    missing.entrySet().removeAll(read().pending().entrySet());
    if (!missing.isEmpty()) {
      throw new NotTakenException(
          "ilorest said yes, and a fresh read shows these not staged: "
              + String.join(", ", missing.keySet()));
    }
    return ", by ilorest";
  }
}
