package org.hwautomation.testkit;

import org.hwautomation.workflow.WorkflowStore;

/** A store with one body of data, as the kit drives it: opened several times, its owners killed. */
public interface StoreUnderTest extends AutoCloseable {
  /** Data in memory, which is gone with the JVM. */
  static StoreUnderTest inMemory() {
    return new MemoryData();
  }

  /**
   * Opens the data, as one process does. Several may be open at once; each is closed by {@link
   * #close()} at the latest.
   */
  WorkflowStore open();

  /** Makes an owner's process dead for everybody, without any of its own code being run. */
  void kill(String owner);

  /** Closes every opened store and removes the data. */
  @Override
  void close();
}
