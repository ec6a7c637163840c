package org.hwautomation.hardware.ipmi;

import java.util.List;
import java.util.regex.Pattern;
import org.hwautomation.hardware.HardwareException.Kind;
import org.jspecify.annotations.Nullable;

/**
 * What {@code ipmitool}'s messages mean: its own (1.8.18 and 1.8.19), the RAKP status codes of IPMI
 * 2.0 table 13-15 and the completion codes of table 5-2, in ipmitool's words.
 */
final class ErrorTable {
  /** A meaning; {@code kind} is null if another cipher suite may help. */
  record Meaning(@Nullable Kind kind, String advice) {}

  private record Row(Pattern pattern, Meaning meaning) {}

  private static final List<Row> ROWS =
      List.of(
          row(
              null,
              "the BMC does not offer this cipher suite",
              "invalid authentication algorithm|invalid integrity algorithm"
                  + "|invalid confidentiality algorithm|no matching cipher suite"
                  + "|no matching authentication payload|no matching integrity payload"
                  + "|unsupported (cipher suite|authentication algorithm)"),
          row(
              Kind.AUTHENTICATION,
              "the BMC refused the login (one attempt). Check the user and the password",
              "RAKP 2 HMAC is invalid|unauthorized name|invalid integrity check value"
                  + "|invalid name length|Invalid user name|unauthorized GUID"),
          row(
              Kind.REJECTED,
              "the account may not have the privilege level that was asked for",
              "unauthorized role requested|invalid role|exceeds limit|insufficient privilege"),
          row(
              Kind.BUSY,
              "the BMC has no free session or is busy; try again later",
              "insufficient resources|node busy|initialization in progress"
                  + "|firmware update in progress|destination unavailable|out of space"),
          row(
              Kind.UNAVAILABLE,
              "the name of the BMC can't be resolved here",
              "address lookup for .* failed"),
          row(
              Kind.UNAVAILABLE,
              "there is no IPMI driver on the server (modules ipmi_si and ipmi_devintf)",
              "could not open device at"),
          row(
              Kind.UNAVAILABLE,
              "ipmitool is not installed on the server; install the package ipmitool there",
              "ipmitool: (command )?not found|command not found"),
          row(
              Kind.UNAVAILABLE,
              "the user needs sudo without a password on the server",
              "sudo: .*(password is required|not in the sudoers|no tty)|sudo: (command )?not found"),
          row(
              Kind.CONNECTION,
              "the BMC does not answer; is the address right, and IPMI over LAN switched on?",
              "get auth capabilities error|get channel authentication capabilities"
                  + "|no response from|could not open socket|close session command failed"
                  + "|inactive session id|invalid session id|unable to establish"
                  + "|get session challenge|connection (timed out|refused)"),
          row(Kind.TIMEOUT, "the BMC was too slow", "\\btimeout\\b|timed out"));

  private ErrorTable() {}

  /** What the text means; {@link Kind#REJECTED} if nothing in it is known. */
  static Meaning of(String text) {
    for (var row : ROWS) {
      if (row.pattern().matcher(text).find()) {
        return row.meaning();
      }
    }
    return new Meaning(Kind.REJECTED, "the BMC refused it");
  }

  private static Row row(@Nullable Kind kind, String advice, String pattern) {
    return new Row(Pattern.compile(pattern, Pattern.CASE_INSENSITIVE), new Meaning(kind, advice));
  }
}
