package org.hwautomation.provisioning.batch;

import java.util.List;
import org.hwautomation.store.BatchRecord;
import org.hwautomation.store.SqlStore;
import org.hwautomation.workflow.Spelling;

/** Thrown if there is no batch of a name; names the nearest. */
public final class UnknownBatchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private UnknownBatchException(String name, List<String> known) {
    super("there is no batch '%s'%s".formatted(name, Spelling.hint(name, known)));
  }

  /**
   * The batch of a name.
   *
   * @throws UnknownBatchException if there is none
   */
  public static BatchRecord require(SqlStore store, String name) {
    return store
        .batches()
        .find(name)
        .orElseThrow(
            () ->
                new UnknownBatchException(
                    name, store.batches().list().stream().map(BatchRecord::name).toList()));
  }
}
