package org.hwautomation.provisioning.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.hwautomation.hardware.Secret;
import org.hwautomation.provisioning.configuration.AlertSettings;
import org.hwautomation.provisioning.configuration.AlertSettings.Event;
import org.hwautomation.provisioning.configuration.AlertSettings.Webhook;
import org.hwautomation.store.AlertDelivery.Draft;
import org.hwautomation.store.AlertDelivery.News;
import org.hwautomation.store.AlertFacts;
import org.hwautomation.store.AlertGroup;
import org.junit.jupiter.api.Test;

/** A delay of 30 s, a quiet time of 15 min, and a clock that is turned by hand. */
final class AlertRulesTest {
  private static final Duration DELAY = Duration.ofSeconds(30);
  private static final Duration QUIET = Duration.ofMinutes(15);

  private Instant now = Instant.parse("2026-11-29T03:00:00Z");
  private final Map<String, AlertGroup> open = new LinkedHashMap<>();
  private final List<Draft> told = new ArrayList<>();
  private AlertRules rules = rules(hook("all", EnumSet.allOf(Event.class)));

  private static Webhook hook(String name, Set<Event> events) {
    return new Webhook(name, Secret.of("https://h.example.com/"), Optional.empty(), events);
  }

  private static AlertRules rules(Webhook... hooks) {
    return new AlertRules(
        new AlertSettings(DELAY, QUIET, Optional.empty(), List.of(hooks), Optional.empty()));
  }

  private static AlertCause cause(Event event, String key, int count, boolean news) {
    var names = IntStream.rangeClosed(1, count).mapToObj(i -> "u" + i).toList();
    return new AlertCause(
        event,
        key,
        new AlertFacts(
            event.wireName(),
            count + " servers: no address",
            count,
            names,
            names,
            Optional.empty(),
            "/needs"),
        news);
  }

  private static AlertCause held(int count) {
    return cause(Event.HELD, "held/commission/no address", count, true);
  }

  /** Looks once, keeps what is to be kept, and gives what is told. */
  private List<News> look(AlertCause... seen) {
    var change = rules.decide(List.copyOf(open.values()), List.of(seen), now);
    change.dropped().forEach(open::remove);
    for (var group : change.groups()) {
      open.put(group.id(), group);
      if (group.closedAt().isPresent()) {
        open.remove(group.id());
      }
    }
    told.addAll(change.deliveries());
    return change.deliveries().stream().map(Draft::news).toList();
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  /** A cause that so many stand for, told. */
  private void open(int count) {
    assertThat(look(held(count))).isEmpty();
    pass(DELAY);
    assertThat(look(held(count))).containsExactly(News.OPENED);
  }

  @Test
  void forty_failures_of_one_cause_are_told_once_with_their_number_and_some_names() {
    assertThat(look(held(1))).isEmpty();
    pass(DELAY.minusSeconds(1));
    assertThat(look(held(12))).isEmpty();
    pass(Duration.ofSeconds(1));
    assertThat(look(held(40))).containsExactly(News.OPENED);
    pass(Duration.ofHours(8));
    assertThat(look(held(40))).isEmpty();
    assertThat(told).hasSize(1);
    assertThat(told.getFirst().facts().count()).isEqualTo(40);
    assertThat(told.getFirst().facts().servers()).startsWith("u1", "u2").hasSize(20);
  }

  @Test
  void what_ends_before_the_delay_is_never_told() {
    assertThat(look(held(3))).isEmpty();
    pass(DELAY.minusSeconds(1));
    assertThat(look()).isEmpty();
    assertThat(open).isEmpty();
    pass(DELAY);
    assertThat(look()).isEmpty();
    assertThat(look(held(3))).as("it begins anew").isEmpty();
  }

  @Test
  void growth_is_told_once_the_quiet_time_has_passed() {
    open(4);
    pass(QUIET.minusSeconds(1));
    assertThat(look(held(9))).isEmpty();
    pass(Duration.ofSeconds(1));
    assertThat(look(held(9))).containsExactly(News.GROWN);
    assertThat(look(held(12))).isEmpty();
    pass(QUIET);
    assertThat(look(held(12))).containsExactly(News.GROWN);
    pass(QUIET);
    assertThat(look(held(12))).isEmpty();
  }

  @Test
  void ten_times_as_many_are_told_at_once() {
    open(4);
    assertThat(look(held(39))).isEmpty();
    assertThat(look(held(40))).containsExactly(News.GROWN);
    assertThat(look(held(399))).isEmpty();
  }

  @Test
  void others_that_come_after_some_were_mended_are_growth_too() {
    open(40);
    pass(QUIET);
    assertThat(look(held(5))).isEmpty();
    assertThat(look(held(6))).containsExactly(News.GROWN);
  }

  @Test
  void the_end_is_told_when_it_has_lasted_as_what_was_told_before() {
    open(40);
    assertThat(look(held(2))).isEmpty();
    assertThat(look()).isEmpty();
    pass(DELAY.minusSeconds(1));
    assertThat(look()).isEmpty();
    pass(Duration.ofSeconds(1));
    assertThat(look()).containsExactly(News.RESOLVED);
    var end = told.getLast();
    assertThat(end.facts().count()).isZero();
    assertThat(end.facts().title()).isEqualTo("40 servers: no address");
    assertThat(end.group()).isEqualTo(told.getFirst().group());
    assertThat(open).isEmpty();
    pass(DELAY);
    assertThat(look()).isEmpty();
  }

  @Test
  void a_cause_that_is_away_for_a_moment_stays_one_and_one_that_comes_back_later_is_another() {
    open(4);
    look();
    pass(DELAY.minusSeconds(1));
    assertThat(look(held(4))).isEmpty();
    look();
    pass(DELAY.minusSeconds(1));
    assertThat(look()).as("it was gone for less than the delay since").isEmpty();
    pass(Duration.ofSeconds(1));
    assertThat(look()).containsExactly(News.RESOLVED);
    open(4);
    assertThat(told).extracting(Draft::news).endsWith(News.RESOLVED, News.OPENED);
    assertThat(told.getLast().group()).isNotEqualTo(told.getFirst().group());
  }

  @Test
  void what_somebody_has_acknowledged_opens_nothing_and_tells_of_no_growth() {
    var seen = cause(Event.HELD, "held/commission/no address", 4, false);
    look(seen);
    pass(DELAY);
    assertThat(look(seen)).isEmpty();
    assertThat(look(held(5))).as("one of them nobody has seen").containsExactly(News.OPENED);
    pass(QUIET);
    assertThat(look(cause(Event.HELD, seen.key(), 60, false))).isEmpty();
  }

  @Test
  void two_causes_are_told_apart_and_each_receiver_gets_what_it_asked_for() {
    rules = rules(hook("held", Set.of(Event.HELD)), hook("rest", Set.of(Event.BATCH_STOPPED)));
    var stopped = cause(Event.BATCH_STOPPED, "batch/monday", 3, true);
    look(held(1), stopped, cause(Event.SLOW, "slow/flash/", 1, true));
    pass(DELAY);
    look(held(1), stopped, cause(Event.SLOW, "slow/flash/", 1, true));
    assertThat(told)
        .extracting(draft -> draft.receiver() + " " + draft.facts().kind())
        .containsExactlyInAnyOrder("webhook:held held", "webhook:rest batch_stopped");
  }

  @Test
  void a_look_that_finds_nothing_new_writes_nothing() {
    open(4);
    var change = rules.decide(List.copyOf(open.values()), List.of(held(4)), now);
    assertThat(change.isEmpty()).isTrue();
  }

  @Test
  void what_failed_is_tried_again_with_growing_pauses_for_a_day() {
    var created = now;
    var pauses = new ArrayList<Duration>();
    for (var failed = 1; ; failed++) {
      var next = AlertRetries.next(created, failed, now);
      if (next.isEmpty()) {
        break;
      }
      pauses.add(Duration.between(now, next.get()));
      now = next.get();
    }
    assertThat(pauses)
        .startsWith(Duration.ofSeconds(15), Duration.ofSeconds(30), Duration.ofSeconds(60))
        .endsWith(Duration.ofHours(1))
        .isSorted();
    assertThat(Duration.between(created, now))
        .isBetween(Duration.ofHours(23), AlertRetries.LONGEST);
  }
}
