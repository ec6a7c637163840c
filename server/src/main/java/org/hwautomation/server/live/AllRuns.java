package org.hwautomation.server.live;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import org.hwautomation.store.RunFeed.FeedPosition;

/**
 * Tells one listener of all runs, from a position on, until it is gone, the service stops, or ten
 * minutes are over.
 */
public final class AllRuns {
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  /**
   * A listener is sent away after so long, and comes back by itself: whoever may listen no more is
   * found out then.
   */
  static final Duration LONGEST = Duration.ofMinutes(10);

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
    var until = feed.time().now().plus(LONGEST);
    while (!feed.isClosed() && feed.time().now().isBefore(until)) {
      var news = feed.await(seen, HEARTBEAT);
      if (news.reset()) {
        stream.event(news.position().toString(), "reset", "{}");
      } else if (news.events().isEmpty()) {
        stream.heartbeat();
      } else {
        stream.runs(news.events());
      }
      seen = news.position();
    }
  }
}
