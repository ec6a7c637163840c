package org.hwautomation.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import org.hwautomation.workflow.SimulatedStore.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Runs the simulation: {@code -Dsimulation.seeds=N} for more seeds ({@code -Psoak} for 100,000),
 * {@code -Dsimulation.first=S} to begin with another, {@code -Dsimulation.seed=S} to see what one
 * does.
 */
class SimulationTest {
  private static final long SEEDS = Long.getLong("simulation.seeds", 2_000);
  private static final long FIRST = Long.getLong("simulation.first", 0);
  private static final Long REPLAYED = Long.getLong("simulation.seed");

  /** So many failing seeds say enough. */
  private static final int ENOUGH = 3;

  private static String describe(Simulation.Result result) {
    return """

    seed %d: %s
    replay it with: mvn -pl engine -am -Dchecks.skip=true -Dtest=SimulationTest \
    -Dsurefire.failIfNoSpecifiedTests=false -Dsimulation.seed=%d verify
    %s
    """
        .formatted(
            result.seed(),
            result.problems(),
            result.seed(),
            String.join("\n", result.trace().subList(from(result), result.trace().size())));
  }

  private static int from(Simulation.Result result) {
    return Math.max(0, result.trace().size() - 60);
  }

  @Test
  void no_seed_breaks_a_rule() {
    assumeTrue(REPLAYED == null, "only seed " + REPLAYED + " is replayed");
    var failed = new ArrayList<Simulation.Result>();
    var tally = Simulation.Tally.NONE;
    for (var seed = FIRST; seed < FIRST + SEEDS && failed.size() < ENOUGH; seed++) {
      var result = Simulation.of(seed, Fault.NONE, false);
      tally = tally.plus(result.tally());
      if (!result.problems().isEmpty()) {
        failed.add(result);
      }
    }
    System.out.printf("simulation: %d seeds, %s%n", SEEDS, tally);
    assertThat(failed)
        .as(() -> String.join("", failed.stream().map(SimulationTest::describe).toList()))
        .isEmpty();
    // a simulation in which nothing happens finds nothing
    assertThat(tally.runs()).isGreaterThan((int) SEEDS);
    assertThat(tally.completed()).isGreaterThan((int) SEEDS / 2);
    assertThat(tally.deaths()).isGreaterThan((int) SEEDS / 2);
    assertThat(tally.powerFailures()).isGreaterThan((int) SEEDS / 20);
    assertThat(tally.requests()).isGreaterThan((int) SEEDS);
    assertThat(tally.rolledBack()).isGreaterThan((int) SEEDS / 20);
  }

  @Test
  void one_seed_is_replayed() {
    assumeTrue(REPLAYED != null, "no -Dsimulation.seed is given");
    var result = Simulation.of(REPLAYED, Fault.NONE, true);
    assertThat(result.problems()).as(() -> describe(result)).isEmpty();
  }

  @Test
  void the_same_seed_gives_the_same_trace() {
    assumeTrue(REPLAYED == null, "only seed " + REPLAYED + " is replayed");
    for (var seed = 0L; seed < 20; seed++) {
      var once = Simulation.of(seed, Fault.NONE, false);
      var again = Simulation.of(seed, Fault.NONE, false);
      assertThat(again.hash()).as("hash of the trace of seed %d", seed).isEqualTo(once.hash());
      assertThat(again.tally()).isEqualTo(once.tally());
    }
    assertThat(Simulation.of(1, Fault.NONE, false).hash())
        .isNotEqualTo(Simulation.of(2, Fault.NONE, false).hash());
  }

  /** A simulation that would not see these would not see others like them. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void a_planted_bug_is_found(Fault fault) {
    assumeTrue(REPLAYED == null, "only seed " + REPLAYED + " is replayed");
    for (var seed = 0L; seed < Math.min(SEEDS, 2_000); seed++) {
      var result = Simulation.of(seed, fault, false);
      if (!result.problems().isEmpty()) {
        System.out.printf(
            "simulation: %s is found by seed %d: %s%n", fault, seed, result.problems().getFirst());
        assertThat(result.problems().getFirst()).doesNotContain("the simulation itself");
        return;
      }
    }
    throw new AssertionError(fault + " was not found");
  }
}
