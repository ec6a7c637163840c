package org.hwautomation.provisioning.triage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hwautomation.provisioning.safety.PowerOffAdvice;
import org.junit.jupiter.api.Test;

class CauseGroupsTest {
  private static final Instant NOW = Instant.parse("2026-11-29T03:00:00Z");

  private static Situation situation(String name, String rack, Cause.Kind kind, String text) {
    return new Situation(
        name,
        Optional.of("id-" + name),
        Optional.of(rack),
        Optional.empty(),
        Optional.of("SN-" + name),
        Optional.empty(),
        List.of(new Cause(kind, text, List.of())),
        Optional.of(
            new Position(
                "commission",
                2,
                14,
                1,
                1,
                3,
                Optional.of(NOW.minusSeconds(name.hashCode() & 0xff)),
                Optional.empty(),
                Optional.empty())),
        List.of(),
        PowerOffAdvice.during(List.of()),
        NOW);
  }

  private static Overview overview(List<Situation> needs) {
    return new Overview(needs, List.of(), List.of(), List.of(), 100);
  }

  @Test
  void forty_failures_of_one_switch_are_one_group() {
    var needs = new ArrayList<Situation>();
    for (var i = 0; i < 40; i++) {
      needs.add(
          situation(
              "rack14-u" + i,
              "14-U%02d".formatted(i),
              Cause.Kind.HELD,
              "commission: rack14-u%d got no address from 10.0.0.%d in 12m 0%ds"
                  .formatted(i, i, i % 10)));
    }
    needs.add(situation("rack15-u1", "15", Cause.Kind.HELD, "commission: no power"));
    var groups = CauseGroups.of(overview(needs));
    assertThat(groups).hasSize(2);
    assertThat(groups.getFirst().situations()).hasSize(40);
    assertThat(groups.getFirst().title())
        .isEqualTo(
            "40 servers in rack 14 at commission: rack14-u0 got no address from 10.0.0.0 in 12m 00s");
    assertThat(groups.getFirst().since())
        .contains(
            needs.subList(0, 40).stream()
                .map(s -> s.position().orElseThrow().since().orElseThrow())
                .min(Instant::compareTo)
                .orElseThrow());
    assertThat(groups.get(1).title()).isEqualTo("rack15-u1: no power");
  }

  @Test
  void who_waits_for_different_times_waits_for_the_same() {
    var needs =
        Stream.of("0.1s", "4s", "3.9s", "59s", "1m 02s", "2h 00m", "1d 3h")
            .map(
                time ->
                    situation("s" + time, "14", Cause.Kind.HELD, "no yes, asked " + time + " ago"))
            .toList();
    assertThat(CauseGroups.of(overview(needs))).hasSize(1);
  }

  @Test
  void the_worst_kind_comes_first_and_another_step_or_kind_is_another_group() {
    var groups =
        CauseGroups.of(
            overview(
                List.of(
                    situation("a", "rack01", Cause.Kind.PARKED, "waits"),
                    situation("b", "rack01", Cause.Kind.HELD, "waits"),
                    situation("c", "rack01", Cause.Kind.OVERDUE, "waits"))));
    assertThat(groups)
        .extracting(CauseGroup::kind)
        .containsExactly(Cause.Kind.OVERDUE, Cause.Kind.HELD, Cause.Kind.PARKED);
    assertThat(groups).extracting(CauseGroup::key).doesNotHaveDuplicates();
  }

  @Test
  void a_cause_keeps_its_key_while_the_time_passes() {
    assertThat(
            Stream.of(
                    "30s ago, expires in 23h 59m",
                    "2m 30s ago, expires in 23h",
                    "1.5s ago, expires in 1d")
                .map(
                    text ->
                        situation(
                            "a",
                            "1",
                            Cause.Kind.WAITING_FOR_APPROVAL,
                            "restart waits, asked " + text))
                .map(CauseGroups::key)
                .distinct())
        .hasSize(1);
  }

  @Test
  void what_a_slow_step_does_at_the_moment_tells_no_groups_apart() {
    var reads = situation("a", "1", Cause.Kind.SLOW, "commission takes longer (5m): Reading");
    var writes = situation("b", "1", Cause.Kind.SLOW, "commission takes longer (9m): Writing");
    assertThat(CauseGroups.key(reads)).isEqualTo(CauseGroups.key(writes));
  }
}
