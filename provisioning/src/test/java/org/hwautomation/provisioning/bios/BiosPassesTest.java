package org.hwautomation.provisioning.bios;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.hwautomation.testkit.SeededTries;
import org.junit.jupiter.api.Test;

/** Plans for made-up machines, carried out on them. */
class BiosPassesTest {
  private static final int TRIES = 4_000;

  private static Map<String, BiosValue> wanted(ModelMachine machine, SeededTries any) {
    var wanted = new LinkedHashMap<String, BiosValue>();
    for (var i = 0; i < machine.size(); i++) {
      if (any.between(0, 3) > 0) {
        wanted.put(ModelMachine.name(i), ModelMachine.value(any.between(0, 2)));
      }
    }
    return wanted;
  }

  private static BiosPlan plan(ModelMachine machine, Map<String, BiosValue> wanted) {
    return new BiosPlanner(machine.registry(), machine.current(), Map.of(), Set.of())
        .plan(new BiosTemplate(wanted, List.of()));
  }

  private static int[] carryOut(ModelMachine machine, BiosPlan plan) {
    var values = machine.values();
    for (var pass : plan.passes()) {
      assertThat(pass.changes()).as("a pass without a write").isNotEmpty();
      var written = values.clone();
      for (var change : pass.changes()) {
        var attribute = ModelMachine.index(change.attribute());
        assertThat(machine.isOpen(attribute, values)).as("%s is open", change).isTrue();
        assertThat(change.from()).isEqualTo(ModelMachine.value(values[attribute]));
        written[attribute] = ModelMachine.index(String.valueOf(change.to().json()));
      }
      var booted = machine.boot(written).orElseThrow();
      for (var along : pass.consequences()) {
        assertThat(ModelMachine.value(booted[ModelMachine.index(along.attribute())]))
            .isEqualTo(along.to());
      }
      var told = new HashSet<String>();
      pass.changes().forEach(change -> told.add(change.attribute()));
      pass.consequences().forEach(along -> told.add(along.attribute()));
      for (var i = 0; i < booted.length; i++) {
        assertThat(booted[i] == values[i] || told.contains(ModelMachine.name(i)))
            .as("%s changes and the plan does not say so", ModelMachine.name(i))
            .isTrue();
      }
      values = booted;
    }
    return values;
  }

  @Test
  void a_plan_carried_out_leaves_every_wanted_value_in_effect_or_had_refused_it() {
    SeededTries.check(
        TRIES,
        any -> {
          var machine = ModelMachine.any(any);
          var wanted = wanted(machine, any);
          var plan = plan(machine, wanted);
          var end = carryOut(machine, plan);
          var refused = new HashSet<String>();
          plan.refused().forEach(refusal -> refused.add(refusal.setting()));
          wanted.forEach(
              (name, value) -> {
                if (!refused.contains(name)) {
                  assertThat(ModelMachine.value(end[ModelMachine.index(name)]))
                      .as("%s on %s", name, machine)
                      .isEqualTo(value);
                }
              });
          assertThat(plan.expected().keySet()).noneMatch(refused::contains);
          assertThat(plan.refused()).allSatisfy(r -> assertThat(r.message()).isNotBlank());
        });
  }

  @Test
  void passes_are_as_few_as_trying_everything_gives_and_nothing_that_can_be_had_is_refused() {
    SeededTries.check(
        TRIES,
        any -> {
          var machine = ModelMachine.any(any);
          var wanted = wanted(machine, any);
          var plan = plan(machine, wanted);
          var fewest = fewest(machine, wanted);
          if (fewest.isPresent()) {
            assertThat(plan.refused()).as("%s wants %s", machine, wanted).isEmpty();
            assertThat(plan.resets())
                .as("%s wants %s", machine, wanted)
                .isEqualTo(fewest.getAsInt());
          } else {
            assertThat(plan.problems()).as("%s wants %s", machine, wanted).isNotEmpty();
          }
        });
  }

  /** A random machine found it: each alone would force the power cap to two values at once. */
  @Test
  void two_that_would_contradict_each_other_alone_are_written_together() {
    var mode = BiosAttribute.enumeration("Mode", "Quiet", "Fast");
    var cooling = BiosAttribute.enumeration("Cooling", "Air", "Liquid");
    var cap = BiosAttribute.enumeration("PowerCap", "Low", "High");
    var registry =
        BiosRegistry.of(
            List.of(mode, cooling, cap),
            List.of(
                BiosDependency.forces(
                    Condition.Compare.equal("Mode", BiosValue.of("Fast")),
                    "PowerCap",
                    BiosValue.of("High")),
                BiosDependency.forces(
                    Condition.Compare.other("Cooling", BiosValue.of("Liquid")),
                    "PowerCap",
                    BiosValue.of("Low"))));
    var current =
        Map.of(
            "Mode", BiosValue.of("Quiet"),
            "Cooling", BiosValue.of("Air"),
            "PowerCap", BiosValue.of("Low"));
    var wanted = Map.of("Mode", BiosValue.of("Fast"), "Cooling", BiosValue.of("Liquid"));
    var plan =
        new BiosPlanner(registry, current, Map.of(), Set.of())
            .plan(new BiosTemplate(wanted, List.of()));
    assertThat(plan.isClean()).as(plan.text()).isTrue();
    assertThat(plan.resets()).isOne();
  }

  @Test
  void after_a_pass_the_rest_of_the_plan_is_what_a_new_plan_says() {
    SeededTries.check(
        1_000,
        any -> {
          var machine = ModelMachine.any(any);
          var wanted = wanted(machine, any);
          var plan = plan(machine, wanted);
          if (plan.isClean() && plan.resets() > 0) {
            var after = machine.values();
            plan.firstChanges()
                .forEach(
                    change ->
                        after[ModelMachine.index(change.attribute())] =
                            ModelMachine.index(String.valueOf(change.to().json())));
            var booted = machine.boot(after).orElseThrow();
            var values = new HashMap<String, BiosValue>();
            for (var i = 0; i < booted.length; i++) {
              values.put(ModelMachine.name(i), ModelMachine.value(booted[i]));
            }
            assertThat(BiosVerification.of(plan.expectedFirst(), values, Map.of()).isApplied())
                .as("%s after %s", plan.expectedFirst(), values)
                .isTrue();
            var next =
                new BiosPlanner(machine.registry(values), values, Map.of(), Set.of())
                    .plan(new BiosTemplate(wanted, List.of()));
            assertThat(next.isClean()).as(next.text()).isTrue();
            assertThat(next.resets()).isEqualTo(plan.resets() - 1);
          }
        });
  }

  /** Every choice of writes in every pass; empty if nothing leads to all wanted values. */
  private static OptionalInt fewest(ModelMachine machine, Map<String, BiosValue> wanted) {
    var start = machine.values();
    var depths = new HashMap<List<Integer>, Integer>();
    var open = new ArrayDeque<int[]>();
    depths.put(list(start), 0);
    open.add(start);
    while (!open.isEmpty()) {
      var values = open.pop();
      var depth = depths.getOrDefault(list(values), 0);
      if (isRight(values, wanted)) {
        return OptionalInt.of(depth);
      }
      var free = new ArrayList<Integer>();
      for (var name : wanted.keySet()) {
        if (machine.isOpen(ModelMachine.index(name), values)) {
          free.add(ModelMachine.index(name));
        }
      }
      for (var bits = 0; bits < 1 << free.size(); bits++) {
        var written = values.clone();
        for (var i = 0; i < free.size(); i++) {
          if (((bits >> i) & 1) != 0) {
            var to = Objects.requireNonNull(wanted.get(ModelMachine.name(free.get(i))));
            written[free.get(i)] = ModelMachine.index(String.valueOf(to.json()));
          }
        }
        machine
            .boot(written)
            .ifPresent(
                next -> {
                  if (depths.putIfAbsent(list(next), depth + 1) == null) {
                    open.add(next);
                  }
                });
      }
    }
    return OptionalInt.empty();
  }

  private static boolean isRight(int[] values, Map<String, BiosValue> wanted) {
    return wanted.entrySet().stream()
        .allMatch(
            entry ->
                entry
                    .getValue()
                    .equals(ModelMachine.value(values[ModelMachine.index(entry.getKey())])));
  }

  private static List<Integer> list(int[] values) {
    var list = new ArrayList<Integer>();
    for (var value : values) {
      list.add(value);
    }
    return list;
  }
}
