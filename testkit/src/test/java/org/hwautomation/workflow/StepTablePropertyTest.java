package org.hwautomation.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.NoSuchElementException;
import org.hwautomation.testkit.SeededTries;
import org.junit.jupiter.api.Test;

/** A table of steps is a map in the definition's order, whatever is changed in it. */
class StepTablePropertyTest {
  private static StepState step(int number) {
    return StepState.pending("step-" + number, "number " + number);
  }

  @Test
  void it_is_a_linked_hash_map_after_any_changes() {
    SeededTries.check(
        100, any -> change(any.between(0, 150), any.list(60, () -> any.between(0, 149))));
  }

  private static void change(int size, List<Integer> changes) {
    var model = new LinkedHashMap<String, StepState>();
    for (var i = 0; i < size; i++) {
      model.put(step(i).path(), step(i));
    }
    var table = StepTable.of(model.values());
    for (var change : changes) {
      var path = "step-" + change;
      if (!model.containsKey(path)) {
        var before = table;
        assertThatThrownBy(() -> before.with(step(change)))
            .isInstanceOf(NoSuchElementException.class);
        continue;
      }
      var next = model.get(path).passed(1);
      var before = table;
      var was = model.get(path);
      table = table.with(next);
      assertThat(before.get(path)).isEqualTo(was); // which is not changed with it
      model.put(path, next);
    }
    assertThat(table).isEqualTo(model).hasSameHashCodeAs(model).hasSize(size);
    assertThat(new ArrayList<>(table.keySet())).isEqualTo(new ArrayList<>(model.keySet()));
    assertThat(new ArrayList<>(table.values())).isEqualTo(new ArrayList<>(model.values()));
    assertThat(new ArrayList<>(table.entrySet())).isEqualTo(new ArrayList<>(model.entrySet()));
    var place = 0;
    for (var path : model.keySet()) {
      assertThat(table.place(path)).isEqualTo(place++);
      assertThat(table.containsKey(path)).isTrue();
      assertThat(table.get(path)).isEqualTo(model.get(path));
    }
    assertThat(table.get("nobody")).isNull();
    assertThat(table.containsKey("nobody")).isFalse();
    assertThat(table.get(null)).isNull();
  }

  @Test
  void nobody_changes_it_in_place() {
    SeededTries.check(20, any -> refuseToChange(any.between(1, 70)));
  }

  private static void refuseToChange(int size) {
    var steps = new ArrayList<StepState>();
    for (var i = 0; i < size; i++) {
      steps.add(step(i));
    }
    var table = StepTable.of(steps);
    assertThatThrownBy(() -> table.put("step-0", step(0)))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(table::clear).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> table.entrySet().iterator().next().setValue(step(1)))
        .isInstanceOf(UnsupportedOperationException.class);
    var entries = table.entrySet().iterator();
    for (var i = 0; i < size; i++) {
      entries.next();
    }
    assertThat(entries.hasNext()).isFalse();
    assertThatThrownBy(entries::next).isInstanceOf(NoSuchElementException.class);
  }
}
