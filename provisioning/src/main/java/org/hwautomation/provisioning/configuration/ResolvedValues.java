package org.hwautomation.provisioning.configuration;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The value that won for each key, with its origin. Filled once by the loader. */
final class ResolvedValues {
  private record Value(Object value, String text, Origin origin) {}

  private final Map<Key<?>, Value> values = new LinkedHashMap<>();
  private final @Nullable Path folder;
  private final @Nullable String home;

  ResolvedValues(@Nullable Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.home = environment.get("HOME");
  }

  <T> void put(Key<T> key, T value, String text, Origin origin) {
    values.put(key, new Value(value, text, origin));
  }

  @SuppressWarnings("unchecked") // put() binds the key's type to the value's
  <T> Optional<T> find(Key<T> key) {
    return Optional.ofNullable(values.get(key)).map(value -> (T) value.value);
  }

  /** The value of a key that has a default. */
  <T> T get(Key<T> key) {
    return find(key).orElseThrow(() -> new IllegalStateException(key.name() + " has no default"));
  }

  Origin origin(Key<?> key) {
    var value = values.get(key);
    return value == null ? new Origin.Default() : value.origin;
  }

  /** A path; one from a file starts at the file's folder, and {@code ~/} at the home folder. */
  Optional<Path> path(Key<String> key) {
    return find(key)
        .map(
            text -> {
              if (text.startsWith("~/") && home != null) {
                return Path.of(home, text.substring(2));
              }
              var path = Path.of(text);
              return folder != null
                      && (origin(key) instanceof Origin.File
                          || origin(key) instanceof Origin.DotEnv)
                  ? folder.resolve(path)
                  : path;
            });
  }

  List<Setting> settings() {
    return Keys.ALL.stream()
        .map(
            key -> {
              var text = Optional.ofNullable(values.get(key)).map(Value::text);
              return new Setting(
                  key.name(), key.secret() ? text.map(_ -> "***") : text, origin(key));
            })
        .toList();
  }
}
