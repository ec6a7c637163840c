package org.hwautomation.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every rule of the engine has tests named after it, and docs/engine-rules.md lists them. */
class EngineRulesTest {
  private static final int RULES = 18;
  private static final Path ROOT = Path.of(System.getProperty("hwautomation.root"));

  private static final Pattern HEADING = Pattern.compile("^## (\\d+)\\. (.+)$");
  private static final Pattern REFERENCE = Pattern.compile("`([A-Z]\\w+)\\.(\\w+)`");

  /** A heading such as "Rule 7: …", "Rules 4 and 17: …"; a sentence that begins so; a method. */
  private static final Pattern NAMED =
      Pattern.compile(
          "\\b[Rr]ules? (\\d+(?:(?:,| and| to) \\d+|, \\d+ and \\d+)*)\\b|\\brule_(\\d+)_");

  private static final Map<String, String> SOURCES = new HashMap<>();
  private static final Map<Integer, Set<String>> LISTED = new TreeMap<>();
  private static final Map<Integer, String> NAMES = new TreeMap<>();

  /** A test that the page lists. */
  private record Reference(String type, String method) {}

  private static final List<Reference> REFERENCES = new ArrayList<>();

  @BeforeAll
  static void read() throws IOException {
    try (var modules =
        Files.newDirectoryStream(ROOT, entry -> Files.exists(entry.resolve("src")))) {
      for (var module : modules) {
        try (var files = Files.walk(module.resolve("src"))) {
          for (var file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
            SOURCES.merge(
                file.getFileName().toString().replace(".java", ""),
                Files.readString(file),
                String::concat);
          }
        }
      }
    }
    var rule = 0;
    for (var line : Files.readAllLines(ROOT.resolve("docs/engine-rules.md"))) {
      var heading = HEADING.matcher(line);
      if (heading.matches()) {
        rule = Integer.parseInt(heading.group(1));
        NAMES.put(rule, heading.group(2));
      }
      var references = REFERENCE.matcher(line);
      while (references.find()) {
        LISTED.computeIfAbsent(rule, n -> new TreeSet<>()).add(references.group(1));
        REFERENCES.add(new Reference(references.group(1), references.group(2)));
      }
    }
  }

  private static Set<Integer> namedIn(String source) {
    var rules = new TreeSet<Integer>();
    var named = NAMED.matcher(source);
    while (named.find()) {
      if (named.group(2) != null) {
        rules.add(Integer.valueOf(named.group(2)));
        continue;
      }
      var range = named.group(1).split(" to ", -1);
      if (range.length == 2) {
        IntStream.rangeClosed(Integer.parseInt(range[0]), Integer.parseInt(range[1]))
            .forEach(rules::add);
        continue;
      }
      for (var number : named.group(1).split(",? and |, ", -1)) {
        rules.add(Integer.valueOf(number));
      }
    }
    return rules;
  }

  @Test
  void the_page_has_every_rule_with_tests() {
    assertThat(NAMES.keySet())
        .containsExactlyElementsOf(IntStream.rangeClosed(1, RULES).boxed().toList());
    assertThat(LISTED.keySet()).isEqualTo(NAMES.keySet());
  }

  @Test
  void every_test_that_the_page_names_exists() {
    for (var reference : REFERENCES) {
      assertThat(SOURCES).containsKey(reference.type());
      assertThat(SOURCES.get(reference.type()))
          .as("%s.%s", reference.type(), reference.method())
          .contains("void " + reference.method() + "(");
    }
  }

  @Test
  void every_rule_is_named_by_one_of_its_tests() {
    for (var rule : NAMES.keySet()) {
      assertThat(LISTED.getOrDefault(rule, Set.of()))
          .as("tests that name rule %s", rule)
          .anyMatch(type -> namedIn(SOURCES.getOrDefault(type, "")).contains(rule));
    }
  }

  @Test
  void whatever_names_a_rule_is_listed_under_it() {
    var engines =
        SOURCES.entrySet().stream()
            .filter(
                source ->
                    source.getValue().startsWith("package org.hwautomation.testkit;")
                        || source.getValue().startsWith("package org.hwautomation.workflow;"))
            .filter(source -> source.getKey().matches("\\w+(Contract|Test)"))
            .filter(
                source -> !Set.of("EngineContract", "EngineRulesTest").contains(source.getKey()))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    assertThat(engines).hasSizeGreaterThan(25);
    engines.forEach(
        (type, source) ->
            namedIn(source)
                .forEach(rule -> assertThat(LISTED.get(rule)).as("rule %s", rule).contains(type)));
  }
}
