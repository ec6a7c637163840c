package org.hwautomation.testkit;

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
  @DisplayName("Rule 4: recovery by an owner")
  class Recovery extends RecoveryContract {
    @Override
    StoreUnderTest data() throws Exception {
      return fresh();
    }
  }

  @Nested
  @DisplayName("How things end")
  class Ending extends EndingContract {
    @Override
    StoreUnderTest data() throws Exception {
      return fresh();
    }
  }

  @Nested
  @DisplayName("Code in another program")
  class Park extends ParkContract {
    @Override
    StoreUnderTest data() throws Exception {
      return fresh();
    }
  }

  @Nested
  @DisplayName("Rule 7: a cancel and a point of no return that was cut off")
  class CancelledPoints extends CancelInPointContract {
    @Override
    StoreUnderTest data() throws Exception {
      return fresh();
    }
  }

  @Nested
  @DisplayName("Rule 8: retry knows errors")
  class Retries extends RetryContract {
    @Override
    StoreUnderTest data() throws Exception {
      return fresh();
    }
  }

  @Nested
  @DisplayName("Rule 9: listeners can't hurt")
  class Listeners extends ListenerContract {
    @Override
    StoreUnderTest data() throws Exception {
      return fresh();
    }
  }

  @Nested
  @DisplayName("When things go wrong")
  class Faults extends FaultContract {
    @Override
    StoreUnderTest data() throws Exception {
      return fresh();
    }
  }

  @Nested
  @DisplayName("One at a time")
  class Locks extends LocksContract {
    @Override
    StoreUnderTest data() throws Exception {
      return fresh();
    }
  }

  @Nested
  @DisplayName("What a run remembers and when")
  class Memory extends SecretsAndTimeContract {
    @Override
    StoreUnderTest data() throws Exception {
      return fresh();
    }
  }

  @Nested
  @DisplayName("Rule 12: parallel groups")
  class Groups extends GroupContract {
    @Override
    StoreUnderTest data() throws Exception {
      return fresh();
    }
  }

  @Nested
  @DisplayName("Rule 12: conditions, inputs and definitions inside others")
  class Conditions extends ConditionContract {
    @Override
    StoreUnderTest data() throws Exception {
      return fresh();
    }
  }

  @Nested
  @DisplayName("Rule 11: commands")
  class Commands extends CommandContract {
    @Override
    StoreUnderTest data() throws Exception {
      return fresh();
    }
  }

  @Nested
  @DisplayName("Rule 11: resuming with changes")
  class Edits extends EditContract {
    @Override
    StoreUnderTest data() throws Exception {
      return fresh();
    }
  }

  @Nested
  @DisplayName("Rule 10: queues for locks")
  class LockQueues extends LockQueueContract {
    @Override
    StoreUnderTest data() throws Exception {
      return fresh();
    }
  }

  @Nested
  @DisplayName("Rule 10: limits")
  class LimitsOfAttempts extends LimitContract {
    @Override
    StoreUnderTest data() throws Exception {
      return fresh();
    }
  }

  @Nested
  @DisplayName("Rule 12: rollback")
  class Rollbacks extends RollbackContract {
    @Override
    StoreUnderTest data() throws Exception {
      return fresh();
    }
  }

  @Nested
  @DisplayName("Slow steps")
  class Slow extends SlowContract {
    @Override
    StoreUnderTest data() throws Exception {
      return fresh();
    }
  }
}
