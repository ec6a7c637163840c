package org.hwautomation.workflow;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A process on a {@link SimulatedMachine}: its threads, its timers, and whether it lives. */
final class SimulatedProcess implements WorkflowTime {
  private final SimulatedMachine machine;
  private final int number;
  private boolean dead;
  private boolean outcast;

  SimulatedProcess(SimulatedMachine machine, int number) {
    this.machine = machine;
    this.number = number;
  }

  /**
   * Virtual threads whose continuations are given to {@code scheduler}. The JDK has this for its
   * own tests only; the test run opens {@code java.lang} for it.
   */
  private static Thread.Builder.OfVirtual scheduledBy(Executor scheduler) {
    try {
      var constructor =
          Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder")
              .getDeclaredConstructor(Executor.class);
      constructor.setAccessible(true);
      return (Thread.Builder.OfVirtual) constructor.newInstance(scheduler);
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new IllegalStateException(
          "this JDK lets nobody schedule virtual threads; the simulation needs JDK 25 and"
              + " --add-opens java.base/java.lang=ALL-UNNAMED",
          e);
    }
  }

  int number() {
    return number;
  }

  String name() {
    return "p" + number;
  }

  SimulatedMachine machine() {
    return machine;
  }

  ThreadFactory threads() {
    return this::newThread;
  }

  private Thread newThread(Runnable task) {
    var scheduled = new Scheduled(this);
    var thread = scheduledBy(scheduled).unstarted(task);
    scheduled.thread = thread;
    return thread;
  }

  /** Gives the continuations of one thread to the machine. */
  private static final class Scheduled implements Executor {
    private final SimulatedProcess process;
    private @Nullable Thread thread;

    private Scheduled(SimulatedProcess process) {
      this.process = process;
    }

    @Override
    public void execute(Runnable continuation) {
      process.machine.submit(process, Objects.requireNonNull(thread), continuation);
    }
  }

  void fork(String name, Runnable task) {
    var thread = newThread(task);
    thread.setName(name);
    thread.start();
  }

  /** Lets others go on: with one carrier this is where threads interleave. */
  @SuppressWarnings("ThreadPriorityCheck") // the scheduler is the simulation's own
  static void pause() {
    Thread.yield();
  }

  boolean isDead() {
    return dead;
  }

  /** No thread of it goes on and no timer fires: SIGKILL. */
  void die(String why) {
    if (!dead) {
      dead = true;
      machine.trace(name(), "dies " + why);
    }
  }

  /** As {@link #die}, from one of its own threads, which ends here. */
  void dieHere(String why) {
    die(why);
    while (dead) {
      LockSupport.park();
      Thread.interrupted(); // or one that was interrupted would not park, and nobody else run
    }
  }

  /** True if others take it for dead although it lives. */
  boolean isOutcast() {
    return outcast;
  }

  void castOut() {
    outcast = true;
    machine.trace(name(), "is taken for dead");
  }

  /** True if it works as an owner of runs should. */
  boolean isSound() {
    return !dead && !outcast;
  }

  @Override
  public Instant now() {
    return machine.now();
  }

  @Override
  public long nanos() {
    return machine.nanos();
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    return machine.schedule(this, delay, task);
  }
}
