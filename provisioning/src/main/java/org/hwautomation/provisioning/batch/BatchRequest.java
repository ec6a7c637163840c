package org.hwautomation.provisioning.batch;

import java.util.List;
import java.util.Optional;
import org.hwautomation.store.BatchTerms;

/**
 * A batch as a front door was asked for it: nothing of it has been checked. Immutable.
 *
 * @param name letters, digits, {@code -} and {@code _}
 * @param range where servers without an address get one from; empty if they keep theirs
 */
public record BatchRequest(
    String name, BatchTerms terms, List<BatchServer> servers, Optional<AddressRange> range) {
  public BatchRequest {
    servers = List.copyOf(servers);
  }

  /** A name for the batch of a file: the file's without its ending. */
  public static String nameOf(String file) {
    var plain =
        file.replaceFirst(".*[/\\\\]", "")
            .replaceFirst("\\.[^.]*$", "")
            .replaceAll("[^A-Za-z0-9_-]+", "-");
    return plain.isEmpty() ? "batch" : plain.substring(0, Math.min(plain.length(), 100));
  }
}
