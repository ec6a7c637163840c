package org.hwautomation.hardware.redfish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.hwautomation.hardware.redfish.FakeBmc.SYSTEM;
import static org.hwautomation.hardware.redfish.FakeBmc.error;
import static org.hwautomation.hardware.redfish.FakeBmc.reply;

import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.hwautomation.hardware.Credentials;
import org.hwautomation.hardware.HardwareException.Kind;
import org.hwautomation.hardware.Secret;
import org.junit.jupiter.api.Test;

class WritesTest {
  private static final String PATCH = "PATCH " + SYSTEM;

  /** Answers PATCH as a BMC that takes only this If-Match; "none" for no header. */
  private static FakeBmc taking(FakeBmc bmc, String shown, String taken, int refusal) {
    bmc.on("GET", SYSTEM, reply(200, "{\"Id\": \"1\"}").with("ETag", shown));
    return bmc.on(
        "PATCH",
        SYSTEM,
        request -> {
          var match = request.header("If-Match");
          return (match == null ? "none" : match).equals(taken)
              ? reply(200, "")
              : reply(refusal, "");
        });
  }

  @Test
  void the_etag_is_sent_as_it_was_given() throws Exception {
    try (var bmc = taking(FakeBmc.http(), "\"abc\"", "\"abc\"", 412);
        var client = bmc.client()) {
      client.patch(SYSTEM, Json.object());
      assertThat(bmc.count(PATCH)).isEqualTo(1);
    }
  }

  @Test
  void a_refused_weak_etag_is_sent_in_its_strong_form() throws Exception {
    try (var bmc = taking(FakeBmc.http(), "W/\"abc\"", "\"abc\"", 412);
        var client = bmc.client()) {
      client.patch(SYSTEM, Json.object());
      assertThat(bmc.count(PATCH)).isEqualTo(2);
    }
  }

  @Test
  void a_bmc_that_refuses_every_etag_gets_none() throws Exception {
    try (var bmc = taking(FakeBmc.http(), "W/\"abc\"", "none", 412);
        var client = bmc.client()) {
      client.patch(SYSTEM, Json.object());
      assertThat(bmc.count(PATCH)).isEqualTo(3);
    }
  }

  @Test
  void a_bmc_that_wants_an_etag_and_shows_none_gets_the_wildcard() throws Exception {
    try (var bmc = taking(FakeBmc.http(), "\"\"", "*", 428);
        var client = bmc.client()) {
      client.patch(SYSTEM, Json.object());
      assertThat(bmc.count(PATCH)).isEqualTo(2);
    }
  }

  @Test
  void the_etag_ladder_ends() throws Exception {
    try (var bmc = taking(FakeBmc.http(), "W/\"abc\"", "never", 412);
        var client = bmc.client()) {
      var failure =
          catchThrowableOfType(RedfishException.class, () -> client.patch(SYSTEM, Json.object()));
      assertThat(failure.kind()).isEqualTo(Kind.REJECTED);
      assertThat(failure.status()).hasValue(412);
      assertThat(bmc.count(PATCH)).isEqualTo(3);
    }
    try (var bmc = taking(FakeBmc.http(), "\"abc\"", "never", 428);
        var client = bmc.client()) {
      var failure =
          catchThrowableOfType(RedfishException.class, () -> client.patch(SYSTEM, Json.object()));
      assertThat(failure.status()).hasValue(428);
      assertThat(bmc.count(PATCH)).isEqualTo(2);
    }
  }

  @Test
  void the_guard_is_asked_before_each_write_and_its_no_is_final() throws Exception {
    var asked = new CopyOnWriteArrayList<String>();
    try (var bmc = FakeBmc.http();
        var client =
            bmc.builder()
                .guard(
                    request -> {
                      asked.add(request);
                      throw new IllegalStateException("fenced");
                    })
                .build()) {
      bmc.json(
          SYSTEM,
          """
          {"Id": "1", "PowerState": "On", "IndicatorLED": "Off", "Boot": {},
           "Actions": {"#ComputerSystem.Reset": {"target": "/redfish/v1/reset"}}}
          """);
      assertThatThrownBy(() -> client.power().reset(ResetType.ON)).hasMessage("fenced");
      assertThatThrownBy(() -> client.boot().clear()).hasMessage("fenced");
      assertThatThrownBy(() -> client.identify(client.system(), true)).hasMessage("fenced");
      assertThatThrownBy(() -> client.delete(SYSTEM)).hasMessage("fenced");

      assertThat(asked).containsExactly("POST /redfish/v1/reset", PATCH, PATCH, "DELETE " + SYSTEM);
      assertThat(bmc.requests)
          .filteredOn(r -> !r.method().equals("GET"))
          .extracting(FakeBmc.Request::line)
          .containsExactly("POST " + FakeBmc.SESSIONS);
    }
  }

  @Test
  void the_guard_is_asked_again_before_a_write_is_sent_again() throws Exception {
    var asked = new AtomicInteger();
    try (var bmc = taking(FakeBmc.http(), "W/\"abc\"", "none", 412);
        var client = bmc.builder().guard(_ -> asked.incrementAndGet()).build()) {
      client.patch(SYSTEM, Json.object());
      assertThat(asked).hasValue(3);
    }
  }

  @Test
  void writes_go_one_at_a_time() throws Exception {
    var running = new AtomicInteger();
    var most = new AtomicInteger();
    try (var bmc = FakeBmc.http();
        var client = bmc.client();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      bmc.on(
          "POST",
          SYSTEM + "/act",
          _ -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            LockSupport.parkNanos(1_000_000); // gives a second one the chance to show itself
            running.decrementAndGet();
            return reply(204, "");
          });
      var calls =
          IntStream.range(0, 12)
              .mapToObj(_ -> threads.submit(() -> client.post(SYSTEM + "/act", null)))
              .toList();
      for (var call : calls) {
        assertThat(call.get().status()).isEqualTo(204);
      }
      assertThat(most).hasValue(1);
    }
  }

  @Test
  void a_write_is_repeated_only_for_a_refusal_that_is_known_to_pass() throws Exception {
    try (var bmc = FakeBmc.http();
        var client = bmc.client()) {
      bmc.inTurn(
          "POST",
          SYSTEM + "/act",
          error(400, "iLO.2.14.UnableToModifyDuringSystemPOST", "In POST."),
          error(503, "IDRAC.2.8.SYS518", "Not ready."),
          reply(204, ""));
      client.post(SYSTEM + "/act", null);
      assertThat(bmc.count("POST " + SYSTEM + "/act")).isEqualTo(3);
      assertThat(bmc.pacer.pauses).hasSize(2);

      bmc.on("POST", SYSTEM + "/other", error(500, "Base.1.8.InternalError", "Oops."));
      var failure =
          catchThrowableOfType(RedfishException.class, () -> client.post(SYSTEM + "/other", null));
      assertThat(failure.kind()).isEqualTo(Kind.BUSY);
      assertThat(bmc.count("POST " + SYSTEM + "/other")).isEqualTo(1);
    }
  }

  @Test
  void a_write_whose_answer_is_lost_is_not_sent_again_and_may_have_arrived() throws Exception {
    try (var bmc = FakeBmc.http();
        var client = bmc.client()) {
      bmc.on("POST", SYSTEM + "/act", reply(200, "{").with("X-Cut", "yes"));
      var failure =
          catchThrowableOfType(RedfishException.class, () -> client.post(SYSTEM + "/act", null));
      assertThat(failure.kind()).isEqualTo(Kind.CONNECTION);
      assertThat(failure.mayHaveArrived()).isTrue();
      assertThat(bmc.count("POST " + SYSTEM + "/act")).isEqualTo(1);
    }
  }

  @Test
  void passwords_are_in_no_error_even_if_the_bmc_quotes_them() throws Exception {
    var fresh = Secret.of("n3w-Passw0rd");
    try (var bmc = FakeBmc.http();
        var client = bmc.client()) {
      bmc.on(
          "POST",
          SYSTEM + "/act",
          request ->
              error(
                  400,
                  "Base.1.8.PropertyValueFormatError",
                  "n3w-Passw0rd, s3cret-Pa55 and "
                      + request.header("X-Auth-Token")
                      + " are bad values"));
      var failure =
          catchThrowableOfType(
              RedfishException.class, () -> client.post(SYSTEM + "/act", Json.object(), fresh));
      assertThat(failure.getMessage() + failure.messages())
          .contains("bad values")
          .doesNotContain("n3w-Passw0rd", "s3cret-Pa55", "token-1");
    }
  }

  @Test
  void nothing_that_prints_shows_the_password() throws Exception {
    try (var logs = new CapturedLogs();
        var bmc = FakeBmc.http();
        var client = bmc.client()) {
      bmc.on("POST", FakeBmc.SESSIONS, error(503, "Base.1.8.SessionLimitExceeded", "Full."));
      client.system();
      bmc.on("PATCH", SYSTEM, reply(412, ""));
      var failure =
          catchThrowableOfType(RedfishException.class, () -> client.patch(SYSTEM, Json.object()));
      assertThat(logs.text()).contains("basic authentication");
      assertThat(logs.text() + failure + client)
          .doesNotContain("s3cret-Pa55")
          .doesNotContain("Basic YWRtaW4");
      assertThat(Credentials.of("admin", FakeBmc.PASSWORD).toString())
          .doesNotContain("s3cret-Pa55");
    }
  }
}
