package org.hwautomation.server.live;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.runs.JournalDocument;
import org.hwautomation.provisioning.runs.RunDetail;
import org.hwautomation.workflow.Event;
import org.hwautomation.workflow.JournalEntry;
import org.hwautomation.workflow.LiveProgress;
import org.hwautomation.workflow.RunListener;
import org.hwautomation.workflow.RunState;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells one listener of one run: every journal entry after a number, in order, and what steps say
 * of themselves in between. It ends with the run, or after ten minutes.
 */
public final class OneRun {
  private static final Duration SLICE = Duration.ofSeconds(1);
  private static final int SLICES_A_HEARTBEAT = 15;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final WorkflowManager manager;
  private final LiveFeed feed;
  private final String runId;

  public OneRun(WorkflowManager manager, LiveFeed feed, String runId) {
    this.manager = manager;
    this.feed = feed;
    this.runId = runId;
  }

  public void tell(long after, OutputStream out) throws IOException, InterruptedException {
    var stream = new EventStream(out);
    stream.retryAfter(1_000);
    stream.event(null, "hello", "{}");
    var listener = new Teller(stream, after);
    var until = feed.time().now().plus(AllRuns.LONGEST);
    while (!feed.isClosed() && feed.time().now().isBefore(until)) {
      follow(stream, listener, until);
      if (isOver()) {
        stream.event(null, "end", "{}");
        return;
      }
      manager.engine().time().sleep(SLICE); // parked or left: somebody may go on with it
    }
  }

  private void follow(EventStream stream, Teller listener, Instant until)
      throws IOException, InterruptedException {
    try (var subscription = manager.engine().subscribe(runId, listener.seen.get(), listener)) {
      for (var slice = 1; isOpen(until) && !subscription.awaitCaughtUp(SLICE); slice++) {
        if (slice % SLICES_A_HEARTBEAT == 0) {
          stream.heartbeat();
        }
        listener.failIfGone();
      }
      listener.failIfGone();
    }
  }

  private boolean isOpen(Instant until) {
    return !feed.isClosed() && feed.time().now().isBefore(until);
  }

  private boolean isOver() {
    return manager.store().run(runId).filter(run -> !run.status().isTerminal()).isEmpty();
  }

  /** Writes on the subscription's thread: what it waits for, nobody else does. */
  private static final class Teller implements RunListener {
    private final EventStream stream;
    private final AtomicLong seen;
    private volatile boolean gone;

    Teller(EventStream stream, long after) {
      this.stream = stream;
      this.seen = new AtomicLong(after);
    }

    @Override
    public void onEvent(JournalEntry entry, Event event, RunState state) {
      write(
          String.valueOf(entry.seq()),
          "entry",
          JSON.writeValueAsString(JournalDocument.withWords(entry)));
      seen.set(entry.seq());
    }

    @Override
    public void onProgress(LiveProgress progress, RunState state) {
      write(null, "progress", JSON.writeValueAsString(RunDetail.document(progress)));
    }

    private void write(@org.jspecify.annotations.Nullable String id, String type, String data) {
      if (gone) {
        return;
      }
      try {
        stream.event(id, type, data);
      } catch (IOException | UncheckedIOException e) {
        gone = true;
      }
    }

    void failIfGone() throws IOException {
      if (gone) {
        throw new IOException("the listener is gone");
      }
    }
  }
}
