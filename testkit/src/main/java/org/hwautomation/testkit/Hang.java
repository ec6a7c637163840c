package org.hwautomation.testkit;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.hwautomation.workflow.StepContext;
import org.hwautomation.workflow.StepFunction;
import org.jspecify.annotations.Nullable;

/** A step that begins and then waits, until a test releases it or it is interrupted. */
public final class Hang implements StepFunction {
  private final Semaphore entered = new Semaphore(0);
  private final CountDownLatch released = new CountDownLatch(1);
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger interruptions = new AtomicInteger();
  private final Semaphore interrupted = new Semaphore(0);
  private final boolean stubborn;

  private Hang(boolean stubborn) {
    this.stubborn = stubborn;
  }

  /** Ends at once when interrupted. */
  public static Hang willing() {
    return new Hang(false);
  }

  /** Takes notice of an interruption and goes on all the same. */
  public static Hang stubborn() {
    return new Hang(true);
  }

  @Override
  public @Nullable Object run(StepContext context) throws Exception {
    calls.incrementAndGet();
    entered.release();
    while (true) {
      try {
        released.await();
        return null;
      } catch (InterruptedException e) {
        interruptions.incrementAndGet();
        interrupted.release();
        if (!stubborn) {
          throw e;
        }
      }
    }
  }

  /** Waits until an attempt is inside. */
  public void awaitEntered() throws InterruptedException, TimeoutException {
    await(entered, "no attempt began");
  }

  /** Waits until an attempt was interrupted. */
  public void awaitInterrupted() throws InterruptedException, TimeoutException {
    await(interrupted, "no attempt was interrupted");
  }

  private static void await(Semaphore what, String problem)
      throws InterruptedException, TimeoutException {
    if (!what.tryAcquire(40, TimeUnit.SECONDS)) {
      throw new TimeoutException(problem);
    }
  }

  /** Lets this and every later attempt complete. */
  public void release() {
    released.countDown();
  }

  public int calls() {
    return calls.get();
  }

  public int interruptions() {
    return interruptions.get();
  }
}
