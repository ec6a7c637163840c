package org.hwautomation.testkit;

import org.hwautomation.workflow.MemoryStore;
import org.hwautomation.workflow.WorkflowStore;

/** One store in memory, which every process opens. */
final class MemoryData implements StoreUnderTest {
  private final MemoryStore store = new MemoryStore();

  @Override
  public WorkflowStore open() {
    return store;
  }

  @Override
  public void kill(String owner) {
    store.forget(owner);
  }

  @Override
  public void close() {
    store.close();
  }
}
