package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import org.hwautomation.cli.ServiceClient.Reply;
import org.hwautomation.server.access.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the original left, over the REST API. */
final class HistoryRoutesTest {
  @TempDir private Path state = Path.of(".");

  private OriginalFile original(int version) throws Exception {
    return OriginalFile.make(state.resolve("hw_automation.db"), version);
  }

  private static Reply got(ServiceRig rig, String path) {
    var reply = rig.asking("GET", "/api/v1" + path).as(rig.token(Role.VIEWER)).reply();
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(reply.body()).doesNotContain(OriginalFile.PASSWORD);
    return reply;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void every_row_of_each_version_is_there(int version) throws Exception {
    original(version);
    try (var rig = new ServiceRig(state, 1)) {
      var ids = new ArrayList<String>();
      got(rig, "/servers")
          .json()
          .get("items")
          .forEach(server -> ids.add(server.get("server_id").asString()));
      assertThat(ids).contains("rack12-u07", "odd/?#%é\u001b[31m", "");
      var server = got(rig, "/servers/rack12-u07").json();
      assertThat(server.get("columns").get("ipmi_address").asString()).isEqualTo("10.0.0.7");
      assertThat(got(rig, "/history").json().get("total").asInt()).isEqualTo(version < 6 ? 0 : 3);
      assertThat(got(rig, "/power-states").json().get("total").asInt())
          .isEqualTo(version < 5 ? 0 : 2);
    }
  }

  @Test
  void rows_come_in_pages_of_a_server_or_of_all_and_with_their_steps() throws Exception {
    original(6)
        .execute(
            "ALTER TABLE servers ADD COLUMN bmc_password TEXT",
            "ALTER TABLE servers ADD COLUMN ticket TEXT",
            "UPDATE servers SET bmc_password = '%s', ticket = 'OPS-7'"
                .formatted(OriginalFile.PASSWORD));
    try (var rig = new ServiceRig(state, 1)) {
      var page = got(rig, "/history?server=rack12-u07&limit=1").json();
      assertThat(page.get("total").asInt()).isEqualTo(2);
      var first = page.get("items").get(0);
      assertThat(first.get("workflow_id").asString()).isEqualTo("old-2");
      assertThat(first.get("status").asString()).isEqualTo("interrupted");
      assertThat(first.get("written_status").asString()).isEqualTo("running");
      assertThat(first.get("why").asString()).contains("never an end");
      assertThat(first.get("started_at").asString()).isEqualTo("2025-08-14T12:00:00.123456");
      var next =
          got(rig, "/history?server=rack12-u07&limit=1&cursor=" + page.get("next").asString())
              .json();
      assertThat(next.get("items").get(0).get("workflow_id").asString()).isEqualTo("old-1");
      assertThat(next.get("next").isNull()).isTrue();

      var detail = got(rig, "/history/" + first.get("id").asInt()).json();
      assertThat(detail.get("steps").get(1).get("status").asString()).isEqualTo("interrupted");
      assertThat(detail.get("steps").get(1).get("error_message").asString())
          .isEqualTo("login as admin failed, password=***");
      assertThat(detail.get("context").get("target_ipmi_ip").asString()).isEqualTo("10.0.0.7");
      assertThat(detail.get("metadata").get("credentials").asString()).isEqualTo("***");
      var gone = got(rig, "/history?server=gone").json().get("items").get(0);
      assertThat(
              got(rig, "/history/" + gone.get("id").asInt())
                  .json()
                  .get("metadata_problem")
                  .asString())
          .contains("no JSON object");
      for (var none : new String[] {"99", "abc", "-1", "9".repeat(30)}) {
        var reply = rig.get("/api/v1/history/" + none);
        assertThat(reply.status()).as(reply.body()).isEqualTo(404);
      }

      var power = got(rig, "/power-states?server=rack12-u07").json().get("items").get(0);
      assertThat(power.get("new_state").asString()).isEqualTo("on");
      assertThat(power.get("changed_by").asString()).isEqualTo("alice");
      var columns = got(rig, "/servers/rack12-u07").json().get("added_columns");
      assertThat(columns.get("ticket").asString()).isEqualTo("OPS-7");
      assertThat(columns.get("bmc_password").asString()).isEqualTo("***");
      assertThat(rig.asking("GET", "/api/v1/history").reply().status()).isEqualTo(401);
    }
  }
}
