package org.hwautomation.testkit;

/** The engine keeps its contract in memory. */
class MemoryStoreContractTest extends EngineContract {
  @Override
  protected StoreUnderTest fresh() {
    return StoreUnderTest.inMemory();
  }
}
