package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.HttpFault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A MAAS that is away, slow, or answers what it should not. */
final class MaasTroubleTest {
  private static final int MANY = 50;

  private static DataCentre dataCentre;

  @TempDir private Path folder;
  private CommandLineRig rig;

  @BeforeAll
  static void start() {
    dataCentre = DataCentre.builder().servers(1).speed(600).start();
  }

  @AfterAll
  static void stop() {
    dataCentre.close();
  }

  @BeforeEach
  void rig() throws IOException {
    rig = new CommandLineRig(folder, dataCentre);
    rig.configure("maas", "timeout", "1");
  }

  @AfterEach
  void nothing_was_touched_and_no_run_is_left() {
    dataCentre.maasFaults().clear();
    assertThat(dataCentre.recorder().effects()).isEmpty();
    assertThat(rig.run("run", "list", "--json").json().path("runs")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "HTML, 1, 'an HTML page'",
    "NOT_JSON, 1, 'not whole JSON'",
    "TRUNCATED_JSON, 1, 'not whole JSON'",
    "EMPTY_BODY, 1, 'an empty answer instead of JSON'",
    "REDIRECT_LOOP, 1, 'not followed so that the API key goes nowhere else'",
    "CONFLICT, 1, 'wrong state'",
    "UNAUTHORIZED, 3, 'Check maas.api_key'",
    "UNAVAILABLE, 3, 'HTTP 503'",
    "INTERNAL_ERROR, 3, 'HTTP 500'",
    "HANG, 3, 'no whole answer within 1000 ms'",
    "CLOSE, 3, 'the connection broke'",
  })
  void a_bad_answer_is_an_error_and_never_an_empty_list(
      HttpFault fault, int exitCode, String words) {
    dataCentre.maasFaults().next(MANY, fault);

    Told.inJson(rig.run("maas", "machines", "--json"), exitCode, "127.0.0.1:", words);
    Told.clearly(rig.run(rig.provision(0)), exitCode, "error: MAAS http://127.0.0.1:", words);
  }

  @Test
  void a_503_with_a_retry_after_that_can_be_waited_for_is_waited_for() throws IOException {
    rig.configure("timeout: \"1\"", "timeout: \"30\"");
    try (var busy = HostileServer.between(dataCentre)) {
      var first = new AtomicBoolean(true);
      busy.refuse(503, "2", exchange -> first.getAndSet(false));
      rig.configure(
          "url: \"http://127.0.0.1:[0-9]*/", "url: \"http://127.0.0.1:" + busy.port() + "/");

      var began = System.nanoTime();
      var done = rig.run("maas", "machines", "--json");
      assertThat(done.exitCode()).as(done.err()).isZero();
      assertThat(done.json().path("machines")).hasSize(1);
      assertThat(Duration.ofNanos(System.nanoTime() - began))
          .as("it says Retry-After: 2")
          .isGreaterThan(Duration.ofMillis(1_900));
    }
  }

  @Test
  void a_503_with_a_retry_after_that_is_too_long_to_wait_for_is_told_at_once() throws IOException {
    dataCentre.maasFaults().next(1, HttpFault.UNAVAILABLE); // which says Retry-After: 10

    Told.inJson(
        rig.run("maas", "machines", "--json"), ExitCodes.UNREACHABLE, "HTTP 503", "127.0.0.1:");
  }

  @Test
  void a_maas_that_is_down_is_told_with_its_address() throws IOException {
    rig.configure("url: \"http://127.0.0.1:[0-9]*/", "url: \"http://127.0.0.1:1/");

    Told.inJson(
        rig.run(rig.provision(0, "--json")),
        ExitCodes.UNREACHABLE,
        "127.0.0.1:1",
        "no connection",
        "is the address right and MAAS up?");
  }

  @Test
  void a_wrong_key_is_told_and_not_shown() throws IOException {
    rig.configure("api_key: \"[^\"]*\"", "api_key: \"a:b:T0ken-Secret\"");

    Told.inJson(
        rig.run(rig.provision(0, "--json")),
        ExitCodes.UNREACHABLE,
        "refused the API key",
        "Check maas.api_key");
  }

  @Test
  void a_web_server_that_is_no_maas_is_told() throws IOException {
    try (var other = HostileServer.plain()) {
      rig.configure(
          "url: \"http://127.0.0.1:[0-9]*/", "url: \"http://127.0.0.1:" + other.port() + "/");

      Told.inJson(
          rig.run(rig.provision(0, "--json")), ExitCodes.FAILED, "an HTML page", "instead of JSON");
    }
  }

  @Test
  void a_maas_behind_https_is_trusted_by_its_pin_alone() throws Exception {
    try (var secure = HostileServer.secure(dataCentre)) {
      rig.configure(
          "url: \"http://127.0.0.1:[0-9]*/", "url: \"https://127.0.0.1:" + secure.port() + "/");
      Told.inJson(
          rig.run("maas", "machines", "--json"),
          ExitCodes.UNREACHABLE,
          "certificate is not trusted",
          "the API key was not sent",
          "maas.pins");

      rig.configure("maas", "pins", "0".repeat(64));
      Told.inJson(
          rig.run("maas", "machines", "--json"),
          ExitCodes.UNREACHABLE,
          secure.fingerprint(),
          "not among those pinned");
      assertThat(secure.requests()).as("nothing was sent to it").isZero();

      rig.configure("0".repeat(64), secure.fingerprint());
      assertThat(rig.run("maas", "machines", "--json").json().path("machines")).hasSize(1);
      assertThat(secure.requests()).isPositive();
    }
  }
}
