package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.batch.BatchProgress;
import org.hwautomation.provisioning.batch.BatchRunner;
import org.hwautomation.provisioning.server.Pace;
import org.hwautomation.server.access.Role;
import org.hwautomation.simulator.MaasStatus;
import org.hwautomation.store.AddressSupply;
import org.hwautomation.store.BatchMember;
import org.hwautomation.store.BatchMember.Draft;
import org.hwautomation.store.BatchTerms;
import org.hwautomation.workflow.RunQuery;
import org.hwautomation.workflow.RunRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Batches from a file and over REST, with a simulated data centre. */
final class BatchTest {
  private static final String LOOK =
      """
      name: look
      description: Looks at a server
      inputs:
        device_type: {type: device_type, required: true, description: What it is}
        target_ipmi_ip: {type: ip_address, description: The address that its BMC is to have}
        gateway: {type: ip_address, description: The gateway of its BMC}
        pin: {type: secret, description: A secret}
      steps:
        - name: look
          description: Look at it
          uses: server.validate@1
      on_failure: hold
      """;

  @TempDir private Path folder;

  private CommandLineRig rig(int servers) throws IOException {
    var rig = new CommandLineRig(folder, servers);
    Files.createDirectories(rig.state().resolve("definitions"));
    Files.writeString(rig.state().resolve("definitions/look.yaml"), LOOK);
    return rig;
  }

  private Path file(CommandLineRig rig, String columns, String... more) throws IOException {
    var lines = new ArrayList<String>();
    lines.add("server,device_type" + columns);
    for (var i = 0; i < rig.dataCentre().servers().size(); i++) {
      lines.add(
          rig.server(i).hostname()
              + ","
              + SimulatedSetup.deviceType(rig.server(i))
              + (i < more.length ? more[i] : ""));
    }
    return Files.write(folder.resolve("rack12.csv"), lines);
  }

  private static CommandRun provision(CommandLineRig rig, Path file, String... more) {
    var arguments = new ArrayList<>(List.of("provision", "-f", file.toString()));
    arguments.addAll(List.of("--template", "look", "--pace", "600", "--yes", "--json"));
    arguments.addAll(List.of(more));
    return rig.run(arguments.toArray(String[]::new));
  }

  private static List<String> results(JsonNode batch) {
    return batch.get("servers").valueStream().map(each -> each.get("result").asString()).toList();
  }

  private static List<RunRecord> runs(WorkflowManager manager) {
    return manager.store().runs(RunQuery.ALL);
  }

  private WorkflowManager manager(CommandLineRig rig) {
    return WorkflowManager.open(
        SimulatedConfiguration.of(rig.dataCentre(), rig.state()), new Pace(600), "test", "a test");
  }

  @Test
  void a_file_is_done_as_places_get_free_and_again_only_where_it_is_not_ready() throws Exception {
    try (var rig = rig(4)) {
      rig.server(2).maas().status(MaasStatus.DEPLOYED);
      var file = file(rig, ",rack", ",r1-U01", ",r1-U03", ",r1-U05", ",r1-U07");
      var first = provision(rig, file, "--max", "4", "--per-rack", "1");
      assertThat(first.exitCode()).as(first.err()).isEqualTo(ExitCodes.FAILED);
      assertThat(results(first.json())).containsExactly("ready", "ready", "refused", "ready");
      assertThat(first.json().get("servers").get(2).get("message").asString()).contains("Deployed");
      assertThat(first.err()).contains("4 servers", "✓ ready");
      try (var manager = manager(rig)) {
        var runs = runs(manager);
        assertThat(runs).hasSize(3).allMatch(run -> run.batchId().equals(Optional.of("rack12")));
        for (var i = 1; i < runs.size(); i++) { // the newest first, one at once in a rack
          assertThat(runs.get(i - 1).createdAt())
              .isAfterOrEqualTo(runs.get(i).endedAt().orElseThrow());
        }
      }
      rig.server(2).maas().status(MaasStatus.READY);
      var again = provision(rig, file, "--max", "4");
      assertThat(again.exitCode()).as(again.err()).isZero();
      assertThat(results(again.json())).containsExactly("ready", "ready", "ready", "ready");
      assertThat(again.json().get("state").asString()).isEqualTo("done");
      try (var manager = manager(rig)) {
        assertThat(runs(manager)).hasSize(4);
        assertThat(runs(manager).getFirst().workflowId())
            .isEqualTo("rack12." + rig.server(2).hostname() + ".2");
      }
      var run = "rack12." + rig.server(0).hostname() + ".1";
      var care = rig.run("run", "care", run, "--take", "--ack", "2h", "--note", "on it", "--json");
      assertThat(care.json().get("owner").asString()).isEqualTo(GlobalOptions.actor());
      assertThat(care.json().get("acknowledged").asBoolean()).isTrue();
      var gone = rig.run("run", "care", run, "--owner", "", "--ticket", "OPS-7");
      assertThat(gone.out()).contains("nobody", "OPS-7", "on it");
      assertThat(rig.run("run", "care", run, "--ack", "90d").exitCode())
          .isEqualTo(ExitCodes.BAD_INPUT);
      var shown = rig.run("batch", "show", "rack12");
      assertThat(shown.out()).contains("✓ ready", "batch rack12 is done: 4 ready");
      assertThat(rig.run("batch", "list").out()).contains("rack12", "look", "4 ready");
    }
  }

  @Test
  void too_many_failures_stop_a_batch_and_a_person_lets_it_go_on() throws Exception {
    try (var rig = rig(4)) {
      for (var i : List.of(0, 1)) {
        rig.server(i).maas().status(MaasStatus.DEPLOYED);
      }
      var file = file(rig, "");
      var stopped = provision(rig, file, "--max", "1", "--stop-after", "50%");
      assertThat(stopped.exitCode()).isEqualTo(ExitCodes.FAILED);
      assertThat(results(stopped.json()))
          .containsExactly("refused", "refused", "waiting", "waiting");
      assertThat(stopped.json().get("state").asString()).isEqualTo("stopped");
      assertThat(stopped.json().get("why").asString()).isEqualTo("2 of 4 servers failed");
      assertThat(stopped.json().get("next").get(0).asString())
          .startsWith("hwauto batch resume rack12");
      var other = provision(rig, file, "--max", "2", "--stop-after", "50%");
      assertThat(other.exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
      assertThat(other.err()).contains("batch rack12 is stopped, with other servers or terms");
      var resumed = rig.run("batch", "resume", "rack12", "--pace", "600", "--json");
      assertThat(results(resumed.json())).containsExactly("refused", "refused", "ready", "ready");
      assertThat(resumed.json().get("state").asString()).isEqualTo("done");
      var over = rig.run("batch", "pause", "rack12");
      assertThat(over.err()).contains("batch rack12 is done; only one that runs can be paused");
      assertThat(over.exitCode()).isEqualTo(ExitCodes.FAILED);
      assertThat(rig.run("batch", "show", "rack13").err())
          .contains("there is no batch 'rack13'; did you mean 'rack12'");
    }
  }

  @Test
  void all_that_is_wrong_with_a_file_is_said_before_anything_is_written() throws Exception {
    try (var rig = rig(3)) {
      var file =
          file(
              rig,
              ",target_ipmi_ip,gatewy,pin",
              ",10.0.1.7",
              ",10.0.1.7,10.0.0.1",
              ",10.0.1.400,,1234");
      var wrong = provision(rig, file, "--stop-after", "0", "--max", "0");
      assertThat(wrong.exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
      assertThat(wrong.err())
          .contains(
              "max 0 is not between 1 and 500",
              "stop-after '0'",
              "line 3, column gatewy: there is no input 'gatewy'; did you mean 'gateway'",
              "line 4, column pin: a secret has no place in a batch",
              "line 4, column target_ipmi_ip: ",
              "10.0.1.7 is claimed by " + rig.server(0).hostname(),
              "(safety rule 7)")
          .doesNotContain("1234");
      try (var manager = manager(rig)) {
        assertThat(manager.store().batches().list()).isEmpty();
      }
      var alone = rig.run("provision", rig.server(0).hostname(), "--max", "3");
      assertThat(alone.err()).contains("--max goes with a file of servers");
    }
  }

  @Test
  void a_dry_run_shows_each_server_and_touches_nothing() throws Exception {
    try (var rig = rig(2)) {
      rig.dataCentre().recorder().clear();
      var run = provision(rig, file(rig, ""), "--dry-run");
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.json().get("servers").get(0).get("maas_status").asString()).isEqualTo("New");
      assertThat(rig.dataCentre().recorder().effects()).isEmpty();
      try (var manager = manager(rig)) {
        assertThat(manager.store().batches().list()).isEmpty();
      }
    }
  }

  @Test
  void addresses_of_a_range_collide_with_nothing_and_stay_with_their_servers() throws Exception {
    try (var rig = rig(3)) {
      for (var i = 0; i < 3; i++) {
        rig.server(i).maas().status(MaasStatus.DEPLOYED);
      }
      try (var manager = manager(rig)) {
        manager.store().inventory().update("other", Map.of("ipmi_address", "10.77.1.10"));
        manager.store().inventory().update("host", Map.of("ip_address", "10.77.1.12"));
      }
      var file = file(rig, ",target_ipmi_ip", "", ",10.77.1.11");
      var first = provision(rig, file, "--address-range", "10.77.1.10-10.77.1.20");
      var servers = first.json().get("servers");
      assertThat(servers.valueStream().map(each -> each.get("target_ipmi_ip").asString()))
          .containsExactly("10.77.1.13", "10.77.1.11", "10.77.1.14");
      var again = provision(rig, file, "--address-range", "10.77.1.10-10.77.1.20");
      assertThat(
              again
                  .json()
                  .get("servers")
                  .valueStream()
                  .map(each -> each.get("target_ipmi_ip").asString()))
          .containsExactly("10.77.1.13", "10.77.1.11", "10.77.1.14");
      var small = provision(rig, file, "--name", "b", "--address-range", "10.77.1.10-10.77.1.11");
      assertThat(small.exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
      assertThat(small.err()).contains("2 servers need an address of the range, and 0 of it");
    }
  }

  /** A process that dies in the midst of a start has written down that it was about to. */
  @Test
  void who_goes_on_with_a_batch_starts_nothing_twice() throws Exception {
    try (var rig = rig(2);
        var manager = manager(rig)) {
      var store = manager.store();
      var batches = store.batches();
      var drafts =
          List.of(0, 1).stream()
              .map(
                  i ->
                      new Draft(
                          rig.server(i).hostname(),
                          Optional.empty(),
                          Optional.of(SimulatedSetup.deviceType(rig.server(i))),
                          Optional.empty(),
                          Map.of()))
              .toList();
      var terms =
          new BatchTerms(
              "look",
              Optional.empty(),
              Map.of(),
              1,
              OptionalInt.empty(),
              Optional.empty(),
              false,
              Optional.empty(),
              Optional.empty());
      batches.open("rack12", terms, drafts, AddressSupply.NONE, Set.of(), "test");
      try (var dead = store.registerOwner("dead");
          var alive = store.registerOwner("alive")) {
        var before = new BatchRunner(manager, dead.id());
        assertThat(before.tend("rack12")).isTrue();
        assertThat(new BatchRunner(manager, alive.id()).tend("rack12")).isFalse();
        var first = batches.members("rack12").getFirst();
        batches.note(first, BatchMember.State.STARTING, Optional.empty(), dead.id());
        dead.close();
        var after = new BatchRunner(manager, alive.id());
        for (var i = 0; i < 600 && after.tend("rack12"); i++) {
          Thread.sleep(10);
        }
      }
      var batch = batches.find("rack12").orElseThrow();
      assertThat(BatchProgress.of(store, batch).words()).isEqualTo("2 ready");
      assertThat(runs(manager)).hasSize(2);
      assertThat(batches.members("rack12"))
          .allMatch(member -> member.state() == BatchMember.State.STARTED);
    }
  }

  @Test
  void a_service_runs_batches_that_it_is_asked_for() throws Exception {
    var state = Files.createDirectories(folder.resolve("service"));
    Files.createDirectories(state.resolve("definitions"));
    Files.writeString(state.resolve("definitions/look.yaml"), LOOK);
    try (var rig = new ServiceRig(state, 2)) {
      var servers = rig.dataCentre.servers();
      var body =
          Map.of(
              "name",
              "rack12",
              "template",
              "look",
              "max",
              1,
              "servers",
              servers.stream()
                  .map(
                      each ->
                          Map.of(
                              "server", each.hostname(),
                              "device_type", SimulatedSetup.deviceType(each)))
                  .toList());
      assertThat(
              rig.asking("POST", "/api/v1/batches")
                  .as(rig.token(Role.VIEWER))
                  .json(body)
                  .reply()
                  .status())
          .isEqualTo(403);
      var started = rig.post("/api/v1/batches", body);
      assertThat(started.status()).as(started.body()).isEqualTo(201);
      assertThat(started.header("Location")).isEqualTo("/api/v1/batches/rack12");
      var batch = started.json();
      for (var i = 0; i < 600 && !batch.get("state").asString().equals("done"); i++) {
        Thread.sleep(20);
        batch = rig.get("/api/v1/batches/rack12").json();
      }
      assertThat(results(batch)).containsExactly("ready", "ready");
      assertThat(rig.get("/api/v1/runs?batch=rack12").json().get("total").asInt()).isEqualTo(2);
      var listed = rig.get("/api/v1/batches").json().get("items").get(0);
      assertThat(listed.get("counts").get("ready").asInt()).isEqualTo(2);
      assertThat(rig.get("/api/v1/batches/rack13").status()).isEqualTo(404);
      var run = "/api/v1/runs/rack12.%s.1".formatted(servers.getFirst().hostname());
      assertThat(rig.get(run + "/care").json().get("owner").isNull()).isTrue();
      var taken =
          rig.asking("PUT", run + "/care")
              .as(rig.admin())
              .json(Map.of("owner", "alice", "acknowledge_seconds", 60, "ticket", "OPS-7"))
              .reply();
      assertThat(taken.json().get("acknowledged").asBoolean()).as(taken.body()).isTrue();
      var kept =
          rig.asking("PUT", run + "/care").as(rig.admin()).json(Map.of("owner", "bob")).reply();
      assertThat(kept.json().get("acknowledged").asBoolean()).isTrue();
      assertThat(kept.json().get("ticket").isNull()).isTrue();
      var noted = rig.post(run + "/notes", Map.of("text", "looked at it"));
      assertThat(noted.status()).isEqualTo(201);
      assertThat(noted.json().get("notes").get(0).get("text").asString()).isEqualTo("looked at it");
      assertThat(rig.post("/api/v1/batches/rack12/pause", Map.of()).status()).isEqualTo(409);
      var wrong =
          rig.post(
              "/api/v1/batches", Map.of("name", "b", "template", "look", "csv", "server\nx,y\n"));
      assertThat(wrong.status()).isEqualTo(400);
      assertThat(wrong.body()).contains("line 2, column 2");
    }
  }
}
