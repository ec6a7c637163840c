package org.hwautomation.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.hwautomation.store.AlertDelivery.Draft;
import org.hwautomation.store.AlertDelivery.News;
import org.hwautomation.store.AlertDelivery.Status;
import org.hwautomation.workflow.WorkflowStore.Owner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every database's store keeps of alerts. */
abstract class AlertTablesContract {
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);

  @TempDir Path folder;
  private SqlStore store;
  private Alerts alerts;
  private Owner one;
  private Owner other;

  /** Opens this test's data, which is empty at first. */
  abstract SqlStore opened() throws Exception;

  /** Removes this test's data. */
  void removeData() throws Exception {}

  @BeforeEach
  void open() throws Exception {
    store = opened();
    alerts = store.alerts();
    one = store.registerOwner("one");
    other = store.registerOwner("another");
  }

  @AfterEach
  void close() throws Exception {
    store.close();
    removeData();
  }

  private AlertFacts facts(int count) {
    var names = IntStream.rangeClosed(1, count).mapToObj(i -> "käse-" + i).toList();
    return new AlertFacts(
        "held",
        count + " servers: \"no\" address",
        count,
        names,
        names,
        Optional.of(now),
        "/needs");
  }

  private AlertGroup group(String id, int count) {
    return AlertGroup.seen(id, "held", "held/commission/" + id, facts(count), now);
  }

  private void tell(String group, News... news) {
    var drafts =
        List.of(news).stream()
            .map(each -> new Draft(group + "-" + each.wireName(), group, "mail", each, facts(2)))
            .toList();
    assertThat(alerts.watch(one.id())).isTrue();
    for (var draft : drafts) {
      assertThat(
              alerts.change(
                  one.id(), new AlertChange(List.of(group(group, 2)), List.of(), List.of(draft))))
          .isTrue();
    }
  }

  private AlertDelivery due() {
    return alerts.due("mail").getFirst();
  }

  @Test
  void a_group_is_kept_as_it_was_written_and_names_twenty_servers_at_most() {
    assertThat(alerts.watch(one.id())).isTrue();
    var told = group("g1", 40).toldAt(now);
    alerts.change(one.id(), new AlertChange(List.of(told), List.of(), List.of()));
    assertThat(alerts.open()).containsExactly(told);
    assertThat(alerts.open().getFirst().facts().servers()).hasSize(AlertFacts.NAMED);
    var closed = told.goneAt(now).closedAt(now);
    alerts.change(one.id(), new AlertChange(List.of(closed), List.of(), List.of()));
    assertThat(alerts.open()).isEmpty();
  }

  @Test
  void one_process_watches_until_it_dies_and_another_writes_nothing() {
    assertThat(alerts.watch(one.id())).isTrue();
    assertThat(alerts.watch(other.id())).isFalse();
    var change = new AlertChange(List.of(group("g1", 2)), List.of(), List.of());
    assertThat(alerts.change(other.id(), change)).isFalse();
    assertThat(alerts.open()).isEmpty();
    one.close();
    assertThat(alerts.watch(other.id())).isTrue();
    assertThat(alerts.change(other.id(), change)).isTrue();
    assertThat(alerts.open()).hasSize(1);
    assertThat(alerts.change(one.id(), change)).as("it watches no more").isFalse();
  }

  @Test
  void a_delivery_is_of_who_claims_it_first_until_that_one_dies() {
    tell("g1", News.OPENED);
    var delivery = due();
    assertThat(delivery.facts()).isEqualTo(facts(2));
    assertThat(delivery.key()).isEqualTo("held/commission/g1");
    assertThat(alerts.claim(delivery, one.id())).isTrue();
    assertThat(alerts.claim(delivery, other.id())).isFalse();
    alerts.sent(delivery, other.id(), "said by one who has it not");
    assertThat(due().status()).isEqualTo(Status.WAITING);
    one.close();
    assertThat(alerts.claim(delivery, other.id())).isTrue();
    alerts.sent(delivery, other.id(), "answered 200");
    assertThat(alerts.due("mail")).isEmpty();
    assertThat(alerts.claim(delivery, other.id())).as("it is sent").isFalse();
    assertThat(alerts.last("mail").orElseThrow().said()).contains("answered 200");
    assertThat(alerts.count(Status.SENT)).isEqualTo(1);
  }

  @Test
  void one_that_was_tried_meanwhile_is_not_claimed_by_who_saw_it_before() {
    tell("g1", News.OPENED);
    var seen = due();
    assertThat(alerts.claim(seen, one.id())).isTrue();
    alerts.failed(seen, one.id(), "down", Optional.of(now));
    assertThat(alerts.claim(seen, other.id())).isFalse();
    assertThat(alerts.claim(due(), other.id())).isTrue();
  }

  @Test
  void what_failed_is_due_later_or_never() {
    tell("g1", News.OPENED);
    var delivery = due();
    assertThat(alerts.claim(delivery, one.id())).isTrue();
    alerts.failed(delivery, one.id(), "down", Optional.of(now.plus(Duration.ofHours(1))));
    assertThat(alerts.due("mail")).isEmpty();
    var waiting = alerts.unsent(10).getFirst();
    assertThat(waiting.attempts()).isEqualTo(1);
    assertThat(waiting.said()).contains("down");
    assertThat(alerts.claim(waiting, one.id())).isTrue();
    alerts.failed(waiting, one.id(), "still down", Optional.empty());
    assertThat(alerts.unsent(10))
        .extracting(AlertDelivery::status)
        .containsExactly(Status.UNDELIVERABLE);
  }

  @Test
  void what_is_told_of_a_group_goes_in_order() {
    tell("g1", News.OPENED, News.RESOLVED);
    tell("g2", News.OPENED);
    assertThat(alerts.due("mail")).extracting(AlertDelivery::id).doesNotContain("g1-resolved");
    for (var delivery : alerts.due("mail")) {
      assertThat(alerts.claim(delivery, one.id())).isTrue();
      alerts.sent(delivery, one.id(), "");
    }
    assertThat(alerts.due("mail")).extracting(AlertDelivery::id).containsExactly("g1-resolved");
    assertThat(alerts.due("webhook:other")).isEmpty();
  }

  @Test
  void what_nobody_can_deliver_is_given_up_once() {
    tell("g1", News.OPENED);
    assertThat(alerts.giveUp(now.minus(Duration.ofHours(1)), "nobody knows it")).isEmpty();
    var later = Instant.now().plus(Duration.ofHours(1));
    assertThat(alerts.giveUp(later, "nobody knows it")).hasSize(1);
    assertThat(alerts.giveUp(later, "nobody knows it")).isEmpty();
    assertThat(alerts.unsent(10).getFirst().said()).contains("nobody knows it");
  }

  @Test
  void groups_closed_long_ago_are_forgotten_unless_something_of_them_waits() {
    tell("g1", News.OPENED);
    tell("g2", News.OPENED);
    var sent = alerts.due("mail").getFirst();
    assertThat(alerts.claim(sent, one.id())).isTrue();
    alerts.sent(sent, one.id(), "");
    var longAgo = now.minus(Alerts.KEPT).minusSeconds(60);
    var closed = List.of(group("g1", 2).closedAt(longAgo), group("g2", 2).closedAt(longAgo));
    alerts.change(one.id(), new AlertChange(closed, List.of(), List.of()));
    assertThat(alerts.count(Status.SENT)).isZero();
    assertThat(alerts.count(Status.WAITING)).isEqualTo(1);
  }
}
