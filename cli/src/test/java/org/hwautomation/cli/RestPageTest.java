package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.configuration.Configuration;
import org.hwautomation.server.HwautoServer;
import org.hwautomation.server.Route;
import org.hwautomation.server.ServerSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page on the REST API lists the routes that there are. */
final class RestPageTest {
  private static final String BASE = "/api/v1";

  @Test
  void every_route_is_on_the_page_with_its_role_and_none_besides(@TempDir Path state)
      throws IOException {
    var page =
        Files.readAllLines(
            Path.of(System.getProperty("hwautomation.root", "..")).resolve("docs/rest.md"));
    var configuration =
        Configuration.loader().flag("state_dir", "--state", state.toString()).load();
    try (var manager = WorkflowManager.open(configuration);
        var server = HwautoServer.start(manager, ServerSettings.DEFAULT.at("127.0.0.1", 0))) {
      var wanted =
          server.routes().stream()
              .filter(route -> route.path().startsWith(BASE))
              .map(RestPageTest::row)
              .toList();
      assertThat(rows(page)).containsExactlyInAnyOrderElementsOf(wanted);
    }
  }

  private static List<String> rows(List<String> page) {
    return page.stream().filter(line -> line.matches("\\| `[A-Z]+ /.*")).toList();
  }

  private static String row(Route route) {
    return "| `%s %s` | %s | %s |"
        .formatted(
            route.methodName(),
            route.path().substring(BASE.length()),
            route.role().map(role -> role.wireName()).orElse(""),
            route.summary());
  }
}
