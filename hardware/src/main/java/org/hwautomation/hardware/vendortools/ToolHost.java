package org.hwautomation.hardware.vendortools;

import java.time.Duration;

/** Runs command lines on the server, as a user that may use sudo without a password. */
public interface ToolHost {
  /**
   * One command line.
   *
   * @param text for a POSIX shell; never has a secret in it
   * @param changing true if it changes something on the server
   * @param timeLimit after which it is given up
   * @param input its standard input
   */
  record Line(String text, boolean changing, Duration timeLimit, String input) {
    static Line reading(String text, Duration limit) {
      return new Line(text, false, limit, "");
    }

    static Line changing(String text, Duration limit) {
      return new Line(text, true, limit, "");
    }

    Line given(String standardInput) {
      return new Line(text, changing, timeLimit, standardInput);
    }
  }

  /**
   * What came of it.
   *
   * @param status the exit status; -1 where the host told none
   */
  record Printed(int status, String out, String err) {
    /** Both outputs, for a message. */
    String said() {
      var text = (out.strip() + "\n" + err.strip()).strip().replaceAll("\\p{Cntrl}+", " ");
      return text.isEmpty() ? "nothing" : text.length() > 400 ? "…" + tail(text) : text;
    }

    private static String tail(String text) {
      return text.substring(text.length() - 400);
    }
  }

  /** Who is on the other side, for messages. */
  String peer();

  /**
   * Runs it; an exit status other than 0 is a result. At least 16 MiB of output are kept.
   *
   * @throws org.hwautomation.hardware.HardwareException if it could not be run, or its time was up
   */
  Printed run(Line line);
}
