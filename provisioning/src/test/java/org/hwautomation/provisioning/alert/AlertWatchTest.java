package org.hwautomation.provisioning.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.hwautomation.hardware.Secret;
import org.hwautomation.provisioning.configuration.AlertSettings;
import org.hwautomation.provisioning.configuration.AlertSettings.Event;
import org.hwautomation.provisioning.configuration.AlertSettings.Webhook;
import org.hwautomation.store.AlertDelivery;
import org.hwautomation.store.AlertDelivery.News;
import org.hwautomation.store.AlertFacts;
import org.hwautomation.store.SqliteOptions;
import org.hwautomation.store.SqliteStore;
import org.hwautomation.testkit.VirtualTime;
import org.hwautomation.workflow.WorkflowStore.Owner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written, however many look and whoever dies. */
final class AlertWatchTest {
  private static final String HOOK = "webhook:oncall";
  private static final Duration DELAY = Duration.ofSeconds(30);
  private static final AlertSettings SETTINGS =
      new AlertSettings(
          DELAY,
          Duration.ofMinutes(15),
          Optional.empty(),
          List.of(
              new Webhook(
                  "oncall",
                  Secret.of("https://h.example.com/"),
                  Optional.empty(),
                  EnumSet.allOf(Event.class))),
          Optional.empty());

  @TempDir private Path folder;
  private final VirtualTime time = new VirtualTime();
  private SqliteStore store;
  private List<AlertCause> stands = List.of(held(40));

  @BeforeEach
  void open() {
    store =
        SqliteStore.open(
            folder.resolve(SqliteStore.DEFAULT_FILE_NAME), SqliteOptions.DEFAULT.withTime(time));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static AlertCause held(int count) {
    return new AlertCause(
        Event.HELD,
        "held/commission/no address",
        new AlertFacts(
            "held", "no address", count, List.of(), List.of(), Optional.empty(), "/needs"),
        true);
  }

  private AlertWatch watch(Owner owner) {
    return new AlertWatch(store.alerts(), time, owner.id(), SETTINGS, () -> stands);
  }

  private List<News> written() {
    return store.alerts().unsent(10).stream().map(AlertDelivery::news).toList();
  }

  @Test
  void two_services_that_look_write_one_alert() {
    var one = watch(store.registerOwner("one"));
    var other = watch(store.registerOwner("another"));
    one.look();
    other.look();
    time.advance(DELAY);
    other.look();
    one.look();
    other.look();
    assertThat(written()).containsExactly(News.OPENED);
  }

  @Test
  void a_service_that_is_started_again_tells_nothing_twice_and_loses_no_end() {
    var before = store.registerOwner("before");
    watch(before).look();
    time.advance(DELAY);
    watch(before).look();
    before.close();
    close();
    open();
    var after = watch(store.registerOwner("after"));
    after.look();
    time.advance(Duration.ofHours(1));
    after.look();
    assertThat(written()).containsExactly(News.OPENED);
    stands = List.of();
    after.look();
    time.advance(DELAY);
    after.look();
    assertThat(written()).containsExactlyInAnyOrder(News.OPENED, News.RESOLVED);
  }

  @Test
  void what_is_for_a_receiver_that_nobody_knows_any_more_is_given_up_after_a_day() {
    var watch = watch(store.registerOwner("one"));
    watch.look();
    time.advance(DELAY);
    watch.look();
    time.advance(Duration.ofHours(24));
    assertThat(watch.look()).isEmpty();
    time.advance(Duration.ofHours(2));
    assertThat(watch.look()).extracting(AlertDelivery::receiver).containsExactly(HOOK);
    assertThat(store.alerts().due(HOOK)).isEmpty();
  }
}
