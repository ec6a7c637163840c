package org.hwautomation.bridge;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The parameters of a request; one that is missing or of another kind is refused by its name. */
record Params(String of, Map<String, @Nullable Object> values) {
  Optional<String> optional(String name) {
    return switch (values.get(name)) {
      case null -> Optional.empty();
      case String text -> Optional.of(text);
      default -> throw wrong(name, "a text");
    };
  }

  String text(String name) {
    return optional(name).filter(t -> !t.isBlank()).orElseThrow(() -> wrong(name, "a text"));
  }

  Optional<Double> number(String name) {
    return switch (values.get(name)) {
      case null -> Optional.empty();
      case Number number -> Optional.of(number.doubleValue());
      default -> throw wrong(name, "a number");
    };
  }

  int whole(String name) {
    return switch (values.get(name)) {
      case Integer number -> number;
      case null, default -> throw wrong(name, "a whole number");
    };
  }

  boolean flag(String name) {
    return switch (values.get(name)) {
      case null -> false;
      case Boolean flag -> flag;
      default -> throw wrong(name, "true or false");
    };
  }

  /** An object; empty if it is not there. */
  Params fields(String name) {
    return switch (values.get(name)) {
      case null -> new Params(of + "." + name, Map.of());
      case Map<?, ?> map -> of(of + "." + name, map);
      default -> throw wrong(name, "an object");
    };
  }

  /** A list of objects. */
  List<Params> list(String name) {
    if (!(values.get(name) instanceof List<?> list)) {
      throw wrong(name, "a list");
    }
    return list.stream()
        .map(
            item -> {
              if (!(item instanceof Map<?, ?> map)) {
                throw wrong(name, "a list of objects");
              }
              return of(of + "." + name, map);
            })
        .toList();
  }

  /** A list of texts; empty if it is not there. */
  List<String> texts(String name) {
    return switch (values.get(name)) {
      case null -> List.of();
      case List<?> list when list.stream().allMatch(String.class::isInstance) ->
          list.stream().map(String.class::cast).toList();
      default -> throw wrong(name, "a list of texts");
    };
  }

  boolean has(String name) {
    return values.get(name) != null;
  }

  private static Params of(String place, Map<?, ?> map) {
    return new Params(place, RpcCodec.named(map));
  }

  RpcException wrong(String name, String wanted) {
    return RpcException.invalid(
        "%s.%s %s %s"
            .formatted(
                of, name, values.get(name) == null ? "is missing; it is" : "is not", wanted));
  }
}
