package org.hwautomation.definitions.file;

import java.util.List;

/**
 * A file that a person wrote cannot be used. Each problem is one line: where, what, and what to do,
 * such as {@code hwauto.yaml:7:12: maas.timeout: 'soon' is not a whole number of seconds; write
 * 30}. A command ends with exit code 2.
 */
public class BadFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  public BadFileException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  public BadFileException(String problem) {
    this(List.of(problem));
  }

  public BadFileException(Position position, String problem) {
    this(position + ": " + problem);
  }

  /** One line each, in the order of the file; never empty, free of secrets. */
  public List<String> problems() {
    return problems;
  }
}
