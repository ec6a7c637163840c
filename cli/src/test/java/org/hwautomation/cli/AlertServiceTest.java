package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.configuration.Configuration;
import org.hwautomation.server.HwautoServer;
import org.hwautomation.server.ServerSettings;
import org.hwautomation.server.access.Role;
import org.hwautomation.store.AddressSupply;
import org.hwautomation.store.AlertDelivery.Status;
import org.hwautomation.store.BatchMember.Draft;
import org.hwautomation.store.BatchRecord.State;
import org.hwautomation.store.BatchTerms;
import org.hwautomation.workflow.RunHandle;
import org.hwautomation.workflow.RunQuery;
import org.hwautomation.workflow.StepRejectedException;
import org.hwautomation.workflow.WorkflowContext;
import org.hwautomation.workflow.WorkflowStep;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A service that tells a receiver on loopback of runs that need a person. */
@Timeout(120)
final class AlertServiceTest {
  private static final String PATH = "/hook/hunter2";
  private static final String KEY = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  @TempDir private Path folder;
  private final List<JsonNode> got = new CopyOnWriteArrayList<>();
  private HttpServer hook;
  private Path config;
  private WorkflowManager manager;
  private @Nullable HwautoServer server;

  @BeforeEach
  void open() throws IOException {
    hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    hook.createContext(
        PATH,
        exchange -> {
          got.add(ServiceClient.JSON.readTree(exchange.getRequestBody().readAllBytes()));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    hook.start();
    config =
        Files.writeString(
            folder.resolve("hwauto.yaml"),
            """
            state_dir: .
            service: {public_url: "https://hwauto.example.com"}
            alerts:
              delay: 1s
              webhooks:
                - name: oncall
                  url: "http://127.0.0.1:%d%s"
                  secret: "whsec_%s"
            """
                .formatted(hook.getAddress().getPort(), PATH, KEY));
    openManager();
  }

  private void openManager() {
    manager =
        WorkflowManager.open(
            Configuration.loader()
                .file(config)
                .flag("state_dir", "--state", folder.toString())
                .load());
  }

  private HwautoServer serve() {
    var started = HwautoServer.start(manager, ServerSettings.DEFAULT.at("127.0.0.1", 0));
    server = started;
    return started;
  }

  private void stop() {
    if (server != null) {
      server.close();
    }
    manager.close();
  }

  @AfterEach
  void close() {
    stop();
    hook.stop(0);
  }

  /** A run about a server, which fails as all of them do, and keeps it. */
  private RunHandle held(String name) {
    return manager
        .engine()
        .workflow("provision-" + name)
        .addStep(
            WorkflowStep.named("commission")
                .attempts(1)
                .run(
                    _ -> {
                      throw new StepRejectedException(name + " got no address from the switch");
                    }))
        .start(
            WorkflowContext.builder()
                .server(name)
                .lock("server/" + name)
                .startedBy("cli:bob")
                .build());
  }

  private static String token(HwautoServer server, Role role) {
    return server
        .access()
        .tokens()
        .create(role.wireName(), role, Optional.of(Duration.ofDays(1)), "test", "a test")
        .clearText()
        .reveal(text -> text);
  }

  private List<String> types() {
    return got.stream()
        .map(each -> each.path("type").asString().replace("hwauto.alert.", ""))
        .toList();
  }

  private CommandRun run(String... words) {
    var arguments = new ArrayList<>(List.of(words));
    arguments.addAll(List.of("--config", config.toString(), "--state", folder.toString()));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  @Test
  void forty_failures_of_one_switch_are_one_alert_also_across_a_restart_and_their_end_is_told()
      throws Exception {
    var runs = new ArrayList<String>();
    for (var i = 1; i <= 40; i++) {
      runs.add(held("rack14-u" + i).runId());
    }
    Eventually.until("that all are held", () -> manager.store().runs(RunQuery.HELD).size() == 40);
    serve();
    Eventually.until("that it is noted", () -> manager.store().alerts().count(Status.SENT) == 1);
    assertThat(types()).containsExactly("opened");
    var data = got.getFirst().path("data");
    assertThat(data.path("count").asInt()).isEqualTo(40);
    assertThat(data.path("servers").size()).isEqualTo(20);
    assertThat(data.path("cause").asString())
        .startsWith("40 servers at commission: ")
        .endsWith("got no address from the switch");
    assertThat(data.path("url").asString()).isEqualTo("https://hwauto.example.com/needs");

    stop();
    openManager();
    serve();
    runs.forEach(run -> assertThat(manager.engine().release(run, "cli:bob", "")).isTrue());
    Eventually.until("its end", () -> types().contains("resolved"));
    assertThat(types()).containsExactly("opened", "resolved");
    assertThat(got.getLast().path("data").path("group")).isEqualTo(data.path("group"));
  }

  @Test
  void rest_and_command_show_receivers_without_secrets_and_send_tests() throws Exception {
    var service = serve();
    var shown = new StringBuilder();
    try (var client = new ServiceClient(service.address(), token(service, Role.ADMIN))) {
      held("rack14-u1");
      Eventually.until("an alert", () -> got.size() == 1);
      Eventually.until(
          "that it is noted",
          () ->
              client
                  .get("/api/v1/alerts")
                  .json()
                  .at("/receivers/0/last/status")
                  .asString()
                  .equals("sent"));
      var alerts = client.get("/api/v1/alerts");
      assertThat(alerts.json().at("/groups/0/told").asInt()).isEqualTo(1);
      assertThat(alerts.json().path("deliveries").size()).isZero();
      shown.append(alerts.body());

      var tested = client.post("/api/v1/alerts/test", null);
      assertThat(tested.status()).as(tested.body()).isEqualTo(200);
      assertThat(tested.json().at("/results/0/delivered").asBoolean()).isTrue();
      assertThat(types()).containsExactly("opened", "test");
      shown.append(tested.body());
      assertThat(
              client
                  .asking("POST", "/api/v1/alerts/test")
                  .as(token(service, Role.OPERATOR))
                  .reply()
                  .status())
          .isEqualTo(403);
      assertThat(client.get("/metrics").body())
          .contains("hwauto_alerts_total{kind=\"webhook\",outcome=\"sent\"} 1.0")
          .contains("hwauto_alerts_waiting 0.0");
      shown.append(client.get("/api/v1/settings").body());
    }

    var list = run("alert", "list");
    assertThat(list.exitCode()).as(list.err()).isZero();
    assertThat(list.out())
        .contains("webhook:oncall  http://127.0.0.1:", "last sent", "answered 204")
        .contains("held  rack14-u1: rack14-u1 got no address from the switch", "told");
    var test = run("alert", "test", "--json");
    assertThat(test.exitCode()).as(test.err()).isZero();
    assertThat(test.json().at("/results/0/said").asString()).isEqualTo("answered 204");
    hook.stop(0);
    var down = run("alert", "test");
    assertThat(down.exitCode()).isEqualTo(1);
    assertThat(down.out()).contains("not delivered", "webhook:oncall", "can't be reached");
    shown.append(list.out()).append(test.out()).append(down.out()).append(down.err());
    shown.append(run("config", "check").out()).append(manager.configuration());
    assertThat(shown.toString()).doesNotContain("hunter2", KEY);
  }

  @Test
  void a_batch_that_stopped_is_told_with_a_link_to_it() throws Exception {
    var batches = manager.store().batches();
    var terms =
        new BatchTerms(
            "basic_provisioning",
            Optional.empty(),
            Map.of(),
            1,
            OptionalInt.empty(),
            Optional.empty(),
            false,
            Optional.empty(),
            Optional.empty());
    var draft = new Draft("u1", Optional.empty(), Optional.empty(), Optional.empty(), Map.of());
    batches.open(
        "rack 14",
        terms,
        List.of(draft),
        new AddressSupply(List.of(), Map.of()),
        Set.of(),
        "cli:bob");
    batches.halt("rack 14", State.STOPPED, "batch", "3 of 20 failed");
    serve();
    Eventually.until("an alert", () -> got.size() == 1);
    var data = got.getFirst().path("data");
    assertThat(data.path("event").asString()).isEqualTo("batch_stopped");
    assertThat(data.path("cause").asString()).isEqualTo("batch rack 14 is stopped: 3 of 20 failed");
    assertThat(data.path("url").asString())
        .isEqualTo("https://hwauto.example.com/batches/rack%2014");
  }

  @Test
  void without_a_receiver_a_test_says_what_to_write() throws IOException {
    Files.writeString(config, "{}");
    var test = run("alert", "test");
    assertThat(test.exitCode()).isEqualTo(2);
    assertThat(test.err()).contains("no receiver of alerts is configured", "alerts.webhooks");
    assertThat(run("alert", "list").out()).contains("nobody is told of anything");
  }
}
