package org.hwautomation.provisioning.configuration;

import java.util.List;

/**
 * The configuration cannot be used. Each problem is one line: where, what, and what to do, such as
 * {@code hwauto.yaml:7:12: maas.timeout: 'soon' is not a whole number of seconds; write 30}. The
 * program ends with exit code 2.
 */
public final class ConfigurationException extends RuntimeException {
  private final transient List<String> problems;

  public ConfigurationException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  public ConfigurationException(String problem) {
    this(List.of(problem));
  }

  public ConfigurationException(Position position, String problem) {
    this(position + ": " + problem);
  }

  /** One line each, in the order of the file; never empty, free of secrets. */
  public List<String> problems() {
    return problems;
  }
}
