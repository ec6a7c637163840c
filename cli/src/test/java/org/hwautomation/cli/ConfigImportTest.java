package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code config import}, as it is typed. */
final class ConfigImportTest {
  @TempDir private Path folder;

  private Path site(String config) throws IOException {
    var site = Files.createDirectories(folder.resolve("site"));
    Files.writeString(site.resolve("config.yaml"), config);
    Files.writeString(site.resolve(".env"), "IPMI_PASSWORD=Wr0ng-Pa55\nREDIS_HOST=r\n");
    Files.writeString(site.resolve("notes.txt"), "x");
    return site;
  }

  @Test
  void a_folder_is_told_file_by_file_and_nothing_is_written() throws IOException {
    var run =
        CommandRun.of(
            "config",
            "import",
            site("maas: {host: maas.example.com, hots: x}\nredis: {}\n").toString());

    assertThat(run.exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
    assertThat(run.out())
        .contains(
            "config.yaml  configuration",
            "ok    1:14    maas.host: is maas.url: maas.example.com",
            "wrong 1:32    maas.hots: unknown key 'maas.hots'; did you mean 'maas.host'?",
            "-     2:1     redis: no Redis is used",
            ".env  environment variables",
            "IPMI_PASSWORD: is ipmi.password",
            "notes.txt",
            "3 files: 2 understood, 2 without a meaning here, 1 wrong; 1 not recognised",
            "nothing was written; --output NEW_DIR")
        .doesNotContain("Wr0ng-Pa55");
    assertThat(folder.toFile().list()).containsExactly("site");
  }

  @Test
  void what_is_written_passes_the_check_and_a_second_time_is_refused() throws IOException {
    var site = site("maas: {host: maas.example.com}\n").toString();
    var target = folder.resolve("new");

    var run = CommandRun.of("config", "import", site, "--output", target.toString(), "--json");

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.json().path("ok").asBoolean()).isTrue();
    assertThat(run.json().path("written").toString()).contains("hwauto.yaml");
    assertThat(run.json().path("keep_set").toString()).contains("IPMI_PASSWORD");
    assertThat(run.out() + run.err()).doesNotContain("Wr0ng-Pa55");
    var file = target.resolve("hwauto.yaml").toString();
    var check = CommandRun.of("config", "check", "--config", file, "--json");
    assertThat(check.exitCode()).as(check.err()).isZero();
    assertThat(check.json().path("warnings")).isEmpty();

    var again = CommandRun.of("config", "import", site, "--output", target.toString());
    assertThat(again.exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
    assertThat(again.err()).contains("is there already and not empty");
  }

  @Test
  void what_is_right_is_written_though_something_is_wrong() throws IOException {
    var run =
        CommandRun.of(
            "config",
            "import",
            site("maas: {host: maas, timeout: soon}\n").toString(),
            "--output",
            folder.resolve("new").toString(),
            "--with-secrets");

    assertThat(run.exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
    assertThat(run.out()).contains("what is wrong is not in it").doesNotContain("left out");
    assertThat(folder.resolve("new/hwauto.yaml"))
        .content()
        .contains("url: \"maas\"", "password: \"Wr0ng-Pa55\"")
        .doesNotContain("timeout");
  }

  @Test
  void the_originals_files_work_without_an_import_too() throws IOException {
    var site = site("database: {path: a.db, auto_migrate: true}\nmaas: {host: maas}\n");
    var check =
        CommandRun.of(
            "config", "check", "--config", site.resolve("config.yaml").toString(), "--json");
    assertThat(check.exitCode()).as(check.err()).isZero();
    assertThat(check.json().path("settings").toString())
        .contains(".env:1:1: IPMI_PASSWORD", "config.yaml:1:")
        .doesNotContain("Wr0ng-Pa55");
    assertThat(check.json().path("warnings").toString()).contains("REDIS_HOST", "auto_migrate");
  }

  @Test
  void names_and_texts_made_for_terminals_are_shown_harmless() throws IOException {
    var site = site("\"m\\e[31maas\": 1\n");
    Files.writeString(site.resolve("a\u001b[2J.txt"), "x");
    var run = CommandRun.of("config", "import", site.toString());
    assertThat(run.out()).doesNotContain("\u001b").contains("a?[2J.txt");
  }

  @Test
  void a_folder_that_is_not_there_is_named() {
    var run = CommandRun.of("config", "import", folder.resolve("absent").toString());
    assertThat(run.exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
    assertThat(run.err()).contains("absent: does not exist; check the path");
  }
}
