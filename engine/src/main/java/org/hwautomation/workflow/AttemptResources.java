package org.hwautomation.workflow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
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

  /**
   * Closes each on a thread of its own, while the step's own thread hangs.
   *
   * @param then after the last is closed, on its thread; here and now if there is none
   */
  void closeAside(Runnable then) {
    var all = new ArrayList<AutoCloseable>();
    for (var resource = next(); resource != null; resource = next()) {
      all.add(resource);
    }
    if (all.isEmpty()) {
      then.run();
      return;
    }
    var left = new AtomicInteger(all.size());
    for (var each : all) {
      var thread =
          threads.newThread(
              () -> {
                close(each);
                if (left.decrementAndGet() == 0) {
                  then.run();
                }
              });
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
