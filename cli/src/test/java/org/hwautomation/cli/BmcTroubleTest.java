package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.EffectKind;
import org.hwautomation.simulator.HttpFault;
import org.hwautomation.simulator.SimulatedServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A BMC that is away, is somebody else, refuses, or answers what it should not. */
final class BmcTroubleTest {
  private static final int MANY = 50;

  private static DataCentre dataCentre;

  @TempDir private Path folder;
  private CommandLineRig rig;

  @BeforeAll
  static void start() {
    dataCentre = DataCentre.builder().servers(2).speed(600).start();
  }

  @AfterAll
  static void stop() {
    dataCentre.close();
  }

  @BeforeEach
  void rig() throws IOException {
    rig = new CommandLineRig(folder, dataCentre);
    rig.configure("redfish", "timeout", "1");
  }

  @AfterEach
  void nothing_was_touched_and_no_run_is_left() {
    bmc().faults().bmc().clear();
    assertThat(dataCentre.recorder().effects())
        .allSatisfy(effect -> assertThat(effect.kind()).isEqualTo(EffectKind.LOGIN_REFUSED));
    assertThat(rig.run("run", "list", "--json").json().path("runs")).isEmpty();
  }

  private SimulatedServer bmc() {
    return rig.server(0);
  }

  private String address() {
    return bmc().bmc().network().address();
  }

  /** How often somebody tried to log in to the first server's BMC. */
  private long logins() {
    return dataCentre.recorder().requests().stream()
        .filter(request -> request.channel() == Channel.REDFISH)
        .filter(request -> request.server().equals(bmc().hostname()))
        .filter(request -> request.method().equals("POST") && request.path().contains("Sessions"))
        .count();
  }

  private long requests() {
    return dataCentre.recorder().requests().stream()
        .filter(request -> request.channel() == Channel.REDFISH)
        .filter(request -> request.server().equals(bmc().hostname()))
        .count();
  }

  @ParameterizedTest
  @CsvSource({
    "HTML, 1, 'not a JSON object'",
    "NOT_JSON, 1, 'not a JSON object'",
    "TRUNCATED_JSON, 1, 'not a JSON object'",
    "EMPTY_BODY, 1, 'not a JSON object'",
    "REDIRECT_LOOP, 1, 'in a loop'",
    "CONFLICT, 3, 'HTTP 409'",
    "UNAVAILABLE, 3, 'HTTP 503'",
    "INTERNAL_ERROR, 3, 'HTTP 500'",
    "HANG, 3, 'within 1 s (request timeout)'",
    "CLOSE, 3, 'the connection broke'",
  })
  void a_bad_answer_is_told_with_the_bmc_and_the_request(
      HttpFault fault, int exitCode, String words) throws IOException {
    rig.configure("redfish", "retries", "0");
    bmc().faults().bmc().next(MANY, fault);

    Told.inJson(
        rig.run("bmc", "info", bmc().hostname(), "--json"),
        exitCode,
        "BMC " + address(),
        "/redfish/v1/",
        words);
    bmc().faults().bmc().next(MANY, fault);
    Told.inJson(
        rig.run(rig.provision(0, "--json")), exitCode, "BMC " + address(), "/redfish/v1/", words);
    bmc().faults().bmc().next(MANY, fault);
    Told.inJson(
        rig.run("bmc", "power", "off", bmc().hostname(), "--yes", "--json"),
        exitCode,
        "BMC " + address(),
        words);
  }

  @Test
  void a_wrong_password_is_tried_once_whatever_the_retries_and_by_whatever_command()
      throws IOException {
    rig.configure("redfish", "retries", "9");
    Files.writeString(
        rig.config(),
        Files.readString(rig.config())
            + "servers:\n  %s:\n    bmc:\n      username: \"nobody\"\n      password: \"Wr0ng-Pa55\"\n"
                .formatted(bmc().hostname()));
    var before = logins();

    Told.inJson(
        rig.run(rig.provision(0, "--json")),
        ExitCodes.UNREACHABLE,
        "BMC " + address(),
        "refused the login of user 'nobody'",
        "one attempt",
        "check the password");
    assertThat(logins() - before).isEqualTo(1);
    for (var again : new String[] {"info", "lan", "boot"}) {
      Told.inJson(
          rig.run("bmc", again, bmc().hostname(), "--json"),
          ExitCodes.BAD_INPUT,
          "is not tried",
          "hwauto bmc unlock " + address());
    }
    Told.inJson(
        rig.run(rig.provision(0, "--json")), ExitCodes.BAD_INPUT, "hwauto bmc unlock " + address());
    assertThat(logins() - before).as("logins on the wire").isEqualTo(1);
    assertThat(dataCentre.recorder().unsafeActs()).isEmpty();
  }

  @Test
  void a_closed_port_is_told_with_what_to_check() throws IOException {
    rig.configure("redfish", "retries", "0");
    Files.writeString(
        rig.config(),
        Files.readString(rig.config())
            + "servers:\n  %s:\n    bmc:\n      address: \"10.0.250.250\"\n"
                .formatted(bmc().hostname()));

    for (var arguments :
        new String[][] {
          rig.provision(0, "--json"), {"bmc", "info", bmc().hostname(), "--json"},
        }) {
      Told.inJson(
          rig.run(arguments),
          ExitCodes.UNREACHABLE,
          "BMC 10.0.250.250",
          "connection refused",
          "check address and port");
    }
  }

  @Test
  void a_wrong_certificate_is_told_before_the_password_is_sent() throws IOException {
    rig.configure("\"" + address() + "\": \"[0-9a-f]{64}\"", "\"" + address() + "\": \"" + pin());
    var before = requests();

    for (var arguments :
        new String[][] {
          rig.provision(0, "--json"), {"bmc", "info", bmc().hostname(), "--json"},
        }) {
      Told.inJson(
          rig.run(arguments),
          ExitCodes.UNREACHABLE,
          "BMC " + address(),
          "a certificate that is not trusted",
          "No password was sent",
          "pin that fingerprint");
    }
    assertThat(requests() - before).as("requests that got through the handshake").isZero();
  }

  private static String pin() {
    return "ab".repeat(32) + "\"";
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 2", "2, 3"})
  void a_read_is_sent_again_as_often_as_configured(int retries, int sent) throws IOException {
    rig.configure("redfish", "retries", String.valueOf(retries));
    bmc().faults().bmc().next(MANY, HttpFault.INTERNAL_ERROR);
    var before = requests();

    Told.clearly(
        rig.run("bmc", "info", bmc().hostname()), ExitCodes.UNREACHABLE, "BMC " + address());

    assertThat(requests() - before).isEqualTo(sent);
  }
}
