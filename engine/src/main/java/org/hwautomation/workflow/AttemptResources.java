package org.hwautomation.workflow;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** What a step wants closed at the end of its attempt, the last first. Thread-safe. */
final class AttemptResources {
  private final String step;
  private final ThreadFactory threads;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  AttemptResources(String step, ThreadFactory threads) {
    this.step = step;
    this.threads = threads;
  }

  synchronized void add(AutoCloseable resource) {
    open.push(resource);
  }

  private synchronized @Nullable AutoCloseable next() {
    return open.poll();
  }

  /** Closes all of them on this thread, within the attempt's time. */
  void closeHere() {
    for (var resource = next(); resource != null; resource = next()) {
      close(resource);
    }
  }

  /** Closes each on a thread of its own, while the step's own thread hangs. */
  void closeAside() {
    for (var resource = next(); resource != null; resource = next()) {
      var each = resource;
      var thread = threads.newThread(() -> close(each));
      thread.setName("close for step " + step);
      thread.start();
    }
  }

  private void close(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Throwable e) { // whatever it is, the attempt must end
      WorkflowEngine.LOG.debug("closing a resource of step {}: {}", step, e.getClass().getName());
    }
  }
}
