package org.hwautomation.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The house's own rules: which room may know which, what nothing is called, who reads the clock.
 * Each rule is tried on the product, which must keep it, and on classes of the {@code planted}
 * packages beside this test, which break it and must be found.
 */
final class ArchitectureTest {
  private static final String OURS = "org.hwautomation..";
  private static final String ENGINE = "org.hwautomation.workflow..";
  private static final String STORE = "org.hwautomation.store..";
  private static final String HARDWARE = "org.hwautomation.hardware..";
  private static final String DEFINITIONS = "org.hwautomation.definitions..";
  private static final String PROVISIONING = "org.hwautomation.provisioning..";
  private static final String BENCHMARKS = "org.hwautomation.benchmarks..";
  private static final String BRIDGE = "org.hwautomation.bridge..";
  private static final String SERVER = "org.hwautomation.server..";
  private static final String SIMULATOR = "org.hwautomation.simulator..";

  private static final Set<String> CLOCK_METHODS =
      Set.of("now", "nanoTime", "currentTimeMillis", "systemUTC", "systemDefaultZone", "system");

  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.hwautomation");

  private static final JavaClasses PLANTED =
      new ClassFileImporter()
          .withImportOption(location -> location.contains("/planted/"))
          .importPackages("org.hwautomation");

  static Stream<Arguments> rules() {
    return Stream.of(
        rule(
            "the engine knows nothing but the JDK, slf4j and jspecify",
            classes()
                .that()
                .resideInAPackage(ENGINE)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(ENGINE, "java..", "org.slf4j..", "org.jspecify..")),
        rule("the store knows the engine alone", knowsOfOurs(STORE, ENGINE)),
        rule("definitions know the engine alone", knowsOfOurs(DEFINITIONS, ENGINE)),
        rule("hardware knows nothing of ours", knowsOfOurs(HARDWARE)),
        rule("the simulator knows nothing of ours", knowsOfOurs(SIMULATOR)),
        rule(
            "provisioning knows engine, definitions, store and hardware",
            knowsOfOurs(PROVISIONING, ENGINE, DEFINITIONS, STORE, HARDWARE)),
        rule(
            "the bridge knows provisioning and what is below it",
            knowsOfOurs(BRIDGE, PROVISIONING, ENGINE, DEFINITIONS, STORE, HARDWARE)),
        rule(
            "the server knows bridge, provisioning and what is below, and no simulator",
            knowsOfOurs(SERVER, BRIDGE, PROVISIONING, ENGINE, DEFINITIONS, STORE, HARDWARE)),
        rule(
            "accounts know the store, and nothing of the service around them",
            knowsOfOurs("org.hwautomation.server.access..", ENGINE, STORE, HARDWARE)),
        rule("benchmarks know engine and store", knowsOfOurs(BENCHMARKS, ENGINE, STORE)),
        rule(
            "protocol clients never import each other",
            slices()
                .matching("org.hwautomation.hardware.(*)..")
                .should()
                .notDependOnEachOther()
                .as("protocol clients never import each other")),
        rule(
            "nothing is called Util, Helper, Manager2, Impl, Common or Core",
            classes()
                .that()
                .resideInAPackage(OURS)
                .should()
                .haveNameNotMatching(
                    ".*(Utils?|Utilities|Helpers?|Manager[0-9]+|Impl|Common|Core)(\\$.*)?")),
        rule(
            "no package is called util, common, helper or core",
            classes()
                .that()
                .resideInAPackage(OURS)
                .should()
                .resideOutsideOfPackages("..util..", "..common..", "..helper..", "..core..")),
        rule(
            "one place of the engine reads the clock",
            noClasses()
                .that()
                .resideInAPackage(ENGINE)
                .and()
                .doNotHaveFullyQualifiedName("org.hwautomation.workflow.SystemTime")
                .should()
                .accessTargetWhere(readsTheClock())));
  }

  private static Arguments rule(String says, ArchRule rule) {
    return Arguments.of(says, rule);
  }

  /**
   * Classes of {@code room} depend on no class of ours but their own and those of {@code known}.
   */
  private static ArchRule knowsOfOurs(String room, String... known) {
    var allowed = Stream.concat(Stream.of(room), Stream.of(known)).toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(room)
        .should()
        .dependOnClassesThat(resideInAnyPackage(OURS).and(resideOutsideOfPackages(allowed)));
  }

  private static DescribedPredicate<JavaAccess<?>> readsTheClock() {
    return DescribedPredicate.describe(
        "reads the clock",
        access -> {
          var owner = access.getTargetOwner();
          var timed =
              owner.getPackageName().equals("java.time")
                  || owner.isEquivalentTo(System.class)
                  || owner.isEquivalentTo(Clock.class);
          return timed && CLOCK_METHODS.contains(access.getTarget().getName());
        });
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void the_product_keeps_the_rule(String says, ArchRule rule) {
    rule.check(PRODUCT);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void a_class_that_breaks_the_rule_is_found(String says, ArchRule rule) {
    assertThat(rule.evaluate(PLANTED).hasViolation()).as(says).isTrue();
  }

  @Test
  void every_room_is_looked_at() {
    assertThat(PRODUCT.stream().map(type -> type.getPackageName().split("\\.")[2]).distinct())
        .contains(
            "workflow",
            "definitions",
            "store",
            "hardware",
            "provisioning",
            "simulator",
            "benchmarks",
            "server",
            "cli");
  }
}
