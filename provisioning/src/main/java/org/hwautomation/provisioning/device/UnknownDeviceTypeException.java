package org.hwautomation.provisioning.device;

import java.util.List;
import org.hwautomation.workflow.Spelling;

/** There is no such device type. The message names the nearest and all that there are. */
public final class UnknownDeviceTypeException extends RuntimeException {
  private final String name;

  UnknownDeviceTypeException(String name, List<String> known) {
    super(
        "unknown device type '%s'%s\n  known: %s"
            .formatted(
                name,
                Spelling.hint(name, known),
                known.isEmpty() ? "none; see devices.file" : String.join(", ", known)));
    this.name = name;
  }

  /** What was asked for. */
  public String name() {
    return name;
  }
}
