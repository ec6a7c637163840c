package org.hwautomation.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.hwautomation.workflow.Event;
import org.hwautomation.workflow.JournalEntry;
import org.hwautomation.workflow.LiveProgress;
import org.hwautomation.workflow.RunListener;
import org.hwautomation.workflow.RunState;
import org.junit.jupiter.api.Test;

/** Rules 1 and 9: what a step says of itself costs neither the journal nor a listener. */
class ReportFloodTest extends Contract {
  @Override
  StoreUnderTest data() {
    return StoreUnderTest.inMemory();
  }

  @Test
  void ten_thousand_reports_in_a_second_reach_a_listener_four_times_and_the_journal_once()
      throws Exception {
    var listening = new CountDownLatch(1);
    var said = new CountDownLatch(1);
    var end = new CountDownLatch(1);
    var run =
        tester()
            .start(
                tester()
                    .step(
                        "a",
                        context -> {
                          listening.await();
                          for (var i = 0; i < 10_000; i++) {
                            context.reportSubTask("looked " + i + " times");
                            if (i % 10 == 9) {
                              time().advance(Duration.ofMillis(1)); // 10,000 in a second
                            }
                          }
                          said.countDown();
                          end.await();
                          return null;
                        }));
    var heard = new AtomicInteger();
    var subscription =
        tester()
            .engine()
            .subscribe(
                run.runId(),
                0,
                new RunListener() {
                  @Override
                  public void onEvent(JournalEntry entry, Event event, RunState state) {}

                  @Override
                  public void onProgress(LiveProgress progress, RunState state) {
                    heard.incrementAndGet();
                  }
                });
    listening.countDown();
    said.await();
    var entries = run.eventTypes().size();
    end.countDown();
    run.await();
    assertThat(subscription.awaitCaughtUp(Duration.ofSeconds(5))).isTrue();
    assertThat(heard.get()).as("4 a second, and the last").isBetween(1, 6);
    assertThat(entries).isEqualTo(3); // started, owned, attempt started
    assertThat(run.step("a").lastProgress()).contains("looked 9999 times");
  }
}
