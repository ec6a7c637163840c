package org.hwautomation.workflow;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** This process as the owner of runs, from the first time that is needed. Thread-safe. */
final class Ownership {
  private final EngineSettings settings;
  private final Runnable whenTaken;
  private WorkflowStore.@Nullable Owner owner;
  private boolean over;

  /**
   * @param whenTaken called once, when this process becomes an executor
   */
  Ownership(EngineSettings settings, Runnable whenTaken) {
    this.settings = settings;
    this.whenTaken = whenTaken;
  }

  /** Our id as an owner; the first call registers us. */
  synchronized String id() {
    if (over) {
      throw new WorkflowException("the engine is closed");
    }
    if (owner == null) {
      owner = settings.store().registerOwner(settings.description());
      whenTaken.run();
    }
    return owner.id();
  }

  /** Our id, if we were registered and are it still. */
  synchronized Optional<String> current() {
    return Optional.ofNullable(owner).map(WorkflowStore.Owner::id);
  }

  /** Gives all runs up, for ever. */
  void end() {
    WorkflowStore.Owner us;
    synchronized (this) {
      over = true;
      us = owner;
      owner = null;
    }
    if (us != null) {
      us.close();
    }
  }
}
