package org.hwautomation.workflow;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a value: a map in the order of its making that never changes. Events, and with them
 * runs that wait, consist of little else, so it is two arrays, and all events of a type share their
 * keys.
 */
final class FieldMap extends AbstractMap<String, Value> {
  private static final Value[] NONE = {};

  private final Keys keys;
  private final Value[] values;

  // INVARIANT: nobody else holds the array
  private FieldMap(Keys keys, Value[] values) {
    this.keys = keys;
    this.values = values;
  }

  /** The names of fields, to be shared by maps that have the same ones. */
  static final class Keys {
    /** Up to so many are compared one by one. */
    private static final int FEW = 8;

    private final String[] names;
    // positions from 1 by hash, linearly probed; empty for few names
    private final short[] table;

    private Keys(String[] names) {
      this.names = names;
      table = names.length <= FEW || names.length > Short.MAX_VALUE ? new short[0] : index(names);
    }

    /** These names, which are all different. */
    static Keys of(String... names) {
      return new Keys(names.clone());
    }

    private static short[] index(String[] names) {
      var table = new short[Integer.highestOneBit(names.length) * 4];
      for (var i = 0; i < names.length; i++) {
        var slot = names[i].hashCode() & (table.length - 1);
        while (table[slot] != 0) {
          slot = (slot + 1) & (table.length - 1);
        }
        table[slot] = (short) (i + 1);
      }
      return table;
    }

    int position(@Nullable Object name) {
      if (table.length == 0) {
        for (var i = 0; i < names.length; i++) {
          if (names[i].equals(name)) {
            return i;
          }
        }
        return -1;
      }
      if (name == null) {
        return -1;
      }
      var slot = name.hashCode() & (table.length - 1);
      while (table[slot] != 0) {
        if (names[table[slot] - 1].equals(name)) {
          return table[slot] - 1;
        }
        slot = (slot + 1) & (table.length - 1);
      }
      return -1;
    }
  }

  /** {@code values} under {@code keys}; the array is the map's own from here on. */
  static FieldMap of(Keys keys, Value[] values) {
    if (keys.names.length != values.length) {
      throw new IllegalArgumentException("as many values as keys");
    }
    return new FieldMap(keys, values);
  }

  /** A copy of {@code source}, in its order. */
  static FieldMap copyOf(Map<String, Value> source) {
    if (source instanceof FieldMap already) {
      return already;
    }
    var names = source.keySet().toArray(String[]::new);
    var values = source.values().toArray(NONE);
    for (var i = 0; i < names.length; i++) {
      Objects.requireNonNull(names[i], "a key is null");
      Objects.requireNonNull(values[i], "a value is null");
    }
    return new FieldMap(new Keys(names), values);
  }

  /** A copy in which {@code name} holds {@code value}, in its place or at the end. */
  FieldMap with(String name, Value value) {
    var position = keys.position(name);
    if (position >= 0) {
      var changed = values.clone();
      changed[position] = value;
      return new FieldMap(keys, changed);
    }
    var names = Arrays.copyOf(keys.names, keys.names.length + 1);
    names[names.length - 1] = name;
    var longer = Arrays.copyOf(values, values.length + 1);
    longer[longer.length - 1] = value;
    return new FieldMap(new Keys(names), longer);
  }

  @Override
  public int size() {
    return values.length;
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return keys.position(key) >= 0;
  }

  @Override
  public @Nullable Value get(@Nullable Object key) {
    var position = keys.position(key);
    return position < 0 ? null : values[position];
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (this == other) {
      return true;
    }
    if (other instanceof FieldMap map && Arrays.equals(keys.names, map.keys.names)) {
      return Arrays.equals(values, map.values);
    }
    return super.equals(other);
  }

  /** As {@link Map#hashCode} has it, without an entry object for each field. */
  @Override
  public int hashCode() {
    var hash = 0;
    for (var i = 0; i < values.length; i++) {
      hash += (keys.names[i].hashCode() ^ values[i].hashCode());
    }
    return hash;
  }

  @Override
  public void forEach(BiConsumer<? super String, ? super Value> action) {
    for (var i = 0; i < values.length; i++) {
      action.accept(keys.names[i], values[i]);
    }
  }

  @Override
  public Set<Map.Entry<String, Value>> entrySet() {
    return new Entries();
  }

  private final class Entries extends AbstractSet<Map.Entry<String, Value>> {
    @Override
    public int size() {
      return values.length;
    }

    @Override
    public Iterator<Map.Entry<String, Value>> iterator() {
      return new Iterator<>() {
        private int next;

        @Override
        public boolean hasNext() {
          return next < values.length;
        }

        @Override
        public Map.Entry<String, Value> next() {
          if (next >= values.length) {
            throw new NoSuchElementException();
          }
          return Map.entry(keys.names[next], values[next++]);
        }
      };
    }
  }
}
