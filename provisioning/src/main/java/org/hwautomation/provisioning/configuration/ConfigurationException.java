package org.hwautomation.provisioning.configuration;

import java.util.List;
import org.hwautomation.definitions.file.BadFileException;
import org.hwautomation.definitions.file.Position;

/** The configuration or the device types cannot be used. */
public final class ConfigurationException extends BadFileException {
  private static final long serialVersionUID = 1L;

  public ConfigurationException(List<String> problems) {
    super(problems);
  }

  public ConfigurationException(String problem) {
    super(problem);
  }

  public ConfigurationException(Position position, String problem) {
    super(position, problem);
  }

  /** The same problems, found in the file's form. */
  public static ConfigurationException of(BadFileException bad) {
    if (bad instanceof ConfigurationException same) {
      return same;
    }
    var exception = new ConfigurationException(bad.problems());
    exception.initCause(bad);
    return exception;
  }
}
