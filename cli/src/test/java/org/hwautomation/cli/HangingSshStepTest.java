package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.MutationGuard;
import org.hwautomation.hardware.ssh.Command;
import org.hwautomation.hardware.ssh.HostKeyScope;
import org.hwautomation.hardware.ssh.SshSession;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.server.Connections;
import org.hwautomation.provisioning.server.Pace;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.MaasStatus;
import org.hwautomation.simulator.ServerDescription;
import org.hwautomation.testkit.WorkflowTester;
import org.hwautomation.workflow.ErrorClass;
import org.hwautomation.workflow.Event;
import org.hwautomation.workflow.StepFunction;
import org.hwautomation.workflow.WorkflowStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules 5 and 6 of the engine where a step waits for a command on a host. */
final class HangingSshStepTest {
  private static final Command ENDLESS =
      Command.reading("sleep 10000000").withTimeLimit(Duration.ofHours(1));

  @TempDir private Path folder;
  private DataCentre dataCentre;
  private WorkflowManager manager;
  private WorkflowTester tester;

  @BeforeEach
  void start() throws Exception {
    dataCentre =
        DataCentre.builder()
            .server(ServerDescription.numbered(0).withMaasStatus(MaasStatus.DEPLOYED))
            .seed(5)
            .speed(600)
            .start();
    var configuration = new SimulatedSetup(dataCentre).configuration(folder);
    manager = WorkflowManager.open(configuration, new Pace(600), "test", "a test");
    tester = WorkflowTester.of();
    Eventually.until("the host lets us in", this::letsIn);
  }

  @AfterEach
  void stop() {
    tester.close();
    manager.close();
    dataCentre.close();
  }

  private Connections.HostShell shell() {
    var address = dataCentre.servers().getFirst().host().address();
    return manager.connections().host(address, new HostKeyScope("any", "now"), MutationGuard.OPEN);
  }

  private boolean letsIn() {
    try (var shell = shell()) {
      return shell.session().isOpen();
    } catch (HardwareException e) {
      return false;
    }
  }

  /** A step in the middle of a command that does not end; {@code inside} is given its session. */
  private StepFunction waitsForTheHost(CompletableFuture<SshSession> inside) {
    return context -> {
      try (var shell = shell()) {
        context.reportSubTask(
            "asks " + shell.session().runOrThrow(Command.reading("uname -s")).stdout().strip());
        inside.complete(shell.session());
        return shell.session().runOrThrow(ENDLESS).exit();
      } catch (RuntimeException e) {
        inside.completeExceptionally(e);
        throw e;
      }
    };
  }

  @Test
  void rule_5_a_timeout_ends_it_and_its_session_is_closed() throws Exception {
    var inside = new CompletableFuture<SshSession>();
    var run =
        tester.start(
            tester.step(
                "asks",
                b -> b.attempts(1).timeout(Duration.ofMinutes(5)),
                waitsForTheHost(inside)));
    var session = inside.get(60, TimeUnit.SECONDS);
    tester.time().advance(Duration.ofMinutes(5));
    run.await();
    run.is(WorkflowStatus.FAILED);
    var failed = run.events(Event.AttemptFailed.class).getFirst();
    assertThat(failed.errorClass()).isEqualTo(ErrorClass.TIMEOUT);
    assertThat(failed.message()).contains("asks Linux");
    assertThat(session.isOpen()).isFalse();
  }

  @Test
  void rule_6_a_cancel_ends_it_and_its_session_is_closed() throws Exception {
    var inside = new CompletableFuture<SshSession>();
    var run = tester.start(tester.step("asks", waitsForTheHost(inside)));
    var session = inside.get(60, TimeUnit.SECONDS);
    assertThat(run.cancel()).isTrue();
    run.await();
    run.is(WorkflowStatus.CANCELLED);
    assertThat(session.isOpen()).isFalse();
  }
}
