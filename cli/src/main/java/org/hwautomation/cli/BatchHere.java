package org.hwautomation.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.batch.BatchProgress;
import org.hwautomation.provisioning.batch.BatchProgress.Result;
import org.hwautomation.provisioning.batch.BatchProgress.ServerResult;
import org.hwautomation.provisioning.batch.BatchRunner;
import org.hwautomation.provisioning.batch.UnknownBatchException;
import org.hwautomation.store.BatchRecord.State;
import org.hwautomation.workflow.WorkflowStore;

/**
 * Starts the servers of a batch here, unless another process does, and shows how it goes until
 * nothing of it runs any more. Ctrl-C stops gently: the same command goes on with it.
 */
final class BatchHere implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(500);

  /** How long a step may go on after Ctrl-C before it is interrupted. */
  private static final Duration DRAIN = Duration.ofSeconds(3);

  private final Screen screen;
  private final WorkflowManager manager;
  private final GlobalOptions options;
  private final String name;
  private final WorkflowStore.Owner owner;
  private final BatchRunner runner;
  private final Map<String, Result> shown = new HashMap<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread hook = Thread.ofPlatform().name("gentle stop").unstarted(this::stop);

  private BatchHere(Screen screen, WorkflowManager manager, GlobalOptions options, String name) {
    this.screen = screen;
    this.manager = manager;
    this.options = options;
    this.name = name;
    owner =
        manager
            .store()
            .registerOwner(
                "hwauto batch %s, process %d".formatted(name, ProcessHandle.current().pid()));
    runner = new BatchRunner(manager, owner.id());
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Shows a batch until nothing of it runs; the exit code. */
  static int follow(Screen screen, WorkflowManager manager, GlobalOptions options, String name)
      throws InterruptedException {
    try (var here = new BatchHere(screen, manager, options, name)) {
      return here.follow();
    }
  }

  private int follow() throws InterruptedException {
    var elsewhere = false;
    while (true) {
      var here = runner.tend(name);
      var progress = progress();
      if (!here && progress.batch().state() == State.RUNNING && !elsewhere) {
        elsewhere = true;
        screen.say("another process starts its servers; looking on");
      }
      tell(progress);
      if (progress.batch().state() != State.RUNNING && progress.count(Result.RUNNING) == 0) {
        break;
      }
      manager.engine().time().sleep(LOOK);
    }
    if (hook.getState() != Thread.State.NEW) {
      stopped.await();
      return ExitCodes.INTERRUPTED;
    }
    return report();
  }

  private BatchProgress progress() {
    return BatchProgress.of(manager.store(), UnknownBatchException.require(manager.store(), name));
  }

  /** A line for each server that stands otherwise than before. */
  private void tell(BatchProgress progress) {
    for (var each : progress.servers()) {
      var before = shown.put(each.member().server(), each.result());
      if (before != each.result() && !(before == null && each.result() == Result.WAITING)) {
        screen.say(
            "%s  %s%s  (%s)"
                .formatted(
                    each.member().server(),
                    BatchView.word(screen, each.result()),
                    each.result() == Result.RUNNING || each.message().isEmpty()
                        ? ""
                        : ": " + each.message(),
                    progress.words()));
      }
    }
  }

  private int report() {
    var progress = progress();
    var view = new BatchView(screen, options);
    screen.result(
        view.document(progress, next(progress)), () -> view.show(progress, next(progress)));
    return progress.servers().stream()
            .allMatch(each -> each.result() == Result.READY || each.result() == Result.SKIPPED)
        ? ExitCodes.DONE
        : ExitCodes.FAILED;
  }

  private List<String> next(BatchProgress progress) {
    var next = new ArrayList<String>();
    if (progress.batch().state() == State.PAUSED || progress.batch().state() == State.STOPPED) {
      next.add(options.next("batch resume " + name));
    }
    progress.servers().stream()
        .filter(each -> each.result() == Result.HELD || each.result() == Result.PARKED)
        .limit(3)
        .map((ServerResult each) -> options.next("why " + each.member().workflowId()))
        .forEach(next::add);
    return next;
  }

  private void stop() {
    try {
      screen.problem("");
      screen.problem("Stopping ...");
      runner.close();
      manager.engine().close(DRAIN);
      report();
    } finally {
      stopped.countDown();
    }
  }

  @Override
  public void close() {
    runner.close();
    runner.release(name);
    owner.close();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the process is ending already: the hook is what ends it
    }
  }
}
