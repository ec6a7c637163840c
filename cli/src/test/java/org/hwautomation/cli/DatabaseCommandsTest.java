package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Old runs deleted, and a backup made and put back, from the command line. */
final class DatabaseCommandsTest {
  @TempDir private Path folder;

  @Test
  void what_was_deleted_is_there_again_after_the_backup_is_restored() throws Exception {
    try (var rig = new CommandLineRig(folder, 1)) {
      for (var i = 0; i < 2; i++) {
        var run = rig.run(rig.provision(0, "--template", "commissioning", "--json"));
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
      }
      var backup = folder.resolve("copy.db").toString();
      assertThat(rig.run("db", "backup", backup).exitCode()).isZero();

      var would = rig.run("run", "prune", "--older-than", "1ms", "--dry-run", "--json").json();
      assertThat(would.path("runs").asInt()).as("the newest of the server stays").isEqualTo(1);
      assertThat(would.path("deleted").asBoolean()).isFalse();
      Told.inJson(
          rig.run("run", "prune", "--older-than", "1ms", "--json"),
          ExitCodes.BAD_INPUT,
          "1 runs",
          "--yes");
      assertThat(runs(rig)).isEqualTo(2);
      var gone = rig.run("run", "prune", "--older-than", "1ms", "--yes");
      assertThat(gone.exitCode()).as(gone.err()).isZero();
      assertThat(runs(rig)).isEqualTo(1);

      Told.inJson(
          rig.run("db", "restore", backup, "--json"), ExitCodes.BAD_INPUT, "copy.db", "--yes");
      var restored = rig.run("db", "restore", backup, "--yes", "--json");
      assertThat(restored.exitCode()).as(restored.err()).isZero();
      assertThat(Path.of(restored.json().path("replaced").asString())).exists();
      assertThat(runs(rig)).isEqualTo(2);
      assertThat(rig.run("audit", "verify").exitCode()).isZero();
      assertThat(rig.run("audit", "list").out()).contains("database_restored");

      Files.writeString(folder.resolve("letter"), "a letter");
      Told.inJson(
          rig.run("db", "restore", folder.resolve("letter").toString(), "--yes", "--json"),
          ExitCodes.BAD_INPUT,
          "is no whole database");
    }
  }

  private static int runs(CommandLineRig rig) {
    return rig.run("run", "list", "--json").json().path("runs").size();
  }
}
