package org.hwautomation.workflow;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What a step wants closed at the end of its attempt, the last first. Thread-safe. */
final class AttemptResources {
  private final String step;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  AttemptResources(String step) {
    this.step = step;
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
      Thread.ofVirtual().name("close for step " + step).start(() -> close(each));
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
