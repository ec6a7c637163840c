package org.hwautomation.hardware.redfish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.hwautomation.hardware.redfish.FakeBmc.SYSTEM;
import static org.hwautomation.hardware.redfish.FakeBmc.error;
import static org.hwautomation.hardware.redfish.FakeBmc.reply;

import java.time.Duration;
import java.util.Map;
import org.hwautomation.hardware.HardwareException.Kind;
import org.hwautomation.hardware.redfish.FakeBmc.Reply;
import org.junit.jupiter.api.Test;

class AnswersTest {
  private static RedfishException asking(Reply answer) throws Exception {
    try (var bmc = FakeBmc.http();
        var client = bmc.client()) {
      bmc.on("GET", SYSTEM, answer);
      return catchThrowableOfType(RedfishException.class, client::system);
    }
  }

  @Test
  void html_is_told_with_its_beginning_and_uri() throws Exception {
    var failure = asking(new Reply(200, Map.of("Content-Type", "text/html"), "<html>Login</html>"));
    assertThat(failure.kind()).isEqualTo(Kind.PROTOCOL);
    assertThat(failure)
        .hasMessageContaining(SYSTEM)
        .hasMessageContaining("text/html")
        .hasMessageContaining("<html>Login");
  }

  @Test
  void truncated_json_is_a_protocol_error() throws Exception {
    var failure = asking(reply(200, "{\"Id\": \"1\", \"Power"));
    assertThat(failure.kind()).isEqualTo(Kind.PROTOCOL);
    assertThat(failure).hasMessageContaining(SYSTEM);
  }

  @Test
  void an_empty_body_is_a_protocol_error() throws Exception {
    var failure = asking(reply(200, ""));
    assertThat(failure.kind()).isEqualTo(Kind.PROTOCOL);
    assertThat(failure).hasMessageContaining("an empty body");
  }

  @Test
  void a_json_array_is_a_protocol_error() throws Exception {
    assertThat(asking(reply(200, "[1]")).kind()).isEqualTo(Kind.PROTOCOL);
  }

  @Test
  void a_connection_that_breaks_in_the_body_is_asked_again_and_then_told() throws Exception {
    try (var bmc = FakeBmc.http();
        var client = bmc.client()) {
      bmc.on("GET", SYSTEM, reply(200, "{\"Id\":").with("X-Cut", "yes"));
      var failure = catchThrowableOfType(RedfishException.class, client::system);
      assertThat(failure.kind()).isEqualTo(Kind.CONNECTION);
      assertThat(failure.mayHaveArrived()).as("a read changes nothing").isFalse();
      assertThat(bmc.count("GET " + SYSTEM)).isEqualTo(3);
    }
  }

  @Test
  void a_redirect_loop_is_given_up_and_named() throws Exception {
    try (var bmc = FakeBmc.http();
        var client = bmc.client()) {
      bmc.on("GET", SYSTEM, reply(302, "").with("Location", SYSTEM + "/"));
      bmc.on("GET", SYSTEM + "/", reply(302, "").with("Location", SYSTEM));
      var failure = catchThrowableOfType(RedfishException.class, client::system);
      assertThat(failure.kind()).isEqualTo(Kind.PROTOCOL);
      assertThat(failure).hasMessageContaining("loop").hasMessageContaining(SYSTEM);
      assertThat(bmc.requests).hasSizeLessThan(12);
    }
  }

  @Test
  void credentials_are_not_taken_to_another_host() throws Exception {
    try (var bmc = FakeBmc.http();
        var other = FakeBmc.http();
        var client = bmc.client()) {
      bmc.on("GET", SYSTEM, reply(302, "").with("Location", other.uri() + SYSTEM));
      var failure = catchThrowableOfType(RedfishException.class, client::system);
      assertThat(failure.kind()).isEqualTo(Kind.REJECTED);
      assertThat(failure).hasMessageContaining("another place");
      assertThat(other.requests).isEmpty();
    }
  }

  @Test
  void a_redirect_within_the_bmc_is_followed_with_method_and_body() throws Exception {
    try (var bmc = FakeBmc.http();
        var client = bmc.client()) {
      bmc.on("POST", SYSTEM + "/act", reply(308, "").with("Location", bmc.uri() + SYSTEM + "/do"));
      bmc.on("POST", SYSTEM + "/do", reply(204, ""));
      client.post(SYSTEM + "/act", Json.object().put("a", 1));
      assertThat(bmc.last("POST " + SYSTEM + "/do").body()).isEqualTo("{\"a\":1}");
    }
  }

  @Test
  void a_busy_bmc_that_names_a_long_time_is_not_asked_again_but_told() throws Exception {
    try (var bmc = FakeBmc.http();
        var client = bmc.client()) {
      bmc.on("GET", SYSTEM, reply(503, "").with("Retry-After", "120"));
      var failure = catchThrowableOfType(RedfishException.class, client::system);
      assertThat(failure.kind()).isEqualTo(Kind.BUSY);
      assertThat(failure.retryAfter()).hasValue(Duration.ofMinutes(2));
      assertThat(bmc.count("GET " + SYSTEM)).isEqualTo(1);
    }
  }

  @Test
  void a_retry_after_may_be_a_date_by_the_bmcs_own_clock() throws Exception {
    try (var bmc = FakeBmc.http();
        var client = bmc.client()) {
      bmc.on(
          "GET",
          SYSTEM,
          _ ->
              reply(503, "")
                  .with(
                      "Retry-After",
                      java.time.ZonedDateTime.now(java.time.ZoneOffset.UTC)
                          .plusSeconds(300)
                          .format(java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME)));
      var failure = catchThrowableOfType(RedfishException.class, client::system);
      assertThat(failure.retryAfter().orElseThrow())
          .isBetween(Duration.ofSeconds(290), Duration.ofSeconds(301));
    }
  }

  @Test
  void a_short_outage_of_the_service_is_waited_for() throws Exception {
    try (var bmc = FakeBmc.http();
        var client = bmc.client()) {
      bmc.inTurn(
          "GET",
          SYSTEM,
          reply(503, "").with("Retry-After", "3"),
          reply(500, "oops"),
          reply(200, "{\"Id\": \"1\"}"));
      assertThat(client.system().id()).isEqualTo("1");
      assertThat(bmc.pacer.pauses).startsWith(Duration.ofSeconds(3));
    }
  }

  @Test
  void what_is_not_there_says_so() throws Exception {
    var failure = asking(reply(404, ""));
    assertThat(failure.isNotFound()).isTrue();
    assertThat(failure.kind()).isEqualTo(Kind.REJECTED);
  }

  @Test
  void a_missing_trailing_slash_is_added() throws Exception {
    try (var bmc = FakeBmc.http();
        var client = bmc.client()) {
      bmc.on("GET", SYSTEM, reply(404, ""));
      bmc.json(SYSTEM + "/", "{\"Id\": \"slash\"}");
      assertThat(client.system().id()).isEqualTo("slash");
    }
  }

  @Test
  void the_bmcs_own_words_are_in_the_error() throws Exception {
    var failure = asking(error(400, "Base.1.8.PropertyValueNotInList", "Foo is not in the list."));
    assertThat(failure.kind()).isEqualTo(Kind.REJECTED);
    assertThat(failure)
        .hasMessageContaining("Foo is not in the list.")
        .hasMessageContaining("Base.1.8.PropertyValueNotInList");
    assertThat(failure.messages().getFirst().key()).isEqualTo("PropertyValueNotInList");
  }

  @Test
  void a_resource_in_use_is_busy() throws Exception {
    assertThat(asking(error(409, "Base.1.8.ResourceInUse", "Later.")).kind()).isEqualTo(Kind.BUSY);
    assertThat(asking(error(423, "", "Locked.")).kind()).isEqualTo(Kind.BUSY);
  }

  @Test
  void not_acceptable_is_asked_again_without_naming_a_coding() throws Exception {
    try (var bmc = FakeBmc.http();
        var client = bmc.client()) {
      bmc.on(
          "GET",
          SYSTEM,
          request ->
              request.header("Accept-Encoding") == null
                  ? reply(200, "{\"Id\": \"1\"}")
                  : reply(406, ""));
      assertThat(client.system().id()).isEqualTo("1");
      assertThat(bmc.last("GET " + SYSTEM).header("OData-Version")).isEqualTo("4.0");
    }
  }

  @Test
  void a_collection_is_read_over_all_its_pages_and_a_circle_ends() throws Exception {
    try (var bmc = FakeBmc.http();
        var client = bmc.client()) {
      bmc.json(
          "/redfish/v1/Systems",
          """
          {"Members": [{"@odata.id": "/redfish/v1/Systems/1"}],
           "Members@odata.nextLink": "/redfish/v1/Systems/more"}
          """);
      bmc.json(
          "/redfish/v1/Systems/more",
          """
          {"Members": [{"@odata.id": "/redfish/v1/Systems/2"}],
           "Members@odata.nextLink": "/redfish/v1/Systems"}
          """);
      bmc.json("/redfish/v1/Systems/2", "{\"Id\": \"2\"}");
      assertThat(client.systems()).extracting(ComputerSystem::id).containsExactly("1", "2");
    }
  }

  @Test
  void a_body_without_end_is_given_up() throws Exception {
    var failure = asking(reply(200, "{\"a\": \"" + "x".repeat(RedfishClient.BODY_LIMIT) + "\"}"));
    assertThat(failure.kind()).isEqualTo(Kind.PROTOCOL);
    assertThat(failure).hasMessageContaining("longer than");
  }

  @Test
  void the_power_may_be_unknown() throws Exception {
    try (var bmc = FakeBmc.http();
        var client = bmc.client()) {
      bmc.json(SYSTEM, "{\"PowerState\": null}");
      assertThat(client.power().state()).isEqualTo(PowerState.UNKNOWN);
    }
  }
}
