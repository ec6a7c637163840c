package org.hwautomation.hardware.vendortools;

import java.util.Optional;
import org.hwautomation.hardware.HardwareException.Kind;

/**
 * What {@code sum} ends with (Supermicro Update Manager User's Guide, appendix A: exit codes), as
 * far as its in-band BIOS commands can.
 */
public enum SumCode {
  UNEXPECTED_OPTION(1, "unexpected option", Kind.REJECTED),
  UNKNOWN_OPTION(2, "unknown option", Kind.REJECTED),
  MISSING_ARGUMENT(3, "missing argument", Kind.REJECTED),
  NO_LOGIN(4, "no host, user or password", Kind.REJECTED),
  MISSING_OPTION(5, "missing option", Kind.REJECTED),
  UNKNOWN_COMMAND(6, "unknown command", Kind.REJECTED),
  OPTION_CONFLICT(7, "options conflict", Kind.REJECTED),
  CANNOT_OPEN_FILE(8, "can't open the file", Kind.REJECTED),
  FILE_EXISTS(9, "the file exists already", Kind.REJECTED),
  HOST_UNKNOWN(10, "the host is unknown", Kind.REJECTED),
  INVALID_DATA(11, "invalid command line data", Kind.REJECTED),
  ACCESS_DENIED(12, "access denied; it needs root", Kind.UNAVAILABLE),
  FILE_MANAGEMENT(31, "file management error", Kind.REJECTED),
  THREAD_MANAGEMENT(32, "thread management error", Kind.BUSY),
  INTERRUPTED(35, "interrupted and terminated", Kind.BUSY),
  DEVICE_MISSING(36, "a device that it needs does not exist", Kind.UNAVAILABLE),
  DEVICE_DEAD(37, "a device that it needs does not work", Kind.UNAVAILABLE),
  NOT_SUPPORTED(38, "this board does not support it", Kind.UNAVAILABLE),
  INVALID_BIOS_FILE(60, "the BIOS configuration file is invalid", Kind.REJECTED),
  INTERNAL_ERROR(61, "internal error", Kind.REJECTED),
  NOT_ACTIVATED(80, "the node's product key is not activated", Kind.UNAVAILABLE),
  COMMUNICATION(81, "internal communication error", Kind.BUSY),
  OTHER_BOARD(82, "the board is another one", Kind.REJECTED),
  NO_OOB(83, "out of band is not supported", Kind.UNAVAILABLE),
  TOOL_MISSING(86, "a tool that it needs does not exist", Kind.UNAVAILABLE),
  IPMI(87, "IPMI error", Kind.BUSY),
  NO_DRIVER(100, "can't open its driver", Kind.UNAVAILABLE),
  DRIVER_CONTROL(101, "its driver did not take the command", Kind.REJECTED),
  DRIVER_FAILED(102, "its driver reports that the command failed", Kind.REJECTED),
  NOT_IN_BAND(103, "this BIOS does not support the command in band", Kind.UNAVAILABLE),
  FILE_SIZE(104, "its driver reports a file size out of range", Kind.REJECTED),
  CANNOT_LOAD_DRIVER(105, "can't load its driver", Kind.UNAVAILABLE),
  DRIVER_BUSY(106, "its driver is busy", Kind.BUSY),
  ROM_BUSY(107, "the ROM is occupied", Kind.BUSY),
  MODULE_UNVERIFIED(108, "the kernel does not take its module (Secure Boot?)", Kind.UNAVAILABLE);

  private final int status;
  private final String text;
  private final Kind kind;

  SumCode(int status, String text, Kind kind) {
    this.status = status;
    this.text = text;
    this.kind = kind;
  }

  /** The exit status. */
  public int status() {
    return status;
  }

  /** For people. */
  public String text() {
    return text;
  }

  /** What sort of failure it is. */
  public Kind kind() {
    return kind;
  }

  /** The code of an exit status; empty where the guide has none for BIOS commands. */
  public static Optional<SumCode> of(int status) {
    for (var code : values()) {
      if (code.status == status) {
        return Optional.of(code);
      }
    }
    return Optional.empty();
  }
}
