package org.hwautomation.provisioning.original;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * A file that was found.
 *
 * @param path as the user named the folder, with the file's place in it
 * @param remarks in the order of the file
 */
public record OriginalFile(Path path, FileKind kind, List<Remark> remarks) {
  private static final Comparator<Remark> IN_ORDER =
      Comparator.comparingInt((Remark remark) -> remark.position().line())
          .thenComparingInt(remark -> remark.position().column());

  public OriginalFile {
    remarks = remarks.stream().sorted(IN_ORDER).toList();
  }

  /** How many of its remarks are of a kind. */
  public int count(Remark.Verdict verdict) {
    return (int) remarks.stream().filter(remark -> remark.verdict() == verdict).count();
  }
}
