package org.hwautomation.server.api;

import java.util.List;
import java.util.Optional;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.runs.RunNames;
import org.hwautomation.server.Answer;
import org.hwautomation.server.Call;
import org.hwautomation.server.Problem;
import org.hwautomation.server.Route;
import org.hwautomation.server.RouteParameter;
import org.hwautomation.server.Shape;
import org.hwautomation.server.live.AllRuns;
import org.hwautomation.server.live.LiveFeed;
import org.hwautomation.server.live.OneRun;
import org.hwautomation.store.RunFeed.FeedPosition;
import org.hwautomation.workflow.RunRecord;

/** Live events, as server-sent events that a listener can go on with where it was cut off. */
public final class StreamResource {
  private static final String LAST = "Last-Event-ID";
  static final String EVENTS = "text/event-stream";

  /** Where a listener of one run goes on. */
  static final RouteParameter[] CURSOR = {
    last(), RouteParameter.query("after", Shape.text(20), "as " + LAST)
  };

  private final WorkflowManager manager;
  private final LiveFeed feed;

  public StreamResource(WorkflowManager manager, LiveFeed feed) {
    this.manager = manager;
    this.feed = feed;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/stream", "streamRuns", "Tells of every run whose journal grew")
            .with(last(), RouteParameter.query("after", Shape.text(40), "as " + LAST))
            .givesMedia(EVENTS)
            .by(this::all),
        Route.get("/api/v1/runs/{run}/stream", "streamRun", "Tells of one run, entry by entry")
            .with(Shapes.RUN_ID)
            .with(CURSOR)
            .givesMedia(EVENTS)
            .by(call -> one(manager, feed, RunNames.find(manager, call.in("run")), call)));
  }

  private static RouteParameter last() {
    return RouteParameter.header(LAST, Shape.text(40), "the id of the last event that was seen");
  }

  private static Optional<String> lastSeen(Call call) {
    return call.header(LAST).or(() -> call.query("after")).filter(id -> !id.isBlank());
  }

  private Answer all(Call call) {
    var runs = new AllRuns(feed);
    var after =
        lastSeen(call)
            .map(id -> FeedPosition.parse(id).orElseThrow(() -> wrong(id, "0-4711")))
            .orElseGet(runs::now);
    return Answer.events(out -> runs.tell(after, out));
  }

  /** One run, from where the listener was cut off. */
  static Answer one(WorkflowManager manager, LiveFeed feed, RunRecord run, Call call) {
    var after =
        lastSeen(call)
            .map(
                id -> {
                  if (!id.matches("\\d{1,15}")) {
                    throw wrong(id, "12");
                  }
                  return Long.parseLong(id);
                })
            .orElse(0L);
    return Answer.events(out -> new OneRun(manager, feed, run.runId()).tell(after, out));
  }

  private static RuntimeException wrong(String id, String example) {
    return Problem.of(
            "bad-input",
            400,
            "A value does not fit",
            "'%s' is no id of an event of this stream".formatted(id))
        .withHint("Send the id of the last event that was seen, such as %s.".formatted(example))
        .exception();
  }
}
