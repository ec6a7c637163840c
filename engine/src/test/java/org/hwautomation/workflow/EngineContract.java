package org.hwautomation.workflow;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;

/**
 * The engine's contract, rule by rule, as tests that every store must let it keep. A store's module
 * extends this and says how its data is opened and how an owner's process dies.
 */
public abstract class EngineContract {
  /** Fresh, empty data, for one test. */
  protected abstract StoreUnderTest fresh() throws Exception;

  @Nested
  @DisplayName("Durability")
  class Durability extends DurabilityContract {
    @Override
    StoreUnderTest data() throws Exception {
      return fresh();
    }
  }

  @Nested
  class Recovery extends RecoveryContract {
    @Override
    StoreUnderTest data() throws Exception {
      return fresh();
    }
  }

  @Nested
  class Ending extends EndingContract {
    @Override
    StoreUnderTest data() throws Exception {
      return fresh();
    }
  }
}
