package org.hwautomation.provisioning.bios;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A value of a BIOS attribute, in the types that Redfish has for them (DSP0266, Bios.Attributes).
 */
public sealed interface BiosValue {
  /** A string or one of an enumeration. */
  record Text(String text) implements BiosValue {
    @Override
    public Object json() {
      return text;
    }

    @Override
    public String toString() {
      return text.isEmpty() ? "\"\"" : text;
    }
  }

  /** A whole number. */
  record Whole(long number) implements BiosValue {
    @Override
    public Object json() {
      return number;
    }

    @Override
    public String toString() {
      return Long.toString(number);
    }
  }

  /** True or false. */
  record Flag(boolean on) implements BiosValue {
    @Override
    public Object json() {
      return on;
    }

    @Override
    public String toString() {
      return Boolean.toString(on);
    }
  }

  /** As a JSON library takes it: String, Long or Boolean. */
  Object json();

  static BiosValue of(String text) {
    return new Text(text);
  }

  static BiosValue of(long number) {
    return new Whole(number);
  }

  static BiosValue of(boolean on) {
    return new Flag(on);
  }

  /**
   * From a JSON value: String, Boolean or any Number. A number with a fraction becomes text, since
   * no BIOS attribute has one.
   *
   * @throws IllegalArgumentException for anything else
   */
  static BiosValue ofJson(Object value) {
    return switch (value) {
      case BiosValue known -> known;
      case String text -> of(text);
      case Boolean on -> of(on);
      case Integer number -> of(number);
      case Long number -> of(number);
      case BigInteger number when number.bitLength() < 64 -> of(number.longValue());
      case Number number -> fraction(new BigDecimal(number.toString()));
      default ->
          throw new IllegalArgumentException(
              "a BIOS value is a string, number or boolean, not "
                  + value.getClass().getSimpleName());
    };
  }

  private static BiosValue fraction(BigDecimal number) {
    try {
      return of(number.longValueExact());
    } catch (ArithmeticException _) {
      return of(number.toPlainString());
    }
  }
}
