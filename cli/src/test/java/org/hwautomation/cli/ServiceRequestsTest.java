package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hwautomation.cli.ServiceClient.Reply;
import org.hwautomation.server.Route;
import org.hwautomation.server.RouteParameter;
import org.hwautomation.server.Shape;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every route of the service, with what it takes and with what it does not: missing, of another
 * type, huge, hostile. None answers 500 or with a stack trace, and what they answer is as the
 * OpenAPI document says.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ServiceRequestsTest {
  private static final List<String> HOSTILE =
      List.of(
          "../../etc/passwd",
          "'; DROP TABLE run; --",
          "<script>alert(1)</script>",
          "%00",
          "\u202Eevil",
          "x".repeat(5_000),
          "${jndi:ldap://127.0.0.1/a}",
          "-1",
          "99999999999999999999",
          "*");

  private ServiceRig rig;
  private String run = "";
  private String tryOut = "";
  private String script = "";
  private String row = "";

  @BeforeAll
  void start(@TempDir Path state) throws Exception {
    var original = OriginalFile.make(state.resolve("hw_automation.db"), 6);
    original.history("huge", "gone", "running", "x".repeat(2_000_000));
    rig = new ServiceRig(state, 1);
    row = rig.get("/api/v1/history?limit=1").json().get("items").get(0).get("id").asString();
    var server = rig.dataCentre.servers().getFirst();
    run = rig.commissionFirst().json().get("run_id").asString();
    var schedule =
        rig.post(
            "/api/v1/schedules",
            Map.of(
                "name",
                "nightly",
                "cron",
                "30 2 * * *",
                "zone",
                "Europe/Berlin",
                "template",
                "commissioning",
                "servers",
                List.of(server.hostname())));
    assertThat(schedule.status()).as(schedule.body()).isEqualTo(201);
    var batch =
        rig.post(
            "/api/v1/batches",
            Map.of(
                "name",
                "rack01",
                "template",
                "commissioning",
                "device_type",
                SimulatedSetup.deviceType(server),
                "servers",
                List.of(Map.of("server", server.hostname()))));
    assertThat(batch.status()).as(batch.body()).isEqualTo(201);
    var tried =
        rig.post(
            "/api/v1/try-outs",
            Map.of("text", "name: tried\nsteps:\n  - {name: check, uses: bmc.check@1}\n"));
    assertThat(tried.status()).as(tried.body()).isEqualTo(201);
    tryOut = tried.json().get("id").asString();
    script =
        rig.post("/api/v1/scripts", Map.of("protocol", 1, "client", "check.py"))
            .json()
            .get("script")
            .asString();
  }

  @AfterAll
  void stop() {
    rig.close();
  }

  private String path(Route route) {
    return route
        .path()
        .replace("{run}", run)
        .replace("{server}", rig.dataCentre.servers().getFirst().hostname())
        .replace("{template}", "commissioning")
        .replace("{version}", "1")
        .replace("{schedule}", "nightly")
        .replace("{batch}", "rack01")
        .replace("{tryout}", tryOut)
        .replace("{script}", script)
        .replace("{row}", row)
        .replace("{name}", "first-admin");
  }

  private static boolean streams(Route route) {
    return route.mediaType().equals("text/event-stream");
  }

  private List<Route> routes() {
    return rig.server.routes().stream().filter(route -> !streams(route)).toList();
  }

  /** What no answer may ever be or hold. */
  private static void judge(String about, Reply reply, List<String> wrong) {
    var what = about.length() > 80 ? about.substring(0, 80) + "…" : about;
    if (reply.status() >= 500 && reply.status() != 502) {
      wrong.add(what + " answered " + reply.status() + ": " + reply.body());
    }
    if (reply.body().contains("\tat ") || reply.body().contains("Exception")) {
      wrong.add(what + " shows its insides: " + reply.body());
    }
    if (reply.status() >= 400 && !reply.header("Content-Type").equals("application/problem+json")) {
      wrong.add(what + " answered " + reply.status() + " as " + reply.header("Content-Type"));
    }
    if (reply.header("Content-Security-Policy").isEmpty()) {
      wrong.add(what + " has no security headers");
    }
  }

  @Test
  void what_a_get_answers_is_as_the_openapi_document_says() {
    var wrong = new ArrayList<String>();
    for (var route : routes()) {
      if (!route.methodName().equals("GET") || route.path().contains("/versions/")) {
        continue;
      }
      var reply = rig.get(path(route));
      judge(route.operation(), reply, wrong);
      if (route.operation().endsWith("Bios") || route.operation().equals("biosDrift")) {
        continue; // what the BMC says is judged elsewhere
      }
      assertThat(reply.status()).as(route.operation() + ": " + reply.body()).isEqualTo(200);
      route
          .answer()
          .ifPresent(
              shape ->
                  differences(shape, ServiceClient.JSON.readValue(reply.body(), Object.class))
                      .forEach(difference -> wrong.add(route.operation() + ": " + difference)));
    }
    assertThat(wrong).isEmpty();
  }

  /** Where an answer is not as its shape says; it may have more fields than that names. */
  private static List<String> differences(Shape shape, @Nullable Object value) {
    return shape.check(value).stream()
        .filter(wrong -> !wrong.message().startsWith("is not known"))
        .map(wrong -> wrong.name() + " " + wrong.message())
        .toList();
  }

  @Test
  void hostile_values_in_paths_and_queries_are_refused_and_break_nothing() {
    var wrong = new ArrayList<String>();
    for (var route : routes()) {
      if (!route.methodName().equals("GET")) {
        continue;
      }
      for (var hostile : HOSTILE) {
        var encoded = URLEncoder.encode(hostile, StandardCharsets.UTF_8).replace("+", "%20");
        for (var parameter : route.parameters()) {
          if (parameter.place() == RouteParameter.Place.PATH) {
            judge(
                route.operation() + " " + hostile,
                rig.get(route.path().replaceAll("\\{[a-z]+}", encoded.replace("$", "%24"))),
                wrong);
          } else if (parameter.place() == RouteParameter.Place.QUERY) {
            judge(
                route.operation() + "?" + parameter.name() + "=" + hostile,
                rig.get(path(route) + "?" + parameter.name() + "=" + encoded),
                wrong);
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void documents_with_missing_wrong_huge_or_hostile_values_are_refused_with_the_fields_named() {
    var wrong = new ArrayList<String>();
    for (var route : routes()) {
      if (route.body().isEmpty()) {
        continue;
      }
      var method = route.methodName();
      var fields = ((Shape.ObjectOf) route.body().get()).fields();
      for (var text :
          List.of("", "[]", "null", "{", "{\"a\":1}", "{\"a\":".repeat(200), "\u0000")) {
        var reply = rig.asking(method, path(route)).as(rig.admin()).text(text).reply();
        judge(route.operation() + " " + text, reply, wrong);
        if (reply.status() < 300 && !text.isEmpty()) {
          wrong.add(route.operation() + " took the document " + text);
        }
      }
      for (var field : fields) {
        for (var bad : bad(field.shape())) {
          var document = valid(fields);
          document.put(field.name(), bad);
          var reply = rig.asking(method, path(route)).as(rig.admin()).json(document).reply();
          judge(route.operation() + " " + field.name(), reply, wrong);
          if (reply.status() != 400 && reply.status() != 413) {
            wrong.add(
                "%s with %s = %s answered %d: %s"
                    .formatted(
                        route.operation(),
                        field.name(),
                        String.valueOf(bad)
                            .substring(0, Math.min(40, String.valueOf(bad).length())),
                        reply.status(),
                        reply.body()));
          } else if (reply.status() == 400 && !reply.body().contains(field.name())) {
            wrong.add(route.operation() + " does not name " + field.name() + ": " + reply.body());
          }
        }
        if (field.required()) {
          var document = valid(fields);
          document.remove(field.name());
          var reply = rig.asking(method, path(route)).as(rig.admin()).json(document).reply();
          judge(route.operation() + " without " + field.name(), reply, wrong);
          if (reply.status() != 400 || !reply.body().contains("must be given")) {
            wrong.add(route.operation() + " without " + field.name() + " answered " + reply.body());
          }
        }
      }
      var large =
          rig.asking(method, path(route))
              .as(rig.admin())
              .json(Map.of("x", "y".repeat(1024 * 1024)))
              .reply();
      if (large.status() != 413) {
        wrong.add(route.operation() + " answered a huge document with " + large.status());
      }
      var other =
          rig.asking(method, path(route))
              .as(rig.admin())
              .text("{}")
              .with("Content-Type", "text/xml")
              .reply();
      if (other.status() != 415) {
        wrong.add(route.operation() + " took text/xml: " + other.status());
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** Values that a shape does not allow. */
  private static List<Object> bad(Shape shape) {
    return switch (shape) {
      case Shape.Text text ->
          text.allowed().isEmpty()
              ? List.of(1, List.of("x"), "x".repeat(text.longest() + 1), "a\u0000b")
              : List.of("no such word", 1);
      case Shape.Int number -> List.of("7", number.least() - 1, 1.5);
      case Shape.Flag _ -> List.of("true", 1);
      case Shape.ListOf _ -> List.of("x", Map.of());
      case Shape.MapOf _ -> List.of("x", List.of());
      case Shape.ObjectOf _, Shape.Named _, Shape.Decimal _, Shape.Any _ -> List.of();
    };
  }

  /** A document that fits, about nothing that there is. */
  private static Map<String, Object> valid(List<Shape.Field> fields) {
    var document = new TreeMap<String, Object>();
    for (var field : fields) {
      if (field.required()) {
        document.put(
            field.name(),
            switch (field.shape()) {
              case Shape.Text text -> text.allowed().isEmpty() ? "x" : text.allowed().getFirst();
              case Shape.Int number -> number.least();
              case Shape.Flag _ -> false;
              case Shape.ListOf _ -> List.of();
              default -> Map.of();
            });
      }
    }
    return new LinkedHashMap<>(document);
  }
}
