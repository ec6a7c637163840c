package org.hwautomation.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.hwautomation.store.SqliteOptions;
import org.hwautomation.store.SqliteStore;
import org.hwautomation.workflow.WorkflowContext;
import org.hwautomation.workflow.WorkflowEngine;
import org.hwautomation.workflow.WorkflowStep;
import org.hwautomation.workflow.WorkflowTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LiveFeedTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;

  @Test
  void whoever_counts_what_changed_and_fails_at_it_keeps_nobody_from_hearing_of_it()
      throws Exception {
    try (var store = SqliteStore.open(folder.resolve("feed.db"), SqliteOptions.DEFAULT);
        var engine = WorkflowEngine.builder(store).build();
        var feed =
            LiveFeed.start(
                store,
                WorkflowTime.system(),
                changes -> {
                  throw new IllegalStateException("can't count");
                })) {
      for (var id : new String[] {"first", "second", "third"}) {
        var seen = feed.now();
        var workflow = engine.workflow(id);
        workflow.addStep(WorkflowStep.named("look").run(context -> true));
        workflow.start(WorkflowContext.EMPTY).await();
        assertThat(feed.await(seen, PATIENCE).events()).as(id).isNotEmpty();
      }
    }
  }
}
