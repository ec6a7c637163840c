package org.hwautomation.workflow;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A map that tells which of its keys are read; {@code *} for all of them. Unmodifiable. */
final class WatchedValues extends AbstractMap<String, Value> {
  private final Map<String, Value> values;
  private final Consumer<String> reads;

  /**
   * @param values is not changed any more
   */
  WatchedValues(Map<String, Value> values, Consumer<String> reads) {
    this.values = values;
    this.reads = reads;
  }

  @Override
  public @Nullable Value get(@Nullable Object key) {
    reads.accept(String.valueOf(key));
    return values.get(key);
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    reads.accept(String.valueOf(key));
    return values.containsKey(key);
  }

  @Override
  public Set<Entry<String, Value>> entrySet() {
    reads.accept("*");
    return values.entrySet();
  }
}
