package org.hwautomation.provisioning.bios;

/**
 * What the values of some attributes make of another: while {@code when} holds, {@code property} of
 * {@code attribute} is {@code value}.
 *
 * @param value a flag for the restrictions, a number for the bounds
 */
public record BiosDependency(Condition when, String attribute, Property property, BiosValue value) {
  /** What of an attribute is set or looked at. */
  public enum Property {
    /** The value itself: it is overridden. */
    VALUE("value"),
    DEFAULT("default"),
    READ_ONLY("read-only state"),
    GRAY_OUT("greyed-out state"),
    HIDDEN("hidden state"),
    IMMUTABLE("fixed state"),
    LOWER_BOUND("lower bound"),
    UPPER_BOUND("upper bound"),
    INCREMENT("increment"),
    MIN_LENGTH("least length"),
    MAX_LENGTH("greatest length");

    private final String text;

    Property(String text) {
      this.text = text;
    }

    /** For people. */
    public String text() {
      return text;
    }
  }

  /** While {@code when} holds, the attribute has this value. */
  public static BiosDependency forces(Condition when, String attribute, BiosValue value) {
    return new BiosDependency(when, attribute, Property.VALUE, value);
  }

  /** While {@code when} holds, the attribute is restricted so. */
  public static BiosDependency restricts(Condition when, String attribute, Property property) {
    return new BiosDependency(when, attribute, property, BiosValue.of(true));
  }
}
