package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.hwautomation.simulator.EffectKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs that wait for their maintenance window, and what a person can do about it. */
@Timeout(90)
final class MaintenanceWindowsTest {
  private static final String WINDOWS =
      """
      maintenance:
        windows:
          leap_days: {opens: "0 0 29 2 *", lasts: 4h, zone: Europe/Berlin}
          always: {opens: "0 * * * *", lasts: 1h}
        default: leap_days
      """;

  @TempDir private Path folder;
  private CommandLineRig rig;
  private final List<HwautoProcess> processes = new ArrayList<>();

  @BeforeEach
  void simulate() throws IOException {
    rig = new CommandLineRig(folder, 1);
    Files.writeString(rig.config(), Files.readString(rig.config()) + WINDOWS);
  }

  @AfterEach
  void stop() {
    processes.forEach(HwautoProcess::close);
    rig.close();
  }

  private String[] bios(String... more) {
    var words = new ArrayList<>(List.of(rig.provision(0, "--template", "bios_configuration")));
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  private HwautoProcess inBackground(String... arguments) throws IOException {
    var words = new ArrayList<>(List.of(arguments));
    words.addAll(List.of("--config", rig.config().toString(), "--state", rig.state().toString()));
    var process = HwautoProcess.start(folder, words);
    processes.add(process);
    return process;
  }

  private long applied() {
    return rig.dataCentre().recorder().count(rig.server(0).hostname(), EffectKind.BIOS_APPLIED);
  }

  @Test
  void a_restart_waits_and_a_person_may_not_want_to() throws Exception {
    var provision = inBackground(bios());
    Eventually.until(
        "it waits",
        Duration.ofMinutes(1),
        () ->
            rig.run("why", rig.server(0).hostname(), "--no-maas")
                .out()
                .contains("waiting for window"));
    assertThat(applied()).isZero();

    var why = rig.run("why", rig.server(0).hostname(), "--no-maas");
    assertThat(why.out())
        .contains(
            "reboot_server waits for maintenance window leap_days, which opens in",
            "at 2028-02-28T23:00:00Z",
            "--reason TEXT",
            "reboot_server is done at once");
    var run = rig.run("run", "list", "--json").json().path("runs").path(0).path("run_id");
    Told.clearly(rig.run("run", "now", run.asString()), 2, "--reason");
    assertThat(rig.run("run", "now", run.asString(), "--reason", "the rack is empty").exitCode())
        .isZero();
    assertThat(provision.await().exitCode()).as(provision.printed()).isZero();
    assertThat(applied()).isPositive();
    assertThat(rig.run("run", "events", run.asString()).out())
        .contains(
            "reboot_server waits for maintenance window leap_days",
            "lets it wait for no maintenance window: the rack is empty");
  }

  @Test
  void it_is_said_at_the_start_as_well_and_names_are_checked_first() {
    Told.clearly(
        rig.run(bios("--window", "always-open")),
        2,
        "no maintenance window 'always-open' is configured",
        "always");
    Told.clearly(rig.run(bios("--window", "always", "--now", "why")), 2, "leave one away");
    Told.clearly(rig.run(bios("--now", " ")), 2, "--now needs a reason");
    assertThat(rig.run("run", "list", "--json").json().path("runs")).isEmpty();

    assertThat(rig.run(bios("--dry-run")).out())
        .contains("points of no return wait for maintenance window leap_days (0 0 29 2 *");

    var done = rig.run(bios("--window", "always"));
    assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
    var again = rig.run(bios("--now", "nobody uses it yet", "--workflow-id", "again"));
    assertThat(again.exitCode()).as(again.out() + again.err()).isZero();
    assertThat(rig.run("run", "events", "again").out()).contains(": nobody uses it yet");
  }
}
