package org.hwautomation.workflow;

import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The clear texts that a run works with and must not show. Thread-safe. */
final class KnownSecrets {
  /** Shorter ones are too likely to be part of an innocent value, such as a user's name. */
  private static final int TELLING = 8;

  private final Set<String> clear = ConcurrentHashMap.newKeySet();

  void learn(String secret) {
    if (!secret.isEmpty()) {
      clear.add(secret);
    }
  }

  /** Learns every secret that {@code value} refers to and {@code store} can read. */
  void learnAll(Value value, WorkflowStore store) {
    switch (value) {
      case Value.SecretReference reference -> store.secret(reference).ifPresent(this::learn);
      case Value.Fields fields -> fields.values().values().forEach(part -> learnAll(part, store));
      case Value.Items items -> items.values().forEach(part -> learnAll(part, store));
      default -> {}
    }
  }

  /** {@code text} without them, cut to what an event may hold. */
  String redact(String text) {
    var shown = text;
    for (var secret :
        clear.stream().sorted(Comparator.comparingInt(String::length).reversed()).toList()) {
      shown = shown.replace(secret, "***");
    }
    return Limits.cut(shown);
  }

  /** Refuses a value with one of them inside, so that it never reaches the journal. */
  void refuse(String place, Value value) {
    if (clear.isEmpty()) {
      return;
    }
    switch (value) {
      case Value.Text text -> refuse(place, text.value());
      case Value.Fields fields ->
          fields
              .values()
              .forEach(
                  (key, part) -> {
                    refuse("a key of " + place, key);
                    refuse(place + "." + key, part);
                  });
      case Value.Items items -> {
        var index = 0;
        for (var part : items.values()) {
          refuse(place + "[" + index++ + "]", part);
        }
      }
      default -> {}
    }
  }

  private void refuse(String place, String text) {
    for (var secret : clear) {
      if (secret.length() >= TELLING && text.contains(secret)) {
        throw new InvalidValueException(
            place, "contains a secret in clear; remember its reference instead");
      }
    }
  }
}
