package org.hwautomation.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.workflow.RunHandle;

/**
 * Follows a run that this process executes, and stops it gently on Ctrl-C: what may not be cut off
 * is waited for, and the rest can be resumed.
 */
final class RunHere implements AutoCloseable {
  /** How long a step may go on after Ctrl-C before it is interrupted. */
  private static final Duration DRAIN = Duration.ofSeconds(3);

  private final Screen screen;
  private final WorkflowManager manager;
  private final RunHandle run;
  private final GlobalOptions options;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread hook = Thread.ofPlatform().name("gentle stop").unstarted(this::stop);

  private RunHere(Screen screen, WorkflowManager manager, RunHandle run, GlobalOptions options) {
    this.screen = screen;
    this.manager = manager;
    this.run = run;
    this.options = options;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Shows a run until it ends here; the exit code. */
  static int follow(
      Screen screen, WorkflowManager manager, String name, RunHandle run, GlobalOptions options)
      throws InterruptedException {
    try (var here = new RunHere(screen, manager, run, options)) {
      var view = new ProgressView(screen, manager);
      view.add(name, run);
      view.watch();
      if (here.hook.getState() != Thread.State.NEW) {
        here.stopped.await();
        return ExitCodes.INTERRUPTED;
      }
      return here.report();
    }
  }

  private int report() {
    var report = new RunReport(manager, run.state(), options);
    screen.result(report.document(), () -> report.summary(screen));
    return report.exitCode();
  }

  private void stop() {
    try {
      screen.problem("");
      screen.problem(
          run.state()
              .openPoint()
              .map(point -> "Stopping; first this must end: " + point.description())
              .orElse("Stopping ..."));
      manager.engine().close(DRAIN);
      report();
    } finally {
      stopped.countDown();
    }
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the process is ending already: the hook is what ends it
    }
  }
}
