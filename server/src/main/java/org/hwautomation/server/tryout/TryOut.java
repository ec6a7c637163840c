package org.hwautomation.server.tryout;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.server.live.LiveFeed;
import org.hwautomation.workflow.RunHandle;
import org.hwautomation.workflow.StepState;
import org.hwautomation.workflow.WorkflowException;
import org.hwautomation.workflow.WorkflowTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A template's run on a simulated server. Thread-safe. */
public final class TryOut {
  private static final Logger LOG = LoggerFactory.getLogger(TryOut.class);

  /** Who answers steps that ask, for the journal. */
  static final String ACTOR = "try-out";

  private static final Duration LOOK = Duration.ofMillis(200);

  private final About about;
  private final TryOutPlace place;
  private final RunHandle run;
  private final LiveFeed feed;
  private final WorkflowTime time;
  private volatile Optional<Instant> endedAt = Optional.empty();
  private volatile Optional<String> cutShort = Optional.empty();

  /**
   * What it is.
   *
   * @param template the name in the text
   * @param startedBy such as {@code user:alice}
   */
  public record About(
      String id,
      String template,
      TryOutLab.Model model,
      Optional<TryOutLab.Trouble> trouble,
      boolean approves,
      String startedBy,
      Instant startedAt) {}

  TryOut(About about, TryOutPlace place, RunHandle run, WorkflowTime time) {
    this.about = about;
    this.place = place;
    this.run = run;
    this.time = time;
    this.feed =
        LiveFeed.start(place.manager().store(), place.manager().engine().time(), changes -> {});
  }

  public About about() {
    return about;
  }

  /** The run's id, in the place's own database. */
  public String runId() {
    return run.runId();
  }

  /** The place's own parts. */
  public WorkflowManager manager() {
    return place.manager();
  }

  /** The server's host name. */
  public String server() {
    return place.server();
  }

  /** For listeners of the run. */
  public LiveFeed feed() {
    return feed;
  }

  /** When nothing more happened; empty while it goes on. */
  public Optional<Instant> endedAt() {
    return endedAt;
  }

  /** Why it was ended before the run ended by itself. */
  public Optional<String> cutShort() {
    return cutShort;
  }

  public Findings findings() {
    return place.findings();
  }

  /** Cancels the run; false if it had ended. */
  boolean cancel(String actor, String reason) {
    return endedAt.isEmpty() && run.cancel(actor, reason);
  }

  /** Answers the steps that ask, until the run is over or the time is up; then ends the place. */
  void follow(Duration longest) throws InterruptedException {
    var until = time.now().plus(longest);
    try {
      while (!isOver()) {
        if (cutShort.isEmpty() && !time.now().isBefore(until)) {
          var why = "it was not over after " + longest.toMinutes() + " minutes, and was cancelled";
          cutShort = Optional.of(why);
          var _ = run.cancel(ACTOR, why);
        } else if (time.now().isAfter(until.plus(longest))) {
          break; // not even its cancel ends
        }
        answer();
      }
    } finally {
      place.end();
      endedAt = Optional.of(time.now());
    }
  }

  private boolean isOver() throws InterruptedException {
    try {
      var _ = run.await(LOOK);
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }

  private void answer() throws InterruptedException {
    for (var step : waiting()) {
      try {
        var engine = place.manager().engine();
        var _ =
            about.approves()
                ? engine.approve(run.runId(), step, ACTOR, "answered by the try-out")
                : engine.refuse(run.runId(), step, ACTOR, "refused, as the try-out was told");
      } catch (WorkflowException e) {
        LOG.debug("step {} of a try-out asks no more: {}", step, e.getMessage());
      }
    }
  }

  private List<String> waiting() {
    return run.state().steps().values().stream()
        .filter(step -> step.approvalAwaited().isPresent())
        .map(StepState::path)
        .toList();
  }

  /** Ends it, and removes all that was written. */
  void close() {
    feed.close();
    if (!run.isDone()) {
      var _ = run.cancel(ACTOR, "the try-out was ended");
    }
    place.close();
  }
}
