package org.hwautomation.provisioning.steps;

/** Sees which of what an action declares it really does. Thread-safe. */
interface Witness {
  /** Looks away. */
  Witness NONE = (action, what, name) -> {};

  /** What an action declared and did. */
  enum What {
    INPUT_READ,
    OUTPUT_GIVEN,
    POINT_ENTERED
  }

  /**
   * An action did something.
   *
   * @param name of the input or output, or the description of the point
   */
  void saw(String action, What what, String name);
}
