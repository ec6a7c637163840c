package org.hwautomation.hardware.redfish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.hwautomation.hardware.redfish.FakeBmc.SESSIONS;
import static org.hwautomation.hardware.redfish.FakeBmc.SYSTEM;
import static org.hwautomation.hardware.redfish.FakeBmc.error;
import static org.hwautomation.hardware.redfish.FakeBmc.reply;

import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hwautomation.hardware.Credentials;
import org.hwautomation.hardware.HardwareException.Kind;
import org.hwautomation.hardware.Secret;
import org.junit.jupiter.api.Test;

class LoginTest {
  @Test
  void a_wrong_password_is_tried_once_by_all_threads_together() throws Exception {
    try (var bmc = FakeBmc.http();
        var client =
            bmc.builder().credentials(Credentials.of("admin", Secret.of("wrong-one"))).build();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var calls =
          java.util.stream.IntStream.range(0, 8)
              .mapToObj(_ -> threads.submit(client::system))
              .toList();
      for (Future<?> call : calls) {
        assertThat(call)
            .failsWithin(java.time.Duration.ofSeconds(20))
            .withThrowableThat()
            .havingCause()
            .isInstanceOf(RedfishException.class)
            .withMessageContaining("one attempt")
            .withMessageContaining("admin");
      }
      var failure = catchThrowableOfType(RedfishException.class, client::system);

      assertThat(failure.kind()).isEqualTo(Kind.AUTHENTICATION);
      assertThat(failure.status()).hasValue(401);
      assertThat(bmc.count("POST " + SESSIONS)).isEqualTo(1);
    }
  }

  @Test
  void all_users_share_one_session_and_closing_ends_it() throws Exception {
    try (var bmc = FakeBmc.http()) {
      try (var client = bmc.client()) {
        client.system();
        client.power().state();
        assertThat(bmc.liveTokens).hasSize(1);
      }
      assertThat(bmc.liveTokens).isEmpty();
      assertThat(bmc.count("POST " + SESSIONS)).isEqualTo(1);
    }
  }

  @Test
  void the_session_is_ended_when_the_work_fails() throws Exception {
    try (var bmc = FakeBmc.http()) {
      bmc.on("GET", SYSTEM, reply(200, "<html>"));
      try (var client = bmc.client()) {
        assertThat(catchThrowableOfType(RedfishException.class, client::system)).isNotNull();
      }
      assertThat(bmc.lines()).contains("DELETE " + SESSIONS + "/1");
      assertThat(bmc.liveTokens).isEmpty();
    }
  }

  @Test
  void the_session_is_ended_by_an_interrupted_thread_too() throws Exception {
    try (var bmc = FakeBmc.http()) {
      var client = bmc.client();
      client.system();
      Thread.currentThread().interrupt();
      client.close();
      assertThat(Thread.interrupted()).as("the flag is kept").isTrue();
      assertThat(bmc.liveTokens).isEmpty();
    }
  }

  @Test
  void an_ended_session_is_made_anew_once_and_the_request_repeated_once() throws Exception {
    try (var bmc = FakeBmc.http();
        var client = bmc.client()) {
      client.system();
      bmc.liveTokens.clear();

      assertThat(client.system().powerState()).isEqualTo(PowerState.ON);
      assertThat(bmc.count("POST " + SESSIONS)).isEqualTo(2);
    }
  }

  @Test
  void a_write_is_repeated_once_in_a_new_session() throws Exception {
    try (var bmc = FakeBmc.http();
        var client = bmc.client()) {
      bmc.on("POST", SYSTEM + "/act", reply(204, ""));
      client.system();
      bmc.liveTokens.clear();

      client.post(SYSTEM + "/act", null);
      assertThat(bmc.count("POST " + SYSTEM + "/act")).isEqualTo(2);
    }
  }

  @Test
  void a_resource_that_is_refused_in_a_fresh_session_too_is_an_error() throws Exception {
    try (var bmc = FakeBmc.http();
        var client = bmc.client()) {
      bmc.on("GET", SYSTEM, error(401, "Base.1.8.NoValidSession", "No."));

      var failure = catchThrowableOfType(RedfishException.class, client::system);
      assertThat(failure.kind()).isEqualTo(Kind.AUTHENTICATION);
      assertThat(bmc.count("POST " + SESSIONS)).isEqualTo(2);
      assertThat(bmc.count("GET " + SYSTEM)).isEqualTo(2);
    }
  }

  @Test
  void a_password_that_was_changed_meanwhile_is_tried_once() throws Exception {
    try (var bmc = FakeBmc.http();
        var client = bmc.client()) {
      client.system();
      bmc.liveTokens.clear();
      bmc.on("POST", SESSIONS, error(401, "Base.1.8.ResourceAtUriUnauthorized", "No."));

      for (var i = 0; i < 3; i++) {
        var failure = catchThrowableOfType(RedfishException.class, client::system);
        assertThat(failure.kind()).isEqualTo(Kind.AUTHENTICATION);
      }
      assertThat(bmc.count("POST " + SESSIONS)).isEqualTo(2);
    }
  }

  @Test
  void basic_authentication_serves_where_all_sessions_are_taken() throws Exception {
    try (var bmc = FakeBmc.http();
        var client = bmc.client()) {
      bmc.on("POST", SESSIONS, error(503, "Base.1.8.SessionLimitExceeded", "Too many."));

      assertThat(client.system().id()).isEqualTo("1");
      assertThat(bmc.last("GET " + SYSTEM).header("Authorization")).startsWith("Basic ");
    }
  }

  @Test
  void basic_authentication_with_a_wrong_password_is_tried_once() throws Exception {
    try (var bmc = FakeBmc.http();
        var client =
            bmc.builder().credentials(Credentials.of("admin", Secret.of("wrong-one"))).build()) {
      bmc.on("POST", SESSIONS, reply(404, ""));
      for (var i = 0; i < 3; i++) {
        var failure = catchThrowableOfType(RedfishException.class, client::system);
        assertThat(failure.kind()).isEqualTo(Kind.AUTHENTICATION);
      }
      assertThat(bmc.requests.stream().filter(r -> r.header("Authorization") != null)).hasSize(1);
    }
  }

  @Test
  void a_session_without_a_location_works() throws Exception {
    try (var bmc = FakeBmc.http();
        var client = bmc.client()) {
      bmc.liveTokens.add("t");
      bmc.on("POST", SESSIONS, reply(201, "").with("X-Auth-Token", "t"));
      assertThat(client.system().id()).isEqualTo("1");
    }
  }

  @Test
  void a_password_that_must_be_changed_first_is_told_as_such() throws Exception {
    try (var bmc = FakeBmc.http();
        var client = bmc.client()) {
      bmc.on("GET", SYSTEM, error(403, "Base.1.8.PasswordChangeRequired", "Change /accounts/1."));
      var failure = catchThrowableOfType(RedfishException.class, client::system);
      assertThat(failure.kind()).isEqualTo(Kind.AUTHENTICATION);
      assertThat(failure).hasMessageContaining("must change its password first");
    }
  }

  @Test
  void a_missing_right_is_no_wrong_password() throws Exception {
    try (var bmc = FakeBmc.http();
        var client = bmc.client()) {
      bmc.on("GET", SYSTEM, error(403, "Base.1.8.InsufficientPrivilege", "No."));
      var failure = catchThrowableOfType(RedfishException.class, client::system);
      assertThat(failure.kind()).isEqualTo(Kind.REJECTED);
      assertThat(failure).hasMessageContaining("lacks the right");
    }
  }
}
