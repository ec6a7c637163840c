package org.hwautomation.server.live;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.hwautomation.provisioning.runs.RunNames;
import org.hwautomation.provisioning.runs.RunRow;
import org.hwautomation.store.RunFeed;
import org.hwautomation.store.RunFeed.Change;
import org.hwautomation.store.RunFeed.FeedPosition;
import org.hwautomation.store.SqlStore;
import org.hwautomation.workflow.RunRecord;
import org.hwautomation.workflow.StoreException;
import org.hwautomation.workflow.WorkflowTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * One thread reads what changed, for all listeners; each listener has a cursor of its own and reads
 * at its own pace, so that a slow one holds up neither the others nor a run. Several changes of a
 * run may be told as one. Thread-safe.
 */
public final class LiveFeed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveFeed.class);

  /** How often the store is asked. */
  private static final Duration LOOK = Duration.ofMillis(100);

  /** How many changes are read at once. */
  private static final int BATCH = 1_000;

  /** So many events are in memory; a listener that is further behind is served from the store. */
  private static final int REMEMBERED = 5_000;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final SqlStore store;
  private final RunFeed feed;
  private final WorkflowTime time;
  private final Consumer<List<Change>> observer;
  private final Map<String, String> hostnames = new ConcurrentHashMap<>();
  private final Thread thread;

  // INVARIANT: events holds what the reader made of all changes after `from` up to `position`.
  private final ArrayDeque<LiveEvent> events = new ArrayDeque<>();
  private FeedPosition from;
  private FeedPosition position;
  private boolean closed;

  private LiveFeed(SqlStore store, WorkflowTime time, Consumer<List<Change>> observer) {
    this.observer = observer;
    this.store = store;
    this.feed = store.feed();
    this.time = time;
    this.position = feed.newest();
    this.from = position;
    this.thread = Thread.ofVirtual().name("live feed").unstarted(this::read);
  }

  /**
   * Begins to read, with what comes next.
   *
   * @param observer is given all changes, each once, on the reader's thread
   */
  public static LiveFeed start(SqlStore store, WorkflowTime time, Consumer<List<Change>> observer) {
    var live = new LiveFeed(store, time, observer);
    live.thread.start();
    return live;
  }

  /**
   * What a listener is told.
   *
   * @param reset true if what it has seen last is too old: it reads the lists again
   * @param position where it goes on
   */
  record News(List<LiveEvent> events, boolean reset, FeedPosition position) {}

  WorkflowTime time() {
    return time;
  }

  /** The position of what comes next. */
  synchronized FeedPosition now() {
    return position;
  }

  synchronized boolean isClosed() {
    return closed;
  }

  /**
   * What came after a position; waits for it.
   *
   * @return no events if nothing came within {@code limit}, or it was closed
   */
  News await(FeedPosition seen, Duration limit) throws InterruptedException {
    synchronized (this) {
      if (seen.compareTo(from) >= 0) {
        var deadline = System.nanoTime() + limit.toNanos();
        var left = limit.toMillis();
        while (seen.compareTo(position) >= 0 && !closed && left > 0) {
          wait(left);
          left = (deadline - System.nanoTime()) / 1_000_000;
        }
        return new News(since(seen), false, position.compareTo(seen) > 0 ? position : seen);
      }
    }
    if (!feed.reachesBackTo(seen)) {
      return new News(List.of(), true, now());
    }
    var changes = feed.after(seen, BATCH);
    return changes.isEmpty()
        ? new News(List.of(), false, now())
        : new News(told(changes), false, changes.getLast().position());
  }

  private List<LiveEvent> since(FeedPosition seen) {
    var news = new ArrayList<LiveEvent>();
    for (var latest = events.descendingIterator(); latest.hasNext(); ) {
      var event = latest.next();
      if (event.position().compareTo(seen) <= 0) {
        break;
      }
      news.add(event);
    }
    return news.reversed();
  }

  private void read() {
    try {
      while (!isClosed()) {
        if (!readSome()) {
          time.sleep(LOOK);
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("the live feed ends");
    }
  }

  private boolean readSome() {
    try {
      var changes = feed.after(now(), BATCH);
      if (changes.isEmpty()) {
        return false;
      }
      add(told(changes), changes.getLast().position());
      observe(changes);
      return true;
    } catch (StoreException e) {
      LOG.warn("the live feed can't be read, and is read again: {}", e.getMessage());
      return false;
    } catch (RuntimeException e) {
      LOG.error("the live feed can't be told, and is read again", e);
      return false;
    }
  }

  private void observe(List<Change> changes) {
    try {
      observer.accept(changes);
    } catch (RuntimeException e) {
      LOG.warn("{} changes of runs were not counted: {}", changes.size(), e.getMessage());
    }
  }

  private synchronized void add(List<LiveEvent> more, FeedPosition newest) {
    events.addAll(more);
    while (events.size() > REMEMBERED) {
      from = events.removeFirst().position();
    }
    position = newest;
    notifyAll();
  }

  /** The newest of each run's changes, in order, with the rows as they are now. */
  private List<LiveEvent> told(List<Change> changes) {
    var newest = new LinkedHashMap<String, Change>();
    for (var change : changes) {
      newest.remove(change.runId());
      newest.put(change.runId(), change);
    }
    var runs = new HashMap<String, RunRecord>();
    store.runs(newest.keySet()).forEach(run -> runs.put(run.runId(), run));
    var dead = new HashSet<String>();
    var alive = new HashSet<String>();
    var told = new ArrayList<LiveEvent>();
    for (var change : newest.values()) {
      var run = runs.get(change.runId());
      if (run != null) {
        told.add(new LiveEvent(change.position(), data(run, alive, dead)));
      }
    }
    return told;
  }

  private String data(RunRecord run, Set<String> alive, Set<String> dead) {
    run.owner()
        .filter(owner -> !alive.contains(owner) && !dead.contains(owner))
        .ifPresent(owner -> (store.isAlive(owner) ? alive : dead).add(owner));
    var row =
        RunRow.document(run, hostname(run.serverId()), RunNames.interrupted(run, alive::contains));
    row.put("last_seq", run.lastSeq());
    return JSON.writeValueAsString(row);
  }

  private String hostname(Optional<String> serverId) {
    if (serverId.isEmpty()) {
      return "";
    }
    var known = hostnames.get(serverId.get());
    if (known != null) {
      return known;
    }
    var found = store.inventory().find(serverId.get()).map(RunNames::hostname);
    found.ifPresent(name -> hostnames.put(serverId.get(), name));
    return found.orElse(serverId.get());
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    thread.interrupt();
  }
}
