package org.hwautomation.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.configuration.Configuration;
import org.hwautomation.provisioning.server.Pace;
import org.hwautomation.workflow.Event;
import org.hwautomation.workflow.ParkReason;
import org.hwautomation.workflow.WorkflowContext;
import org.hwautomation.workflow.WorkflowDefinition;
import org.hwautomation.workflow.WorkflowException;
import org.hwautomation.workflow.WorkflowStep;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A script that goes at a bad moment: while its run is being started. */
@Timeout(60)
final class ScriptGoneTest {
  @TempDir private Path folder = Path.of(".");

  private final CountDownLatch entered = new CountDownLatch(1);
  private final Scripts scripts = new Scripts();
  private WorkflowManager manager;
  private Session session;

  @BeforeEach
  void open() {
    manager =
        WorkflowManager.open(
            Configuration.loader().flag("state_dir", "--state", folder.toString()).load(),
            Pace.REAL,
            "script:test",
            "test",
            List.of(scripts.function()));
    session = new Session(manager, scripts, "script:test", "check.py, process 1", _ -> {});
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void its_run_is_parked_though_it_was_started_after_the_script_went() throws Exception {
    var attached = session.attach("check-1");
    session.gone("is gone");
    var hangs =
        WorkflowStep.named("wait")
            .run(
                _ -> {
                  entered.countDown();
                  new CountDownLatch(1).await();
                  return true;
                });
    var run =
        manager
            .engine()
            .start(
                "check-1", WorkflowDefinition.of("check", List.of(hangs)), WorkflowContext.EMPTY);
    entered.await();
    attached.follow(run);
    assertThat(run.await().parked().map(Event.RunParked::reason)).contains(ParkReason.SCRIPT_GONE);
    assertThat(run.state().parked().orElseThrow().message()).contains("check.py, process 1");
  }

  @Test
  void it_can_start_nothing_any_more_and_leaves_the_workflow_to_others() {
    session.gone("is gone");
    assertThatThrownBy(() -> session.attach("check-2"))
        .isInstanceOf(WorkflowException.class)
        .hasMessage("the script is gone");
    var other = new Session(manager, scripts, "script:test", "check.py, process 2", _ -> {});
    assertThat(other.attach("check-2").who()).isEqualTo("check.py, process 2");
  }
}
