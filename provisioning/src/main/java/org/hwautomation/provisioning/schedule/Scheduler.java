package org.hwautomation.provisioning.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.hwautomation.store.FiringRecord;
import org.hwautomation.store.Firings;
import org.hwautomation.store.ScheduleRecord;
import org.hwautomation.store.ScheduleTerms.Missed;
import org.hwautomation.store.SqlStore;
import org.hwautomation.workflow.Durations;
import org.hwautomation.workflow.WorkflowStore;
import org.hwautomation.workflow.WorkflowTime;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts what schedules say, when they say it. It looks every second, on one virtual thread; what a
 * firing starts is started on a thread of its own, so that a slow server delays no other schedule.
 *
 * <p>Any number of processes may run one on the same database. A time fires once: its row, whose
 * key is schedule and time, is written before anything is started, by whoever is first. If a
 * process dies between that and a start, another goes on with the row, and finds the runs that were
 * started by the names they were given. Thread-safe.
 */
public final class Scheduler implements AutoCloseable {
  /** How often it looks for times that have come and for firings that were asked for. */
  public static final Duration PERIOD = Duration.ofSeconds(1);

  /** A time that is seen later than this was missed. */
  public static final Duration ON_TIME = Duration.ofMinutes(1);

  /** How many missed times are noted one by one; older ones leave no trace. */
  static final int NOTED = 10;

  private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);

  private final SqlStore store;
  private final FiringWork work;
  private final WorkflowTime time;
  private final WorkflowStore.Owner owner;
  private final Map<Key, Thread> inHand = new ConcurrentHashMap<>();
  private final Map<String, Plan> plans = new ConcurrentHashMap<>();
  private final Map<String, String> troubles = new ConcurrentHashMap<>();
  private final Thread loop;
  private volatile boolean stopping;

  private record Key(String schedule, Instant fireAt) {}

  /** What the second's look needs of a schedule, so that it reckons only when something changed. */
  private record Plan(
      long revision, Instant since, Instant createdAt, FireTimes times, Optional<Instant> next) {
    static Plan of(ScheduleRecord schedule, @Nullable Plan known) {
      var since = schedule.firedUntil();
      if (known != null
          && known.revision == schedule.revision()
          && known.since.equals(since)
          && known.createdAt.equals(schedule.createdAt())) {
        return known;
      }
      var times = FireTimes.of(schedule.terms().cron(), schedule.terms().zone());
      return new Plan(schedule.revision(), since, schedule.createdAt(), times, times.next(since));
    }
  }

  /**
   * Does not look yet.
   *
   * @param what what others are told runs it, such as {@code hwauto serve, process 4711}
   */
  Scheduler(SqlStore store, Starter starter, WorkflowTime time, String what) {
    this.store = store;
    this.time = time;
    this.owner = store.registerOwner(Firings.SCHEDULER + what);
    this.work = new FiringWork(store, starter, owner.id(), () -> stopping);
    this.loop = Thread.ofVirtual().name("scheduler").unstarted(this::loop);
  }

  /**
   * Runs one until it is closed.
   *
   * @param starter starts runs in an engine of this process, which must be closed later than this
   * @param what what others are told runs it, such as {@code hwauto serve, process 4711}
   */
  public static Scheduler start(SqlStore store, Starter starter, WorkflowTime time, String what) {
    var scheduler = new Scheduler(store, starter, time, what);
    scheduler.loop.start();
    return scheduler;
  }

  private void loop() {
    while (!stopping) {
      try {
        look();
        cleared("database");
      } catch (RuntimeException e) {
        trouble("database", "schedules could not be looked at, and are again: " + e.getMessage());
      }
      try {
        time.sleep(PERIOD);
      } catch (InterruptedException e) {
        return; // closed
      }
    }
  }

  /** Settles the times that have come, and sees to every firing that is open. */
  void look() {
    var schedules = store.schedules().list();
    plans.keySet().retainAll(schedules.stream().map(ScheduleRecord::name).toList());
    for (var schedule : schedules) {
      if (!schedule.paused()) {
        try {
          var plan = plans.compute(schedule.name(), (_, known) -> Plan.of(schedule, known));
          if (plan.next().filter(next -> !next.isAfter(time.now())).isPresent()) {
            settle(schedule, plan.times());
          }
          cleared(schedule.name());
        } catch (BadCronException e) {
          trouble(
              schedule.name(),
              "schedule %s can't fire: %s".formatted(schedule.name(), e.getMessage()));
        }
      }
    }
    for (var firing : store.firings().open()) {
      if (isOurs(firing)) {
        carryOn(firing);
      }
    }
  }

  private void settle(ScheduleRecord seen, FireTimes times) {
    var now = time.now();
    var due = times.last(seen.firedUntil(), now, NOTED);
    for (var at : due.isEmpty() ? due : due.subList(0, due.size() - 1)) {
      miss(seen.name(), at, now);
    }
    if (due.isEmpty()) {
      return;
    }
    var last = due.getLast();
    var late = Duration.between(last, now);
    var limit = seen.terms().missed() == Missed.ONCE ? seen.terms().missedLimit() : ON_TIME;
    if (late.compareTo(ON_TIME) > 0 && late.compareTo(limit) > 0) {
      miss(seen.name(), last, now);
      return;
    }
    store
        .schedules()
        .find(seen.name())
        .filter(fresh -> fresh.revision() == seen.revision())
        .ifPresent(fresh -> store.firings().claim(fresh, last, owner.id()));
  }

  private void miss(String schedule, Instant at, Instant now) {
    store
        .schedules()
        .find(schedule)
        .filter(fresh -> fresh.firedUntil().isBefore(at))
        .ifPresent(
            fresh ->
                store
                    .firings()
                    .miss(
                        fresh,
                        at,
                        "nobody ran the scheduler then; it was seen %s later"
                            .formatted(Durations.text(Duration.between(at, now)))));
  }

  private boolean isOurs(FiringRecord firing) {
    var claimed = firing.claimedBy();
    return claimed.filter(owner.id()::equals).isPresent()
        || ((claimed.isEmpty() || !store.isAlive(claimed.get()))
            && store.firings().take(firing, owner.id()));
  }

  private void carryOn(FiringRecord firing) {
    var key = new Key(firing.schedule(), firing.fireAt());
    inHand.computeIfAbsent(
        key,
        _ ->
            Thread.ofVirtual()
                .name("schedule " + firing.schedule())
                .start(
                    () -> {
                      try {
                        work.carryOn(firing.schedule(), firing.fireAt());
                        cleared("a firing of " + firing.schedule());
                      } catch (RuntimeException e) {
                        trouble(
                            "a firing of " + firing.schedule(),
                            "schedule %s goes on in a second: %s"
                                .formatted(firing.schedule(), e.getMessage()));
                      } finally {
                        inHand.remove(key);
                      }
                    }));
  }

  /** Waits until what is being started now is started. */
  void awaitStarts() throws InterruptedException {
    for (var thread : inHand.values()) {
      thread.join();
    }
  }

  private void trouble(String what, String message) {
    if (!message.equals(troubles.put(what, message))) {
      LOG.warn("{}", message);
    }
  }

  private void cleared(String what) {
    troubles.remove(what);
  }

  /**
   * Starts nothing more, and waits for the start that is under way. What is left of a firing is for
   * whoever runs a scheduler next.
   */
  @Override
  public void close() {
    stopping = true;
    loop.interrupt();
    var interrupted = false;
    try {
      loop.join();
      awaitStarts();
    } catch (InterruptedException e) {
      interrupted = true;
    }
    owner.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
