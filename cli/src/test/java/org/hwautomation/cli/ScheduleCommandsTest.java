package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.configuration.Configuration;
import org.hwautomation.provisioning.schedule.ScheduledStart;
import org.hwautomation.provisioning.schedule.Scheduler;
import org.hwautomation.store.Audit.AuditRecord;
import org.hwautomation.store.SqliteStore;
import org.hwautomation.workflow.WorkflowTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ScheduleCommandsTest {
  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    Files.createDirectories(folder.resolve("templates"));
    Files.writeString(
        folder.resolve("templates/ask.yaml"),
        """
        name: ask
        inputs:
          count: {type: integer, default: 1, description: how many}
          word: {type: secret, description: what nobody is to know}
        steps:
          - {name: agree, approval: {role: operator}}
        """);
    Files.writeString(
        folder.resolve("hwauto.yaml"),
        "definitions:\n  path: %s\n".formatted(folder.resolve("templates")));
    try (var store = store()) {
      store.inventory().update("abc123", Map.of("device_type", "d1.c2.medium"));
    }
  }

  private SqliteStore store() {
    return SqliteStore.open(folder.resolve("hw_automation.db"));
  }

  private CommandRun run(String... arguments) {
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--config", folder.resolve("hwauto.yaml").toString()));
    all.addAll(List.of("--state", folder.toString()));
    return CommandRun.of(all.toArray(String[]::new));
  }

  private CommandRun add(String name, String... more) {
    var arguments = new ArrayList<>(List.of("schedule", "add", name));
    arguments.addAll(List.of("--cron", "30 2 * * *", "--zone", "Europe/Berlin"));
    arguments.addAll(List.of("--template", "ask"));
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  @Test
  void a_cron_text_is_shown_with_its_times_in_the_zone_and_in_utc() {
    var shown =
        CommandRun.of(
            "schedule",
            "next",
            "30 2 * * *",
            "--zone",
            "Europe/Berlin",
            "-n",
            "2",
            "--after",
            "2027-03-28T00:00:00Z");
    assertThat(shown.exitCode()).as(shown.err()).isZero();
    assertThat(shown.out().lines())
        .containsExactly(
            "  Sun 2027-03-28 03:00 +02:00   2027-03-28 01:00Z   in 1h 00m",
            "  Mon 2027-03-29 02:30 +02:00   2027-03-29 00:30Z   in 1d 00h");
    var wrong = CommandRun.of("schedule", "next", "30 25 * * *", "--zone", "UTC", "--json");
    assertThat(wrong.exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
    assertThat(wrong.json().get("error").asString()).contains("the hour '25'", "0-23");
  }

  @Test
  void a_schedule_is_made_shown_changed_paused_resumed_and_removed() {
    var made = add("nightly", "--server", "abc123", "--description", "rack 1", "--set", "count=2");
    assertThat(made.exitCode()).as(made.err()).isZero();
    assertThat(made.out()).contains("schedule nightly is made").contains("02:30 +0");
    assertThat(made.err()).contains("No service runs on this database");
    assertThat(add("nightly").err()).contains("schedule change nightly");
    assertThat(run("schedule", "list").out())
        .contains("nightly  '30 2 * * *' Europe/Berlin  ask on abc123");
    var changed = run("schedule", "change", "nightly", "--cron", "0 4 * * *", "--overlap", "queue");
    assertThat(changed.exitCode()).as(changed.err()).isZero();
    assertThat(changed.out()).contains("cron: 30 2 * * * -> 0 4 * * *").contains("04:00 +0");
    assertThat(run("schedule", "change", "nightly", "--cron", "0 4 * * *").exitCode())
        .isEqualTo(ExitCodes.BAD_INPUT);
    assertThat(run("schedule", "pause", "nightly", "--reason", "holidays").out())
        .contains("is paused");
    var paused = run("schedule", "show", "nightly", "--json").json();
    assertThat(paused.get("paused").asBoolean()).isTrue();
    assertThat(paused.get("next").size()).isZero();
    assertThat(paused.get("inputs").get("count").asString()).isEqualTo("2");
    assertThat(paused.get("overlap").asString()).isEqualTo("queue");
    assertThat(paused.get("revision").asInt()).isEqualTo(3);
    assertThat(run("schedule", "resume", "nightly").out()).contains("fires again");
    assertThat(run("schedule", "list", "--json").json().get("schedules").get(0).get("next").size())
        .isEqualTo(3);
    assertThat(run("schedule", "remove", "nightly", "--reason", "done").exitCode()).isZero();
    assertThat(run("schedule", "list").out()).contains("no schedules");
    try (var store = store()) {
      assertThat(store.audit().of("nightly"))
          .extracting(AuditRecord::action)
          .containsExactly(
              "schedule_removed",
              "schedule_resumed",
              "schedule_paused",
              "schedule_changed",
              "schedule_added");
      assertThat(store.audit().of("nightly"))
          .allMatch(entry -> entry.actor().equals(GlobalOptions.actor()));
    }
  }

  @Test
  void a_dry_run_keeps_nothing() {
    assertThat(add("nightly", "--dry-run").out()).contains("nothing was kept");
    add("weekly");
    run("schedule", "change", "weekly", "--cron", "0 4 * * sun", "--dry-run");
    var schedules = run("schedule", "list", "--json").json().get("schedules");
    assertThat(schedules.size()).isEqualTo(1);
    assertThat(schedules.get(0).get("cron").asString()).isEqualTo("30 2 * * *");
  }

  @Test
  void what_is_wrong_is_said_before_anything_is_kept() {
    refused(add("Nightly"), "'Nightly' is no name");
    refused(
        run("schedule", "add", "n", "--template", "ask", "--cron", "0 0 30 2 *"), "never comes");
    refused(run("schedule", "add", "n", "--template", "ask"), "--cron");
    refused(run("schedule", "add", "n", "--template", "asc", "--cron", "* * * * *"), "asc", "ask");
    refused(add("n", "--set", "count=many"), "count", "many");
    refused(add("n", "--set", "cuont=1"), "did you mean 'count'?");
    refused(add("n", "--set", "word=hunter2"), "input word is a secret", "a schedule keeps none");
    refused(add("n", "--set", "allow_in_use=because"), "nobody gives 'allow_in_use'");
    refused(add("n", "--device-type", "a1.c5.huge"), "a1.c5.huge");
    refused(add("n", "--server", "abc123,abc123"), "named twice");
    refused(add("n", "--server", "../etc"), "no host name");
    refused(add("n", "--missed-limit", "0s"), "between 1s and 31d");
    refused(add("n", "--overlap", "maybe"), "--overlap");
    refused(run("schedule", "show", "nightli"), "there is no schedule 'nightli'");
    assertThat(run("schedule", "list").out()).contains("no schedules");
  }

  private static void refused(CommandRun run, String... anyOf) {
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(ExitCodes.BAD_INPUT);
    assertThat(List.of(anyOf)).as(run.err()).anyMatch(run.err()::contains);
    assertThat(run.err()).doesNotContain("hunter2");
  }

  @Test
  void to_run_one_now_without_a_service_is_refused_with_the_command_that_does_it_here() {
    add("nightly", "--server", "abc123", "--set", "count=2");
    var asked = run("schedule", "run", "nightly");
    refused(asked, "hwauto start ask --server abc123 --set 'count=2'");
    try (var store = store()) {
      assertThat(store.firings().open()).isEmpty();
    }
  }

  @Test
  void one_that_is_asked_for_is_started_by_the_service_within_a_second() {
    add("nightly");
    var configuration =
        Configuration.loader()
            .file(folder.resolve("hwauto.yaml"))
            .flag("state_dir", "--state", folder.toString())
            .load();
    try (var manager = WorkflowManager.open(configuration)) {
      try (var _ =
          Scheduler.start(
              manager.store(),
              new ScheduledStart(manager),
              WorkflowTime.system(),
              "hwauto serve")) {
        var asked = run("schedule", "run", "nightly", "--reason", "now please", "--json");
        assertThat(asked.exitCode()).as(asked.err()).isZero();
        assertThat(asked.json().get("outcome").asString()).isEqualTo("started");
        assertThat(asked.json().get("cause").asString()).isEqualTo(GlobalOptions.actor());
        var run = asked.json().get("run_ids").get(0).asString();
        assertThat(run("run", "show", run).exitCode()).isZero();
        assertThat(run("schedule", "show", "nightly").out())
            .contains("started, asked for by " + GlobalOptions.actor())
            .contains("run " + run);
        assertThat(run("run", "cancel", run).exitCode()).isZero();
      }
    }
  }
}
