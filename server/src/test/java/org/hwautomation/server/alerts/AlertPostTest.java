package org.hwautomation.server.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.hwautomation.hardware.Secret;
import org.hwautomation.provisioning.configuration.AlertSettings.Event;
import org.hwautomation.provisioning.configuration.AlertSettings.Webhook;
import org.hwautomation.store.AlertChange;
import org.hwautomation.store.AlertDelivery.Draft;
import org.hwautomation.store.AlertDelivery.News;
import org.hwautomation.store.AlertDelivery.Status;
import org.hwautomation.store.AlertFacts;
import org.hwautomation.store.AlertGroup;
import org.hwautomation.store.SqliteOptions;
import org.hwautomation.store.SqliteStore;
import org.hwautomation.testkit.VirtualTime;
import org.hwautomation.workflow.WorkflowStore.Owner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What arrives, whoever is down, dies or is first. */
final class AlertPostTest {
  private static final String RECEIVER = "webhook:oncall";
  private static final AlertMessage.Source SOURCE =
      new AlertMessage.Source("lab", Optional.empty());

  @TempDir private Path folder;
  private final VirtualTime time = new VirtualTime();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private SqliteStore store;
  private HookServer hook;
  private WebhookChannel channel;
  private Owner one;

  @BeforeEach
  void open() throws Exception {
    store =
        SqliteStore.open(
            folder.resolve(SqliteStore.DEFAULT_FILE_NAME), SqliteOptions.DEFAULT.withTime(time));
    hook = new HookServer();
    channel =
        new WebhookChannel(
            new Webhook("oncall", Secret.of(hook.url("/")), Optional.empty(), Set.of(Event.HELD)),
            Optional.empty(),
            time);
    one = store.registerOwner("one");
  }

  @AfterEach
  void close() {
    channel.close();
    hook.close();
    store.close();
  }

  private AlertPost post(Owner owner) {
    var metrics = new AlertMetrics(registry, store.alerts());
    return new AlertPost(store.alerts(), time, owner.id(), channel, SOURCE, metrics);
  }

  private void write(String id, News news) {
    var facts =
        new AlertFacts("held", "no address", 1, List.of(), List.of(), Optional.empty(), "/needs");
    var group = AlertGroup.seen("g1", "held", "held/x", facts, time.now());
    assertThat(store.alerts().watch(one.id())).isTrue();
    store
        .alerts()
        .change(
            one.id(),
            new AlertChange(
                List.of(group), List.of(), List.of(new Draft(id, "g1", RECEIVER, news, facts))));
  }

  private List<String> got() {
    return hook.got().stream().map(got -> got.header("webhook-id")).toList();
  }

  private double count(String outcome) {
    return registry.counter("hwauto.alerts", "kind", "webhook", "outcome", outcome).count();
  }

  @Test
  void a_receiver_that_was_down_gets_all_of_it_in_order_once_it_is_up() throws Exception {
    hook.answers(503);
    write("first", News.OPENED);
    var post = post(one);
    post.round();
    time.advance(Duration.ofSeconds(1));
    write("second", News.RESOLVED);
    post.round();
    assertThat(got()).containsExactly("first");
    hook.answers(200);
    time.advance(Duration.ofSeconds(15));
    post.round();
    assertThat(got()).containsExactly("first", "first", "second");
    post.round();
    assertThat(got()).hasSize(3);
    assertThat(count("sent")).isEqualTo(2);
    assertThat(count("failed")).isEqualTo(1);
  }

  @Test
  void who_dies_between_sending_and_noting_it_is_followed_by_the_same_delivery() throws Exception {
    write("only", News.OPENED);
    var delivery = store.alerts().due(RECEIVER).getFirst();
    var other = store.registerOwner("another");
    assertThat(store.alerts().claim(delivery, one.id())).isTrue();
    assertThat(channel.send(SOURCE.message(delivery)).taken()).isTrue();
    post(other).round();
    assertThat(got()).as("while one lives it is one's").containsExactly("only");
    one.close();
    post(other).round();
    assertThat(got()).containsExactly("only", "only");
    assertThat(hook.got().getLast().body()).isEqualTo(hook.got().getFirst().body());
    assertThat(store.alerts().count(Status.SENT)).isEqualTo(1);
  }

  @Test
  void of_two_services_that_send_at_once_one_does() throws Exception {
    for (var i = 0; i < 20; i++) {
      write("alert-" + i, News.GROWN);
      time.advance(Duration.ofSeconds(1));
    }
    var posts = List.of(post(one), post(store.registerOwner("another")));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var round = 0; round < 3; round++) {
        var rounds =
            posts.stream()
                .<Callable<Boolean>>map(
                    post ->
                        () -> {
                          post.round();
                          return true;
                        })
                .toList();
        for (var done : threads.invokeAll(rounds)) {
          assertThat(done.get()).isTrue();
        }
      }
    }
    assertThat(got()).hasSize(20).doesNotHaveDuplicates();
  }

  @Test
  void what_nobody_takes_for_a_day_is_undeliverable_and_said_so() throws Exception {
    hook.answers(500);
    write("only", News.OPENED);
    var post = post(one);
    for (var tries = 0; tries < 60 && store.alerts().count(Status.WAITING) > 0; tries++) {
      post.round();
      time.advance(Duration.ofHours(1));
    }
    var given = store.alerts().unsent(10).getFirst();
    assertThat(given.status()).isEqualTo(Status.UNDELIVERABLE);
    assertThat(given.said()).contains("answered 500");
    assertThat(got()).hasSizeBetween(20, 40);
    assertThat(count("undeliverable")).isEqualTo(1);
  }
}
