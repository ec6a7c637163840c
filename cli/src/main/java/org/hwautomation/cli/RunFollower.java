package org.hwautomation.cli;

import java.time.Duration;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.runs.RunNames;

/** Follows a run of any process as an observer: looking changes nothing. */
final class RunFollower {
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Screen screen;
  private final WorkflowManager manager;

  RunFollower(Screen screen, WorkflowManager manager) {
    this.screen = screen;
    this.manager = manager;
  }

  /**
   * Tells what happens until the run has ended, is parked, or the process that had it is gone.
   *
   * @param afterSeq the entry after which to begin; 0 for all of it
   */
  void follow(String runId, String name, long afterSeq) throws InterruptedException {
    var listener = new ProgressView(screen, manager).teller(name);
    try (var subscription = manager.engine().subscribe(runId, afterSeq, listener)) {
      while (!subscription.awaitCaughtUp(LOOK)) {
        var run = manager.store().run(runId);
        if (run.filter(r -> RunNames.interrupted(manager.store(), r)).isPresent()
            && !subscription.awaitCaughtUp(LOOK)) {
          screen.say(name + "  the process that had it is gone; nobody executes it");
          return;
        }
      }
    }
  }
}
