package org.hwautomation.hardware.redfish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hwautomation.hardware.redfish.FakeBmc.error;
import static org.hwautomation.hardware.redfish.FakeBmc.members;
import static org.hwautomation.hardware.redfish.FakeBmc.reply;

import java.time.Duration;
import org.hwautomation.hardware.redfish.FakeBmc.Reply;
import org.junit.jupiter.api.Test;

class ReadinessTest {
  private static final String BMC = "/redfish/v1/Managers/bmc";
  private static final String SERVICE = BMC + "/Oem/Dell/DellLCService";
  private static final String ACTION =
      SERVICE + "/Actions/DellLCService.GetRemoteServicesAPIStatus";
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private static Reply manager(String state) {
    return reply(
        200,
        "{\"Id\": \"bmc\", \"ManagerType\": \"BMC\", \"Status\": {\"State\": \"%s\"}}"
            .formatted(state));
  }

  private static FakeBmc bmc() throws Exception {
    var bmc = FakeBmc.http();
    bmc.json("/redfish/v1/Managers", members(BMC));
    bmc.on("GET", BMC, manager("Enabled"));
    return bmc;
  }

  private static FakeBmc idrac(String... statuses) throws Exception {
    var bmc = bmc();
    bmc.json(
        BMC,
        """
        {"Id": "bmc", "ManagerType": "BMC",
         "Links": {"Oem": {"Dell": {"DellLCService": {"@odata.id": "%s"}}}}}
        """
            .formatted(SERVICE));
    bmc.json(
        SERVICE,
        """
        {"Actions": {"#DellLCService.GetRemoteServicesAPIStatus": {"target": "%s"}}}
        """
            .formatted(ACTION));
    var replies = new Reply[statuses.length];
    for (var i = 0; i < statuses.length; i++) {
      replies[i] =
          reply(200, "{\"LCStatus\": \"%s\", \"RTStatus\": \"Ready\"}".formatted(statuses[i]));
    }
    bmc.inTurn("POST", ACTION, replies);
    return bmc;
  }

  private static void await(FakeBmc bmc) throws InterruptedException {
    try (var client = bmc.client()) {
      client.readiness().await(LIMIT);
    }
  }

  @Test
  void three_good_looks_in_a_row_make_a_bmc_ready() throws Exception {
    try (var bmc = bmc()) {
      await(bmc);
      assertThat(bmc.pacer.pauses).containsExactly(Readiness.INTERVAL, Readiness.INTERVAL);
    }
  }

  @Test
  void an_idrac_is_ready_when_its_lifecycle_controller_says_so_which_is_asked_without_leave()
      throws Exception {
    try (var bmc = idrac("NotInitialized", "NotInitialized", "Ready");
        var client =
            bmc.builder()
                .guard(
                    request -> {
                      throw new AssertionError("a question is no write: " + request);
                    })
                .build()) {
      assertThat(client.readiness().look()).contains("LCStatus is NotInitialized");
      client.readiness().await(LIMIT);
      assertThat(bmc.lines().stream().filter(("POST " + ACTION)::equals)).hasSize(5);
    }
  }

  @Test
  void a_bad_answer_begins_the_count_anew() throws Exception {
    try (var bmc = bmc()) {
      bmc.inTurn(
          "GET",
          FakeBmc.SYSTEM,
          reply(200, "{\"Id\": \"1\"}"),
          reply(200, "{\"Id\": \"1\"}"),
          reply(200, "<html>starting</html>"),
          reply(200, "{\"Id\": \"1\"}"));
      await(bmc);
      assertThat(bmc.lines().stream().filter(("GET " + FakeBmc.SYSTEM)::equals)).hasSize(6);
    }
  }

  @Test
  void a_manager_that_is_starting_is_waited_for_and_named_when_time_is_over() throws Exception {
    try (var bmc = bmc()) {
      bmc.on("GET", BMC, manager("Starting"));
      assertThatThrownBy(() -> await(bmc))
          .isInstanceOf(RedfishException.class)
          .hasMessageContaining("not ready for work after 300 s")
          .hasMessageContaining("the manager's state is Starting");
    }
  }

  @Test
  void a_refused_login_is_not_repeated_while_waiting() throws Exception {
    try (var bmc = bmc()) {
      bmc.on("POST", FakeBmc.SESSIONS, error(401, "Base.1.8.NoValidSession", "No."));
      assertThatThrownBy(() -> await(bmc)).isInstanceOf(RedfishException.class);
      assertThat(bmc.lines().stream().filter(("POST " + FakeBmc.SESSIONS)::equals)).hasSize(1);
    }
  }

  @Test
  void a_bmc_that_says_no_state_is_judged_by_its_answers() throws Exception {
    try (var bmc = bmc()) {
      bmc.json(BMC, "{\"Id\": \"bmc\", \"ManagerType\": \"BMC\"}");
      assertThatCode(() -> await(bmc)).doesNotThrowAnyException();
    }
  }
}
