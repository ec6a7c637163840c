package org.hwautomation.bridge;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.hwautomation.provisioning.catalogue.PlainValue;
import org.hwautomation.workflow.Event;
import org.hwautomation.workflow.JournalEntry;
import org.hwautomation.workflow.LiveProgress;
import org.hwautomation.workflow.ParkReason;
import org.hwautomation.workflow.Progress;
import org.hwautomation.workflow.RunHandle;
import org.hwautomation.workflow.RunListener;
import org.hwautomation.workflow.RunParkedException;
import org.hwautomation.workflow.RunState;
import org.hwautomation.workflow.StatusReport;
import org.hwautomation.workflow.StepContext;
import org.hwautomation.workflow.Subscription;
import org.hwautomation.workflow.WorkflowException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run that a script executes: its progress goes to the script, its functions are called there. A
 * function is called after the script was told that its step runs. Thread-safe.
 */
final class ScriptRun {
  private static final Logger LOG = LoggerFactory.getLogger(ScriptRun.class);

  /** How long a listener that lags behind holds a call or an end up. */
  private static final Duration CATCH_UP = Duration.ofSeconds(5);

  private static final AtomicLong CALLS = new AtomicLong();

  private final String workflowId;
  private final Session session;
  private final Map<String, ScriptCall> calls = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable RunHandle handle; // guarded by lock
  private @Nullable String gone; // guarded by lock
  private String told = ""; // guarded by lock: step and attempt that the script heard of last

  ScriptRun(String workflowId, Session session) {
    this.workflowId = workflowId;
    this.session = session;
  }

  String workflowId() {
    return workflowId;
  }

  /** For people: whose run it is. */
  String who() {
    return session.who();
  }

  /**
   * Tells the script of everything that happens, and of the end. If it went meanwhile, its run is
   * parked.
   */
  void follow(RunHandle run) {
    String left;
    lock.lock();
    try {
      handle = run;
      left = gone;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (left != null) {
      park(run, left);
    }
    var subscription = run.subscribe(new Teller());
    Thread.ofVirtual().name("end of " + workflowId).start(() -> awaitEnd(run, subscription));
  }

  private void awaitEnd(RunHandle run, Subscription subscription) {
    Optional<String> problem = Optional.empty();
    var state = run.state();
    try {
      state = run.await();
      subscription.awaitCaughtUp(CATCH_UP);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (WorkflowException e) {
      problem = Optional.ofNullable(e.getMessage());
    } finally {
      subscription.close();
      session.ended(this);
    }
    var params = new LinkedHashMap<String, @Nullable Object>();
    params.put("workflow_id", workflowId);
    params.put("run_id", state.runId());
    params.put("problem", problem.orElse(null));
    params.put("report", StatusReport.of(state, Optional.empty()));
    params.put("values", PlainValue.of(state.values()));
    session.tell("run.ended", params);
  }

  private final class Teller implements RunListener {
    @Override
    public void onEvent(JournalEntry entry, Event event, RunState state) {
      Progress.of(event, state).ifPresent(progress -> tell(progress, entry.at().toString()));
      if (event instanceof Event.AttemptStarted started) {
        heard(started.step() + "#" + started.attempt());
      }
    }

    @Override
    public void onProgress(LiveProgress progress, RunState state) {
      tell(Progress.of(progress, state), progress.at().toString());
    }

    private void tell(Progress progress, String at) {
      var params = new LinkedHashMap<String, @Nullable Object>();
      params.put("workflow_id", workflowId);
      params.put("at", at);
      params.put("progress", progress.toMap());
      session.tell("run.progress", params);
    }
  }

  private void heard(String attempt) {
    lock.lock();
    try {
      told = attempt;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Has the script carry an attempt out. */
  @Nullable Object call(StepContext context) throws Exception {
    awaitTold(context.stepPath() + "#" + context.attempt());
    var call = new ScriptCall("c" + CALLS.incrementAndGet(), context);
    calls.put(call.id(), call);
    try {
      requireScript();
      session.call(call);
      return call.await(() -> session.tell("call.cancel", Map.of("call", call.id())));
    } finally {
      calls.remove(call.id());
      session.over(call);
    }
  }

  private void awaitTold(String attempt) throws InterruptedException {
    lock.lock();
    try {
      var left = CATCH_UP.toNanos();
      while (!told.equals(attempt) && gone == null && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private void requireScript() {
    lock.lock();
    try {
      if (gone != null) {
        throw new RunParkedException(gone);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * The script is gone: the run is parked. Returns when that has come about, or whatever may not be
   * cut off has ended.
   */
  void scriptGone(String why) {
    RunHandle run;
    lock.lock();
    try {
      gone = why;
      run = handle;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (run != null) {
      park(run, why);
    }
    calls.values().forEach(call -> call.abandoned(why));
    if (run == null) {
      return;
    }
    try {
      var state = run.await();
      LOG.warn("run {} of {}: {}", state.runId(), workflowId, state.phase().wireName());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (WorkflowException e) {
      LOG.warn("run of {}: {}", workflowId, e.getMessage());
    }
  }

  private static void park(RunHandle run, String why) {
    if (run.state().cancel().isEmpty()) {
      run.park(ParkReason.SCRIPT_GONE, why, Duration.ZERO);
    }
  }
}
