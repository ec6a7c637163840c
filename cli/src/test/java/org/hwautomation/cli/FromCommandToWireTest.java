package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.Personality;
import org.hwautomation.simulator.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table in docs/from-command-to-wire.md against the requests of a run on an HPE. */
final class FromCommandToWireTest {
  private static final Path PAGE =
      Path.of(System.getProperty("hwautomation.root"), "docs", "from-command-to-wire.md");

  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  private static final Pattern REQUEST =
      Pattern.compile("(GET|POST|PUT|PATCH) \\S+|sudo -n .*|lscpu|cat .*|lsblk .*|ip -j .*");

  private record Row(String step, String wire) {}

  @TempDir private Path folder;

  @Test
  void each_request_that_the_page_names_is_made_and_each_write_is_on_the_page() throws Exception {
    var rows = rows();
    try (var rig =
        new CommandLineRig(
            folder, DataCentre.builder().server(Personality.HPE).speed(600).start())) {
      var done = rig.run(rig.provision(0, "--target-ipmi-ip", "10.0.1.101", "--json"));
      assertThat(done.exitCode()).as(done.err()).isZero();
      assertThat(rows)
          .extracting(Row::step)
          .containsExactlyElementsOf(
              done.json().path("steps").valueStream().map(s -> s.path("name").asString()).toList());
      var made =
          rig.dataCentre().recorder().requests().stream()
              .filter(request -> request.server().equals(rig.server(0).hostname()))
              .map(FromCommandToWireTest::text)
              .distinct()
              .toList();

      var named = new ArrayList<Pattern>();
      for (var row : rows) {
        for (var text : requests(row.wire().split("if needed")[0])) {
          var pattern = pattern(text);
          named.add(pattern);
          assertThat(made).as("%s: %s", row.step(), text).anyMatch(pattern.asPredicate());
        }
      }
      assertThat(made.stream().filter(FromCommandToWireTest::writes))
          .isNotEmpty()
          .allMatch(text -> named.stream().anyMatch(pattern -> pattern.matcher(text).find()));
    }
  }

  private static List<Row> rows() throws IOException {
    var rows = new ArrayList<Row>();
    for (var line : Files.readAllLines(PAGE)) {
      var cells = line.split("\\|", -1);
      if (cells.length == 7 && cells[1].strip().startsWith("`")) {
        rows.add(new Row(cells[1].strip().replace("`", ""), cells[5]));
      }
    }
    return rows;
  }

  private static List<String> requests(String wire) {
    return CODE.matcher(wire)
        .results()
        .map(found -> found.group(1))
        .filter(text -> REQUEST.matcher(text).matches())
        .toList();
  }

  /** ID, N and an ellipsis stand for anything; MAAS's paths are given without their beginning. */
  private static Pattern pattern(String text) {
    var pattern = new StringBuilder();
    for (var part : text.replaceFirst(" (?=machines|nodes)", " …/").split("(?<=\\W)|(?=\\W)", -1)) {
      var open = part.equals("ID") || part.equals("N") || part.equals("…");
      pattern.append(open ? ".*" : Pattern.quote(part));
    }
    return Pattern.compile(pattern.toString());
  }

  private static String text(Request request) {
    return request.method().equals("exec")
        ? request.path()
        : request.method() + " " + request.path();
  }

  /** Sessions come and go with each step. */
  private static boolean writes(String text) {
    return text.matches("(POST|PUT|PATCH) .*|.*ipmitool (lan set|user set|mc reset).*")
        && !text.contains("/SessionService/");
  }
}
