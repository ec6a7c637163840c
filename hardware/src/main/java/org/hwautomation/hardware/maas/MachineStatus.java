package org.hwautomation.hardware.maas;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What MAAS says a machine is doing: the field {@code status} of the API, with its codes.
 *
 * <p>A code that is not known here is {@link #UNKNOWN}, and counts as {@linkplain #inUse() in use}:
 * what we can't name we don't touch.
 */
public enum MachineStatus {
  NEW(0),
  COMMISSIONING(1),
  FAILED_COMMISSIONING(2),
  MISSING(3),
  READY(4),
  RESERVED(5),
  DEPLOYED(6),
  RETIRED(7),
  BROKEN(8),
  DEPLOYING(9),
  ALLOCATED(10),
  FAILED_DEPLOYMENT(11),
  RELEASING(12),
  FAILED_RELEASING(13),
  DISK_ERASING(14),
  FAILED_DISK_ERASING(15),
  RESCUE_MODE(16),
  ENTERING_RESCUE_MODE(17),
  FAILED_ENTERING_RESCUE_MODE(18),
  EXITING_RESCUE_MODE(19),
  FAILED_EXITING_RESCUE_MODE(20),
  TESTING(21),
  FAILED_TESTING(22),
  /** No status in the answer (a controller), or a code newer than this list. */
  UNKNOWN(-1);

  private static final Map<Integer, MachineStatus> BY_CODE =
      Arrays.stream(values()).collect(Collectors.toMap(MachineStatus::code, Function.identity()));

  private final int code;

  MachineStatus(int code) {
    this.code = code;
  }

  /** The status of a code of the API; {@link #UNKNOWN} for one that is not known. */
  public static MachineStatus ofCode(int code) {
    return BY_CODE.getOrDefault(code, UNKNOWN);
  }

  /** The number MAAS uses; -1 for {@link #UNKNOWN}. */
  public int code() {
    return code;
  }

  /**
   * True if somebody may depend on the machine: deployed or on the way there, allocated, reserved,
   * being released or erased, in rescue mode, or in a state that can't be named. Locking is not a
   * status: see {@link Machine#locked()} and {@link Machine#inUse()}.
   */
  public boolean inUse() {
    return switch (this) {
      case DEPLOYED,
          DEPLOYING,
          ALLOCATED,
          RESERVED,
          RELEASING,
          DISK_ERASING,
          RESCUE_MODE,
          ENTERING_RESCUE_MODE,
          FAILED_ENTERING_RESCUE_MODE,
          EXITING_RESCUE_MODE,
          FAILED_EXITING_RESCUE_MODE,
          UNKNOWN ->
          true;
      case NEW,
          COMMISSIONING,
          FAILED_COMMISSIONING,
          MISSING,
          READY,
          RETIRED,
          BROKEN,
          FAILED_DEPLOYMENT,
          FAILED_RELEASING,
          FAILED_DISK_ERASING,
          TESTING,
          FAILED_TESTING ->
          false;
    };
  }

  /** True if MAAS gave up on what it was doing and waits for a person. */
  public boolean failed() {
    return name().startsWith("FAILED_") || this == BROKEN;
  }

  /** True while MAAS works on the machine: the status will change by itself. */
  public boolean busy() {
    return switch (this) {
      case COMMISSIONING,
          DEPLOYING,
          RELEASING,
          DISK_ERASING,
          ENTERING_RESCUE_MODE,
          EXITING_RESCUE_MODE,
          TESTING ->
          true;
      default -> false;
    };
  }
}
