package org.hwautomation.provisioning.steps;

import java.util.LinkedHashMap;
import java.util.Map;
import org.hwautomation.hardware.vendortools.Racadm;
import org.hwautomation.provisioning.bios.BiosAttribute;
import org.hwautomation.provisioning.bios.BiosRegistry;
import org.hwautomation.provisioning.bios.BiosValue;
import org.hwautomation.provisioning.steps.BiosWords.ReadBios;

/**
 * Dell's {@code racadm}. It tells which settings are read-only now, and neither allowed values nor
 * dependencies.
 */
record RacadmSource(Racadm racadm) implements BiosSource.Tool {
  static final String METHOD = "racadm";

  @Override
  public String method() {
    return METHOD;
  }

  @Override
  public ReadBios read() {
    var settings = racadm.settings();
    var attributes =
        settings.current().keySet().stream()
            .sorted()
            .map(
                name -> {
                  var attribute = BiosAttribute.of(name, BiosAttribute.Type.UNKNOWN);
                  return settings.readOnly().contains(name) ? attribute.asReadOnly() : attribute;
                })
            .toList();
    return new ReadBios(
        BiosRegistry.of(attributes), values(settings.current()), values(settings.pending()));
  }

  private static Map<String, BiosValue> values(Map<String, String> texts) {
    var values = new LinkedHashMap<String, BiosValue>();
    texts.forEach((name, text) -> values.put(name, BiosValue.of(text)));
    return values;
  }

  @Override
  public String stage(Map<String, BiosValue> settings) {
    var job = racadm.stage(BiosStaging.words(settings), racadm.settings());
    var missing = new LinkedHashMap<>(settings);
    missing.entrySet().removeAll(values(racadm.settings().pending()).entrySet());
    if (!missing.isEmpty()) {
      throw new NotTakenException(
          "racadm made job %s, and a fresh read shows these not staged: %s"
              .formatted(job, String.join(", ", missing.keySet())));
    }
    return ", by racadm, job " + job;
  }

  @Override
  public boolean settled() {
    return racadm.openJob().isEmpty();
  }
}
