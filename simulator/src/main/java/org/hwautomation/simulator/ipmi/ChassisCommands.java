package org.hwautomation.simulator.ipmi;

import org.hwautomation.simulator.BootOverride;
import org.hwautomation.simulator.BootTarget;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.Faults.Lie;
import org.hwautomation.simulator.PowerAction;
import org.hwautomation.simulator.PowerControl;
import org.hwautomation.simulator.PowerState;
import org.hwautomation.simulator.SimulatedServer;
import org.jspecify.annotations.Nullable;

/** Power, boot device and identification (chapter 28). */
final class ChassisCommands {
  private static final int STATUS = 0x01;
  private static final int CONTROL = 0x02;
  private static final int IDENTIFY = 0x04;
  private static final int SET_BOOT_OPTIONS = 0x08;
  private static final int GET_BOOT_OPTIONS = 0x09;

  private static final int SET_IN_PROGRESS = 0;
  private static final int ACKNOWLEDGE = 4;
  private static final int BOOT_FLAGS = 5;

  private static final int FLAGS_VALID = 0x80;
  private static final int FLAGS_PERSISTENT = 0x40;
  private static final int FLAGS_UEFI = 0x20;

  private final SimulatedServer server;

  ChassisCommands(SimulatedServer server) {
    this.server = server;
  }

  Answer answer(LanSession session, Message message) {
    var data = message.data();
    if (message.command() != STATUS
        && message.command() != GET_BOOT_OPTIONS
        && session.privilege() < Privilege.OPERATOR) {
      return Answer.of(Answer.INSUFFICIENT_PRIVILEGE);
    }
    return switch (message.command()) {
      case STATUS ->
          Answer.ok(
              server.power().state() == PowerState.ON ? 1 : 0, 0, server.indicator() ? 0x50 : 0x40);
      case CONTROL -> control(data[0] & 0x0F);
      case IDENTIFY -> {
        server.indicator(data.length == 0 || data[0] != 0, Channel.IPMI);
        yield Answer.ok();
      }
      case SET_BOOT_OPTIONS -> setBootOptions(data);
      case GET_BOOT_OPTIONS -> getBootOptions(data[0] & 0x7F);
      default -> Answer.of(Answer.INVALID_COMMAND);
    };
  }

  /** Chassis Control (table 28-4). */
  private Answer control(int action) {
    var wanted =
        switch (action) {
          case 0 -> PowerAction.FORCE_OFF;
          case 1 -> PowerAction.ON;
          case 2 -> PowerAction.CYCLE;
          case 3 -> PowerAction.RESET;
          case 5 -> PowerAction.SOFT_OFF;
          default -> null;
        };
    if (wanted == null) {
      return Answer.of(Answer.INVALID_DATA);
    }
    if (server.faults().tells(Lie.RESET_IGNORED)) {
      return Answer.ok();
    }
    return server.power().perform(wanted, Channel.IPMI) == PowerControl.Result.REFUSED
        ? Answer.of(Answer.NOT_IN_THIS_STATE)
        : Answer.ok();
  }

  /** Set System Boot Options (table 28-12), of which the boot flags do something (table 28-14). */
  private Answer setBootOptions(byte[] data) {
    return switch (data[0] & 0x7F) {
      case SET_IN_PROGRESS, ACKNOWLEDGE -> Answer.ok();
      case BOOT_FLAGS -> {
        var flags = data[1] & 0xFF;
        var target = target(data[2] >> 2 & 0x0F);
        if (target == null) {
          yield Answer.of(Answer.INVALID_DATA);
        }
        if (server.faults().tells(Lie.BOOT_OVERRIDE_IGNORED)) {
          yield Answer.ok();
        }
        var lasting =
            (flags & FLAGS_VALID) == 0 || target == BootTarget.NONE
                ? BootOverride.Lasting.DISABLED
                : (flags & FLAGS_PERSISTENT) != 0
                    ? BootOverride.Lasting.CONTINUOUS
                    : BootOverride.Lasting.ONCE;
        server
            .power()
            .override(new BootOverride(target, lasting, (flags & FLAGS_UEFI) != 0), Channel.IPMI);
        yield Answer.ok();
      }
      default -> Answer.of(Answer.UNSUPPORTED_PARAMETER);
    };
  }

  private Answer getBootOptions(int parameter) {
    return switch (parameter) {
      case SET_IN_PROGRESS -> Answer.ok(1, parameter, 0);
      case ACKNOWLEDGE -> Answer.ok(1, parameter, 0, 0);
      case BOOT_FLAGS -> {
        var override = server.power().override();
        var flags =
            switch (override.lasting()) {
                  case DISABLED -> 0;
                  case ONCE -> FLAGS_VALID;
                  case CONTINUOUS -> FLAGS_VALID | FLAGS_PERSISTENT;
                }
                | (override.uefi() ? FLAGS_UEFI : 0);
        yield Answer.ok(1, parameter, flags, selector(override.target()) << 2, 0, 0, 0);
      }
      default -> Answer.of(Answer.UNSUPPORTED_PARAMETER);
    };
  }

  private static @Nullable BootTarget target(int selector) {
    return switch (selector) {
      case 0 -> BootTarget.NONE;
      case 1 -> BootTarget.PXE;
      case 2, 3 -> BootTarget.DISK;
      case 4 -> BootTarget.DIAGS;
      case 5 -> BootTarget.CD;
      case 6 -> BootTarget.BIOS_SETUP;
      case 15 -> BootTarget.FLOPPY;
      default -> null;
    };
  }

  /** What Redfish can aim at and IPMI has no word for reads as no override. */
  private static int selector(BootTarget target) {
    return switch (target) {
      case PXE -> 1;
      case DISK -> 2;
      case DIAGS -> 4;
      case CD -> 5;
      case BIOS_SETUP -> 6;
      case FLOPPY, USB -> 15;
      case NONE, UTILITIES, SD_CARD, UEFI_SHELL, UEFI_TARGET, UEFI_HTTP -> 0;
    };
  }
}
