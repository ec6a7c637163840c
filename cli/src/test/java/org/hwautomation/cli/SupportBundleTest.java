package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** What is handed to those who are to help. */
final class SupportBundleTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private Path folder;

  private static Map<String, String> files(Path zip) throws IOException {
    var files = new LinkedHashMap<String, String>();
    try (var open = new ZipFile(zip.toFile())) {
      for (var entry : open.stream().toList()) {
        files.put(
            entry.getName(),
            new String(open.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return files;
  }

  @Test
  void a_bundle_holds_all_about_a_failed_run_and_no_secret() throws Exception {
    try (var rig = new CommandLineRig(folder, 1)) {
      var secret = rig.server(0).maas().powerParameters().getOrDefault("power_pass", "");
      var key = rig.dataCentre().configuration().getOrDefault("maas.api_key", "");
      var log = folder.resolve("hwauto.log");
      rig.configure("logging", "file", log.toString());
      rig.configure("bmc", "password", "c0nfigured-secret");
      var failed =
          rig.run(rig.provision(0, "--target-ipmi-ip", "10.0.1.7", "--gateway", "10.99.0.1"));
      assertThat(failed.exitCode()).as(failed.err()).isNotZero();
      var run = "provision-" + rig.server(0).hostname();
      Files.writeString(
          log,
          "first line\nsent c0nfigured-secret with key %s\npassword=%s\n".formatted(key, secret));
      var zip = folder.resolve("bundle.zip");
      var made = rig.run("support-bundle", run, "--out", zip.toString(), "--json");
      if (made.exitCode() == ExitCodes.BAD_INPUT) { // the address was refused before the run began
        var again = rig.run(rig.provision(0, "--template", "commissioning"));
        assertThat(again.exitCode()).as(again.err()).isZero();
        made = rig.run("support-bundle", run, "--out", zip.toString(), "--json");
      }
      assertThat(made.exitCode()).as(made.err()).isZero();
      var files = files(zip);
      assertThat(files)
          .containsOnlyKeys(
              "manifest.json",
              "journal.json",
              "run.json",
              "situation.json",
              "server.json",
              "audit.json",
              "settings.json",
              "versions.json",
              "log.txt");
      var parts = key.split(":");
      files.forEach(
          (name, text) ->
              assertThat(text)
                  .as(name)
                  .doesNotContain(secret, key, parts[parts.length - 1], "c0nfigured-secret"));
      assertThat(files.get("log.txt")).startsWith("first line\nsent *** with key ***");
      var manifest = JSON.readTree(files.get("manifest.json"));
      assertThat(manifest.get("files")).hasSize(8);
      assertThat(manifest.get("files").get(0).get("bytes").asInt())
          .isEqualTo(files.get("journal.json").getBytes(StandardCharsets.UTF_8).length);
      assertThat(JSON.readTree(files.get("journal.json")).get("entries")).isNotEmpty();
      assertThat(JSON.readTree(files.get("settings.json")).valueStream())
          .anyMatch(
              each ->
                  each.get("name").asString().equals("bmc.password")
                      && each.get("value").asString().equals("***"));
      var twice = rig.run("support-bundle", run, "--out", zip.toString());
      assertThat(twice.exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
      assertThat(twice.err()).contains("is there already; name another with --out");
      assertThat(rig.run("support-bundle", "nobody").exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
    }
  }
}
