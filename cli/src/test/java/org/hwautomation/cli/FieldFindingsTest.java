package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** docs/field-findings.md lists all findings, and tests that exist. */
final class FieldFindingsTest {
  private static final Path ROOT = Path.of(System.getProperty("hwautomation.root", ".."));
  private static final Pattern ROW = Pattern.compile("^\\| (\\d+) \\| (.+?) \\| ?(.*?) ?\\|$");
  private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+)\\.(\\w+)`");

  @Test
  void every_finding_has_a_test_that_exists_or_the_reason_why_not() throws IOException {
    var sources = sources();
    var numbers = new ArrayList<Integer>();
    for (var line : Files.readAllLines(ROOT.resolve("docs/field-findings.md"))) {
      var row = ROW.matcher(line);
      if (row.matches()) {
        numbers.add(Integer.valueOf(row.group(1)));
        var tests = TEST.matcher(line).results().toList();
        if (!row.group(2).startsWith("not here: ")) {
          assertThat(tests).as("tests of finding %s", row.group(1)).isNotEmpty();
        }
        for (var test : tests) {
          assertThat(sources.getOrDefault(test.group(1), List.of()))
              .as("finding %s names %s", row.group(1), test.group())
              .anyMatch(source -> source.contains("void " + test.group(2) + "("));
        }
      }
    }
    assertThat(numbers).isEqualTo(IntStream.rangeClosed(1, 50).boxed().toList());
  }

  private static Map<String, List<String>> sources() throws IOException {
    var sources = new HashMap<String, List<String>>();
    try (var modules =
        Files.newDirectoryStream(ROOT, entry -> Files.exists(entry.resolve("src")))) {
      for (var module : modules) {
        try (var files = Files.walk(module.resolve("src"))) {
          for (var file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
            sources
                .computeIfAbsent(
                    file.getFileName().toString().replace(".java", ""), n -> new ArrayList<>())
                .add(Files.readString(file));
          }
        }
      }
    }
    return sources;
  }
}
