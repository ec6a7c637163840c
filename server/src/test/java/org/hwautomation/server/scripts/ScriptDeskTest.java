package org.hwautomation.server.scripts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.hwautomation.bridge.Heartbeat;
import org.hwautomation.bridge.RpcMessage;
import org.hwautomation.bridge.Scripts;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.configuration.Configuration;
import org.hwautomation.provisioning.server.Pace;
import org.hwautomation.workflow.Event;
import org.hwautomation.workflow.ParkReason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How the service notices that a script is gone. */
@Timeout(60)
final class ScriptDeskTest {
  @TempDir private Path folder = Path.of(".");

  private final Scripts scripts = new Scripts();
  private WorkflowManager manager;

  @BeforeEach
  void open() {
    manager =
        WorkflowManager.open(
            Configuration.loader().flag("state_dir", "--state", folder.toString()).load(),
            Pace.REAL,
            "serve",
            "test",
            List.of(scripts.function()));
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private ScriptDesk desk(Duration silence) {
    return new ScriptDesk(manager, scripts, new Heartbeat(Duration.ofMillis(20), silence));
  }

  private static String connectedWithARun(ScriptDesk desk) {
    var id = desk.connect("token:ci", "check.py, process 7");
    var start =
        Map.<String, @Nullable Object>of(
            "workflow_id",
            "check-1",
            "steps",
            List.of(Map.of("name", "look", "function", "check:look")),
            "context",
            Map.of("server_id", "s1", "device_type", "any"));
    var script = desk.find(id, "token:ci").orElseThrow();
    script.take(new RpcMessage.Request(1, "workflow.start", start));
    return id;
  }

  private Event.RunParked awaitParked() throws Exception {
    while (true) {
      var parked =
          manager
              .store()
              .latestRun("check-1")
              .flatMap(run -> manager.engine().state(run.runId()))
              .flatMap(state -> state.parked());
      if (parked.isPresent()) {
        return parked.get();
      }
      Thread.sleep(10);
    }
  }

  @Test
  void a_script_that_never_listens_and_says_nothing_is_gone_and_its_run_is_parked()
      throws Exception {
    try (var desk = desk(Duration.ofSeconds(2))) {
      var id = connectedWithARun(desk);
      var parked = awaitParked();
      assertThat(parked.reason()).isEqualTo(ParkReason.SCRIPT_GONE);
      assertThat(parked.message()).startsWith("check.py, process 7 has said nothing for");
      assertThat(desk.find(id, "token:ci")).isEmpty();
    }
  }

  @Test
  void a_script_whose_stream_can_not_be_written_any_more_is_gone_and_its_run_is_parked()
      throws Exception {
    try (var desk = desk(Duration.ofMinutes(2))) {
      var id = connectedWithARun(desk);
      var called = new CountDownLatch(1);
      var broken =
          new OutputStream() {
            private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

            @Override
            public void write(int one) throws IOException {
              if (called.getCount() == 0) {
                throw new IOException("reset by peer");
              }
              heard.write(one);
              if (heard.toString(StandardCharsets.UTF_8).contains("step.call")) {
                called.countDown();
              }
            }
          };
      assertThatThrownBy(() -> desk.find(id, "token:ci").orElseThrow().tell(broken))
          .isInstanceOf(IOException.class)
          .hasMessage("reset by peer");
      assertThat(awaitParked().message()).startsWith("check.py, process 7 is gone");
    }
  }
}
