package org.hwautomation.definitions.file;

/**
 * A place in a file.
 *
 * @param file as the user named it
 * @param line from 1; 0 where the file has no lines, since it was given in memory
 * @param column from 1; 0 likewise
 */
public record Position(String file, int line, int column) {
  /** A place that is found by name alone, such as {@code settings:maas.url}. */
  static Position named(String place) {
    return new Position(place, 0, 0);
  }

  /** {@code hwauto.yaml:3:11}, which editors and terminals make a link of. */
  @Override
  public String toString() {
    return line == 0 ? file : file + ":" + line + ":" + column;
  }
}
