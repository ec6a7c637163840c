package org.hwautomation.workflow;

import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import org.slf4j.MDC;

/**
 * What every line that is logged about a run carries besides its text, as slf4j's MDC: {@value
 * #RUN}, {@value #SERVER} if it is about one, and {@value #STEP} while one is tried. So also what a
 * step's own code and the libraries beneath it log on the step's thread.
 */
final class LogFields {
  static final String RUN = "run";
  static final String SERVER = "server";
  static final String STEP = "step";

  private LogFields() {}

  /** Ends what was begun on this thread. */
  @FunctionalInterface
  interface Scope extends AutoCloseable {
    @Override
    void close();
  }

  /** Threads whose lines are about one run. */
  static ThreadFactory carrying(
      ThreadFactory threads, String runId, Optional<String> serverId, Optional<String> step) {
    return work ->
        threads.newThread(
            () -> {
              MDC.put(RUN, runId);
              serverId.ifPresent(id -> MDC.put(SERVER, id));
              step.ifPresent(LogFields::beginStep);
              work.run();
            });
  }

  /** What this thread logs until the scope is closed is about that run and step. */
  static Scope of(String runId, Optional<String> serverId, Optional<String> step) {
    var before = MDC.getCopyOfContextMap();
    MDC.put(RUN, runId);
    serverId.ifPresentOrElse(id -> MDC.put(SERVER, id), () -> MDC.remove(SERVER));
    step.ifPresentOrElse(LogFields::beginStep, LogFields::endStep);
    return () -> {
      if (before == null) {
        MDC.clear();
      } else {
        MDC.setContextMap(before);
      }
    };
  }

  static void beginStep(String path) {
    MDC.put(STEP, path);
  }

  static void endStep() {
    MDC.remove(STEP);
  }
}
