package org.hwautomation.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.hwautomation.workflow.WorkflowTime;

/** The virtual time as one process has it; knows which of its threads do nothing but wait. */
final class ProcessTime implements WorkflowTime {
  private final VirtualTime time;
  private final Set<Thread> asleep = ConcurrentHashMap.newKeySet();

  ProcessTime(VirtualTime time) {
    this.time = time;
  }

  @Override
  public Instant now() {
    return time.now();
  }

  @Override
  public long nanos() {
    return time.nanos();
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    return time.schedule(delay, task);
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    if (!duration.isPositive()) {
      WorkflowTime.super.sleep(duration);
      return;
    }
    var thread = Thread.currentThread();
    var over = new CountDownLatch(1);
    var timer =
        time.schedule(
            duration,
            () -> {
              asleep.remove(thread); // already when the time is there, not only when it runs again
              over.countDown();
            });
    asleep.add(thread);
    if (over.getCount() == 0) {
      asleep.remove(thread);
    }
    try {
      over.await();
    } finally {
      timer.cancel();
      asleep.remove(thread);
    }
  }

  /** True if a thread of that name waits for time to pass. */
  boolean isAsleep(String thread) {
    return asleep.stream().anyMatch(sleeper -> sleeper.getName().equals(thread));
  }
}
