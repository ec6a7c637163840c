package org.hwautomation.definitions.file;

/**
 * A place in a file.
 *
 * @param file as the user named it
 * @param line from 1
 * @param column from 1
 */
public record Position(String file, int line, int column) {
  /** {@code hwauto.yaml:3:11}, which editors and terminals make a link of. */
  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
