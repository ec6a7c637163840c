package org.hwautomation.benchmarks;

import java.util.Locale;

/** How a row compares with what is wanted of it. */
public enum Verdict {
  MET,
  MISSED,
  /** Something is absent that the row needs; its note says what. */
  NOT_MEASURABLE_HERE,
  /** It was tried and broke off; its note says where. */
  FAILED;

  /** As the table has it. */
  public String words() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
