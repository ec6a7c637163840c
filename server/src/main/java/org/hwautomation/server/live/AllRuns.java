package org.hwautomation.server.live;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import org.hwautomation.store.RunFeed.FeedPosition;

/** Tells one listener of all runs, from a position on, until it is gone or the service stops. */
public final class AllRuns {
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  private final LiveFeed feed;

  public AllRuns(LiveFeed feed) {
    this.feed = feed;
  }

  /** The position from which a listener that has seen nothing goes on. */
  public FeedPosition now() {
    return feed.now();
  }

  public void tell(FeedPosition after, OutputStream out) throws IOException, InterruptedException {
    var stream = new EventStream(out);
    stream.retryAfter(1_000);
    stream.event(after.toString(), "hello", "{}");
    var seen = after;
    while (!feed.isClosed()) {
      var news = feed.await(seen, HEARTBEAT);
      if (news.reset()) {
        stream.event(news.position().toString(), "reset", "{}");
      } else if (news.events().isEmpty()) {
        stream.heartbeat();
      }
      for (var event : news.events()) {
        stream.event(event.position().toString(), "run", event.data());
      }
      seen = news.position();
    }
  }
}
