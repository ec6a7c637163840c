package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hwautomation.provisioning.server.LockKeys;
import org.hwautomation.simulator.Faults.Lie;
import org.hwautomation.simulator.MaasStatus;
import org.hwautomation.store.SqliteStore;
import org.hwautomation.workflow.WorkflowContext;
import org.hwautomation.workflow.WorkflowEngine;
import org.hwautomation.workflow.WorkflowStep;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code hwauto provision} against a simulated data centre, as a user types it. */
final class ProvisionCommandTest {
  @TempDir Path folder;
  private CommandLineRig rig;

  @BeforeEach
  void start() throws IOException {
    rig = new CommandLineRig(folder, 1);
    Files.createDirectories(folder.resolve("state"));
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void a_server_is_commissioned_and_its_run_can_be_looked_at() {
    var done = rig.run(rig.provision(0, "--template", "commissioning", "--json"));

    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(done.json().get("status").asString()).isEqualTo("completed");
    assertThat(done.json().get("hostname").asString()).isEqualTo(rig.server(0).hostname());
    assertThat(done.json().get("steps")).hasSize(4);
    assertThat(rig.server(0).maas().status()).isEqualTo(MaasStatus.READY);

    var list = rig.run("run", "list", "--json");
    assertThat(list.exitCode()).isZero();
    assertThat(list.json().get("runs")).hasSize(1);
    var run = done.json().get("run_id").asString();
    assertThat(rig.run("run", "show", run, "--json").json().get("status").asString())
        .isEqualTo("completed");
    assertThat(rig.run("workflow", "show", "provision-" + rig.server(0).hostname()).out())
        .contains(run, "wait_for_commissioning", "completed");
    assertThat(rig.run("run", "watch", run).exitCode()).isZero();
    assertThat(rig.run("run", "cancel", run).exitCode()).isEqualTo(2);
    assertThat(rig.run("run", "resume", run).exitCode()).isEqualTo(2);
    assertThat(rig.run("server", "show", rig.server(0).hostname(), "--json").exitCode()).isZero();
    assertThat(rig.run("status", "--json").json().get("running")).isEmpty();
  }

  @Test
  void what_is_misspelt_is_named_with_the_nearest_and_nothing_is_touched() {
    var name = rig.server(0).hostname();
    var server = rig.run("provision", name + "x", "--device-type", "a1.c5.large", "--yes");
    assertThat(server.exitCode()).isEqualTo(2);
    assertThat(server.err()).contains(name + "x", "did you mean", name);

    var type = rig.run("provision", name, "--device-type", "a1.c5.lrge", "--yes");
    assertThat(type.exitCode()).isEqualTo(2);
    assertThat(type.err()).contains("a1.c5.lrge", "a1.c5.large");

    var template = rig.run(rig.provision(0, "--template", "comissioning"));
    assertThat(template.exitCode()).isEqualTo(2);
    assertThat(template.err()).contains("comissioning", "commissioning");
    assertUntouched();
  }

  @Test
  void a_target_that_is_the_gateway_or_outside_its_subnet_is_refused() {
    for (var wrong :
        new String[][] {
          {"10.0.1.101", "--gateway", "10.0.1.101", "--subnet-mask", "255.255.0.0"},
          {"10.0.1.101", "--gateway", "10.0.1.101"},
          {"10.0.1.101", "--gateway", "192.168.7.1", "--subnet-mask", "/16"},
          {"10.0.1.1010"},
          {"10.0.1.01"},
        }) {
      var more = new String[wrong.length + 1];
      more[0] = "--target-ipmi-ip";
      System.arraycopy(wrong, 0, more, 1, wrong.length);
      var refused = rig.run(rig.provision(0, more));
      assertThat(refused.exitCode()).as(refused.err()).isEqualTo(2);
      assertThat(refused.err()).contains("the BMC's address is not changed");
    }
    assertUntouched();
  }

  @Test
  void a_wrong_maas_key_ends_with_3() throws IOException {
    rig.configure("api_key: \"[^\"]*\"", "api_key: \"a:b:c\"");

    var refused = rig.run(rig.provision(0, "--json"));

    assertThat(refused.exitCode()).as(refused.err()).isEqualTo(3);
    assertThat(refused.json().get("exit_code").asInt()).isEqualTo(3);
  }

  @Test
  void a_maas_that_is_down_ends_with_3() throws IOException {
    rig.configure("url: \"http://127.0.0.1:[0-9]*/", "url: \"http://127.0.0.1:1/");

    assertThat(rig.run(rig.provision(0)).exitCode()).isEqualTo(3);
  }

  @Test
  void a_deployed_server_is_refused_unless_a_reason_is_given() {
    rig.server(0).maas().status(MaasStatus.DEPLOYED);

    var refused = rig.run(rig.provision(0));
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("Deployed", "--allow-in-use");
    assertThat(rig.run(rig.provision(0, "--allow-in-use")).exitCode()).isEqualTo(2);
    assertThat(rig.run(rig.provision(0, "--dry-run", "--allow-in-use", "--reason", "mine")))
        .satisfies(dry -> assertThat(dry.exitCode()).as(dry.err()).isZero());
    assertUntouched();
  }

  @Test
  void without_a_terminal_it_needs_yes() {
    var asked = rig.run("provision", rig.server(0).hostname(), "--device-type", "d1.c2.medium");

    assertThat(asked.exitCode()).isEqualTo(2);
    assertThat(asked.err()).contains("--yes", rig.server(0).hostname());
    assertUntouched();
  }

  @Test
  void a_server_that_another_run_has_is_refused_with_the_name_of_that_run() throws Exception {
    var id = rig.server(0).identity().systemId();
    try (var store =
            SqliteStore.open(folder.resolve("state").resolve(SqliteStore.DEFAULT_FILE_NAME));
        var engine = WorkflowEngine.builder(store).build()) {
      var workflow = engine.workflow("the-other");
      workflow.addStep(
          WorkflowStep.named("wait")
              .run(
                  context -> {
                    context.sleep(java.time.Duration.ofMinutes(5));
                    return true;
                  }));
      var run =
          workflow.start(WorkflowContext.builder().server(id).lock(LockKeys.ofServer(id)).build());

      var refused = rig.run(rig.provision(0));

      assertThat(refused.exitCode()).isEqualTo(2);
      assertThat(refused.err()).contains("the-other", run.runId(), "run watch");
      run.cancel("test", "over");
      run.await();
    }
    assertUntouched();
  }

  private void assertUntouched() {
    assertThat(rig.dataCentre().recorder().effects()).isEmpty();
  }

  @Test
  void a_bmc_that_ipmi_setup_moved_is_known_at_its_new_address() {
    var moved =
        rig.run(rig.provision(0, "--template", "ipmi_setup", "--target-ipmi-ip", "10.0.1.101"));
    assertThat(moved.exitCode()).as(moved.out() + moved.err()).isZero();

    var after = rig.run(rig.provision(0, "--template", "bios_configuration"));

    assertThat(after.exitCode()).as(after.out() + after.err()).isZero();
    assertThat(rig.dataCentre().check()).isEmpty();
  }

  @Test
  void a_run_that_failed_shows_what_resuming_would_do_and_goes_on_when_the_fault_is_gone() {
    rig.server(0).faults().lie(Lie.BIOS_PATCH_IGNORED);
    var failed = rig.run(rig.provision(0, "--template", "bios_configuration", "--json"));
    assertThat(failed.exitCode()).as(failed.err()).isEqualTo(ExitCodes.FAILED);
    assertThat(failed.out()).contains("not staged");
    var run = failed.json().path("run_id").asString();
    rig.server(0).faults().honest();

    var plan = rig.run("run", "resume", run, "--dry-run", "--json");

    assertThat(plan.exitCode()).isZero();
    assertThat(plan.json().path("hostname").asString()).isEqualTo(rig.server(0).hostname());
    assertThat(plan.json().path("steps").valueStream().map(step -> step.asString()))
        .containsExactly("configure_bios", "reboot_server", "verify_bios_config");
    assertThat(rig.run("run", "list", "--json").json().path("runs")).hasSize(1);
    var resumed = rig.run("run", "resume", run, "--pace", "600");
    assertThat(resumed.exitCode()).as(resumed.out() + resumed.err()).isZero();
  }
}
