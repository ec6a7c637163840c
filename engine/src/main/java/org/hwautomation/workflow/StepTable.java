package org.hwautomation.workflow;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a run by path, in the definition's order. Immutable; a copy with one step changed
 * shares all but a few dozen of the others, so that a long run costs no more a step than a short
 * one.
 */
final class StepTable extends AbstractMap<String, StepState> {
  private static final int CHUNK = 32;

  private final Map<String, Integer> places;
  private final StepState[][] chunks;

  private StepTable(Map<String, Integer> places, StepState[][] chunks) {
    this.places = places;
    this.chunks = chunks;
  }

  /** The table of these steps, in this order. */
  static StepTable of(Collection<StepState> steps) {
    var places = HashMap.<String, Integer>newHashMap(steps.size());
    var chunks = new StepState[(steps.size() + CHUNK - 1) / CHUNK][];
    var at = 0;
    for (var step : steps) {
      if (at % CHUNK == 0) {
        chunks[at / CHUNK] = new StepState[Math.min(CHUNK, steps.size() - at)];
      }
      chunks[at / CHUNK][at % CHUNK] = step;
      places.put(step.path(), at++);
    }
    return new StepTable(places, chunks);
  }

  /** A copy in which {@code step} stands at its path; it must be there already. */
  StepTable with(StepState step) {
    var place = place(step.path());
    var copy = chunks.clone();
    copy[place / CHUNK] = chunks[place / CHUNK].clone();
    copy[place / CHUNK][place % CHUNK] = step;
    return new StepTable(places, copy);
  }

  /** The place of a step, from 0. */
  int place(String path) {
    var place = places.get(path);
    if (place == null) {
      throw new NoSuchElementException(path);
    }
    return place;
  }

  private StepState at(int place) {
    return chunks[place / CHUNK][place % CHUNK];
  }

  @Override
  public @Nullable StepState get(@Nullable Object path) {
    var place = places.get(path);
    return place == null ? null : at(place);
  }

  @Override
  public boolean containsKey(@Nullable Object path) {
    return places.containsKey(path);
  }

  @Override
  public int size() {
    return places.size();
  }

  @Override
  public Set<Entry<String, StepState>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Entry<String, StepState>> iterator() {
        return new Iterator<>() {
          private int next;

          @Override
          public boolean hasNext() {
            return next < places.size();
          }

          @Override
          public Entry<String, StepState> next() {
            if (!hasNext()) {
              throw new NoSuchElementException();
            }
            var step = at(next++);
            return Map.entry(step.path(), step);
          }
        };
      }

      @Override
      public int size() {
        return places.size();
      }
    };
  }
}
