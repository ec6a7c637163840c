package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Three captured real BMCs, served over HTTP without a login. */
class CapturedBmcTest {
  private @Nullable CapturedTree tree;
  @TempDir private Path folder;

  @AfterEach
  void stop() {
    if (tree != null) {
      tree.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "dell-r750-idrac9-6.00.30, dell, 455, 29",
    "hpe-dl385-gen10plus-ilo5-2.72, hpe, 277, 48",
    "supermicro-sys-821ge-tnhr, supermicro, 379, 106",
  })
  void a_captured_bmc_is_read_whole(String name, String vendor, int attributes, int items)
      throws Exception {
    var url = serve(name);

    var info = run("bmc", "info", url);
    assertThat(info.json().path("vendor").asString()).isEqualTo(vendor);
    assertThat(info.json().path("serial").asString()).isNotEmpty();

    var bios = run("bios", "show", url).json();
    assertThat(bios.path("attributes").size()).isEqualTo(attributes);

    var firmware = run("firmware", "inventory", url).json();
    assertThat(firmware.path("items").size()).isEqualTo(items);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dell-r750-idrac9-6.00.30 | SysProfile: Custom, ProcTurboMode: Disabled",
        "hpe-dl385-gen10plus-ilo5-2.72 |"
            + " WorkloadProfile: Custom, AMDPerformanceWorkloadProfile: CPUIntensive",
        "supermicro-sys-821ge-tnhr | Watch Dog Function: Enabled, Watch Dog Action: NMI",
      })
  void what_a_captured_bios_opens_after_a_reset_is_planned_for_a_second_pass(
      String name, String settings) throws Exception {
    var url = serve(name);
    var types =
        Files.writeString(
            folder.resolve("types.yaml"),
            """
            device_configuration: {vendors: {v: {motherboards: {b: {device_types: {
              both: {bios_settings: {%s}},
              second: {bios_settings: {%s}}}}}}}}
            """
                .formatted(settings, settings.substring(settings.indexOf(',') + 1)));
    var config =
        Files.writeString(folder.resolve("hwauto.yaml"), "devices: {file: '" + types + "'}\n");

    var both = run("bios", "plan", url, "--device-type", "both", "--config", config.toString());
    assertThat(both.json().path("resets").asInt()).as(both.out()).isEqualTo(2);
    assertThat(both.json().path("passes").path(0).path("changes").size()).isEqualTo(1);

    var second =
        CommandRun.of(
            "bios",
            "plan",
            "--redfish",
            url,
            "--device-type",
            "second",
            "--config",
            config.toString(),
            "--state",
            folder.resolve("s").toString());
    assertThat(second.exitCode()).isEqualTo(ExitCodes.FAILED);
    assertThat(second.out()).contains("while", "the template may set it to");
  }

  @ParameterizedTest
  @CsvSource({
    "dell-r750-idrac9-6.00.30, 75, 200",
    "hpe-dl385-gen10plus-ilo5-2.72, 0, 60",
    "supermicro-sys-821ge-tnhr, 0, 60",
  })
  void a_captured_bmc_gives_a_device_type(String name, int least, int most) throws Exception {
    var capture = run("bios", "capture", serve(name)).json();
    assertThat(capture.path("count").asInt()).isBetween(least, most);
    assertThat(capture.path("settings").toString())
        .doesNotContainIgnoringCase("password")
        .doesNotContainIgnoringCase("serialnumber");
  }

  private CommandRun run(String group, String command, String url, String... more) {
    var all = new ArrayList<>(List.of(group, command, "--redfish", url, "--json"));
    all.addAll(List.of("--state", folder.resolve("s").toString()));
    all.addAll(List.of(more));
    var run = CommandRun.of(all.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run;
  }

  private String serve(String name) throws IOException, InterruptedException {
    var captured = CapturedTree.serve(name);
    tree = captured;
    return captured.uri().toString();
  }
}
