package org.hwautomation.workflow;

class MemoryStoreContractTest extends EngineContract {
  @Override
  protected StoreUnderTest fresh() {
    var store = new MemoryStore();
    return new StoreUnderTest() {
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
    };
  }
}
