package org.hwautomation.hardware.vendortools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.HardwareException.Kind;
import org.hwautomation.hardware.vendortools.ToolHost.Printed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The makers' programs, played by a script: what is run, and what is made of what they print. */
class VendorToolsTest {
  private static final String BANNER = "Supermicro Update Manager (for UEFI BIOS) 2.5.0\n";

  private static final class Scripted implements ToolHost {
    private final List<Line> ran = new ArrayList<>();
    private final Function<String, Printed> script;

    private Scripted(Function<String, Printed> script) {
      this.script = script;
    }

    @Override
    public String peer() {
      return "SSH ubuntu@10.1.0.5:22";
    }

    @Override
    public Printed run(Line line) {
      ran.add(line);
      return script.apply(line.text());
    }

    private List<String> changes() {
      return ran.stream().filter(Line::changing).map(Line::text).toList();
    }
  }

  private static Printed says(String out) {
    return new Printed(0, out, "");
  }

  private static Printed ends(int status, String err) {
    return new Printed(status, "", err);
  }

  private static Scripted sum(Function<String, Printed> more) {
    return new Scripted(
        line ->
            line.startsWith("command -v")
                ? says("/opt/supermicro/sum/sum\n")
                : line.endsWith("--version") ? says(BANNER) : more.apply(line));
  }

  private static void fails(Runnable what, Kind kind, String... words) {
    assertThatThrownBy(what::run)
        .isInstanceOfSatisfying(HardwareException.class, e -> assertThat(e.kind()).isEqualTo(kind))
        .hasMessageContainingAll(words);
  }

  @Test
  void a_program_that_the_host_lacks_is_unavailable() {
    var bare = new Scripted(line -> ends(1, ""));
    fails(() -> SupermicroSum.on(bare), Kind.UNAVAILABLE, "has no Supermicro sum");
    fails(() -> Racadm.on(bare), Kind.UNAVAILABLE, "has no racadm");
    fails(() -> Ilorest.on(bare), Kind.UNAVAILABLE, "has no ilorest");
  }

  @Test
  void the_check_sum_of_coreutils_is_not_taken_for_supermicros_sum() {
    var host =
        new Scripted(
            line ->
                line.startsWith("command -v")
                    ? says("/usr/sbin/sum\n")
                    : says("sum (GNU coreutils) 9.4\n"));
    fails(() -> SupermicroSum.on(host), Kind.UNAVAILABLE, "another program", "coreutils");
  }

  @ParameterizedTest
  @CsvSource({
    "106, BUSY, driver is busy", "107, BUSY, ROM is occupied",
    "80, UNAVAILABLE, not activated", "108, UNAVAILABLE, Secure Boot",
    "60, REJECTED, file is invalid", "255, REJECTED, no code"
  })
  void what_sum_ends_with_says_what_sort_of_failure_it_is(int status, Kind kind, String text) {
    var host = sum(line -> line.startsWith("cat >") ? says("") : ends(status, "ERROR"));
    var sum = SupermicroSum.on(host);
    fails(() -> sum.change("<BiosCfg/>"), kind, "-c ChangeBiosCfg", "(", text);
    fails(sum::currentSettings, kind, "-c GetCurrentBiosCfg");
  }

  @Test
  void a_change_is_one_call_and_what_it_was_given_is_kept_only_if_it_succeeded() {
    var host = sum(line -> says(BANNER));
    SupermicroSum.on(host).change("<BiosCfg/>");
    assertThat(host.changes())
        .containsExactly(
            "cat > hwautomation-bios-next.xml",
            "sudo -n /opt/supermicro/sum/sum -c ChangeBiosCfg --file hwautomation-bios-next.xml"
                + " && mv hwautomation-bios-next.xml hwautomation-bios-staged.xml");
    assertThat(host.ran.get(2).input()).isEqualTo("<BiosCfg/>");
  }

  private static final String PROC =
      """
      [Key=BIOS.Setup.1-1#ProcSettings]
      #ProcCoreSpeed=3.10 GHz
      LogicalProc=Enabled (Pending Value=Disabled)
      ProcVirtualization=Enabled

      """;

  private static Scripted dell(String queue, Printed written) {
    return new Scripted(
        line ->
            line.startsWith("command -v")
                ? says("/opt/dell/srvadmin/sbin/racadm\n")
                : line.endsWith("get BIOS")
                    ? says("BIOS.ProcSettings\nBIOS.MiscSettings\n")
                    : line.endsWith("BIOS.ProcSettings")
                        ? says(PROC)
                        : line.endsWith("BIOS.MiscSettings")
                            ? says(
                                "[Key=BIOS.Setup.1-1#MiscSettings]\nAssetTag=\nErrPrompt=Enabled\n")
                            : line.endsWith("jobqueue view") ? says(queue) : written);
  }

  @Test
  void racadm_tells_current_pending_and_read_only_settings_with_their_groups() {
    var settings = Racadm.on(dell("", says(""))).settings();
    assertThat(settings.current())
        .containsEntry("ProcCoreSpeed", "3.10 GHz")
        .containsEntry("LogicalProc", "Enabled")
        .containsEntry("AssetTag", "")
        .hasSize(5);
    assertThat(settings.pending()).isEqualTo(Map.of("LogicalProc", "Disabled"));
    assertThat(settings.readOnly()).containsExactly("ProcCoreSpeed");
    assertThat(settings.groups()).containsEntry("ErrPrompt", "MiscSettings");
  }

  @Test
  void racadm_sets_only_what_is_not_pending_and_makes_one_job_of_all() {
    var host =
        dell("", says("RAC1024: Successfully scheduled a job.\nCommit JID = JID_927008261880\n"));
    var racadm = Racadm.on(host);
    var job =
        racadm.stage(Map.of("LogicalProc", "Disabled", "ErrPrompt", "Disabled"), racadm.settings());
    assertThat(job).isEqualTo("JID_927008261880");
    assertThat(host.changes())
        .containsExactly(
            "sudo -n /opt/dell/srvadmin/sbin/racadm set BIOS.MiscSettings.ErrPrompt Disabled && sudo"
                + " -n /opt/dell/srvadmin/sbin/racadm jobqueue create BIOS.Setup.1-1");
  }

  @Test
  void a_job_that_waits_is_adopted_if_it_is_ours_and_refused_if_it_has_other_settings() {
    var queue = "[Job ID=JID_1]\nJob Name=Configure: BIOS.Setup.1-1\nStatus=Scheduled\n";
    var host = dell(queue, says(""));
    var racadm = Racadm.on(host);
    assertThat(racadm.stage(Map.of("LogicalProc", "Disabled"), racadm.settings()))
        .isEqualTo("JID_1");
    fails(
        () -> racadm.stage(Map.of("ErrPrompt", "Disabled"), racadm.settings()),
        Kind.BUSY,
        "JID_1",
        "other BIOS settings");
    assertThat(host.changes()).isEmpty();
  }

  @Test
  void a_racadm_that_makes_no_job_has_failed_whatever_it_says() {
    for (var answer : List.of(says("RAC1017: Successfully modified"), ends(2, "ERROR: RAC1018"))) {
      var racadm = Racadm.on(dell("", answer));
      fails(
          () -> racadm.stage(Map.of("ErrPrompt", "Disabled"), racadm.settings()),
          Kind.REJECTED,
          "made no job");
    }
  }

  @Test
  void ilorest_is_read_through_its_remarks_and_never_given_a_password() {
    var host =
        new Scripted(
            line ->
                line.startsWith("command -v")
                    ? says("/usr/sbin/ilorest\n")
                    : says(
                        "Discovering data...Done\n{\"Attributes\": {\"ProcSMT\": \"Enabled\","
                            + " \"Hours\": 12, \"Ack\": true, \"AdminPassword\": null}}\n"));
    var ilorest = Ilorest.on(host);
    assertThat(ilorest.settings().current())
        .isEqualTo(Map.of("ProcSMT", "Enabled", "Hours", 12L, "Ack", true));
    ilorest.stage(Map.of("ProcSMT", "Disabled"));
    assertThat(host.changes())
        .containsExactly(
            "cat > hwautomation-bios-next.json",
            "sudo -n /usr/sbin/ilorest --nologo rawpatch hwautomation-bios-next.json");
    assertThat(host.ran)
        .extracting(ToolHost.Line::text)
        .noneMatch(text -> text.matches(".*\\s(-u|-p|--user|--password)\\b.*"));
  }

  @Test
  void an_ilo_that_wants_a_login_is_unavailable_and_no_json_breaks_the_protocol() {
    fails(
        () ->
            Ilorest.on(
                new Scripted(
                    line ->
                        line.startsWith("command -v")
                            ? says("/usr/sbin/ilorest\n")
                            : ends(32, "Invalid credentials"))),
        Kind.UNAVAILABLE,
        "login without a password");
    for (var answer : List.of("", "<html>", "{\"Attributes\": {", "{\"Attributes\": {}}")) {
      var ilorest =
          Ilorest.on(
              new Scripted(
                  line ->
                      line.startsWith("command -v") ? says("/usr/sbin/ilorest\n") : says(answer)));
      fails(ilorest::settings, Kind.PROTOCOL, "rawget");
    }
  }
}
