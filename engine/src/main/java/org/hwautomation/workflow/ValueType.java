package org.hwautomation.workflow;

import java.util.Optional;

/** A kind of value that a {@link Parameter} may have. Thread-safe. */
public interface ValueType {
  /** In {@code snake_case}, such as {@code ip_address}. */
  String name();

  /** What is wrong with {@code value} as one of this type, such as {@code is not a number}. */
  Optional<String> problem(Value value);

  /**
   * The value that a person typed.
   *
   * @throws InvalidValueException if it is none of this type
   */
  Value read(String text);
}
