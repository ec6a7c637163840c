package org.hwautomation.simulator;

import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.hwautomation.simulator.Faults.Lie;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be made to go wrong with one server by its name: {@code --fault NAME@SERVER},
 * the control endpoint, or a draw by seed. Each holds from when it is applied to the end of the
 * data centre, unless its line says otherwise.
 */
public enum Fault {
  COMPLETED_UNCHANGED(
      "an update ends as completed, and the old version runs on", UpdateFault.COMPLETED_UNCHANGED),
  COMPLETED_CRITICAL(
      "an update ends as completed with status critical; nothing changed",
      UpdateFault.COMPLETED_CRITICAL),
  TASK_VANISHES(
      "the BMC forgets an update's task when writing begins; writing goes on",
      UpdateFault.TASK_VANISHES),
  BMC_UPDATE_WIPES(
      "a BMC update puts users and LAN back to how the server was racked",
      UpdateFault.BMC_UPDATE_WIPES),
  BMC_UPDATE_NEW_CERTIFICATE(
      "after a BMC update it shows another self-signed certificate",
      UpdateFault.BMC_UPDATE_NEW_CERTIFICATE),
  BMC_UPDATE_DEMOTES(
      "a BMC update lets all accounts but the first only read", UpdateFault.BMC_UPDATE_DEMOTES),
  POWER_EVENT_MID_FLASH(
      "a power supply fails half way through a flash; writing takes twice as long",
      UpdateFault.POWER_EVENT_MID_FLASH),
  SLOW_WRITING("a flash takes twenty times as long", UpdateFault.SLOW_WRITING),
  POWER_CUT_MID_FLASH(
      "mains power is cut for a moment half way through a flash: what was written is spoiled",
      UpdateFault.POWER_CUT_MID_FLASH),
  BMC_RESET_MID_FLASH(
      "somebody resets the BMC half way through a flash: what was written is spoiled",
      UpdateFault.BMC_RESET_MID_FLASH),
  PULL_ONLY(
      "the BMC takes no image that is sent: it fetches them (SimpleUpdate)", UpdateFault.PULL_ONLY),
  IMAGE_UNREACHABLE(
      "the BMC cannot reach the address from which it shall fetch an image",
      UpdateFault.IMAGE_UNREACHABLE),
  MISSING_DIMM("the third memory slot is empty", HardwareFault.MISSING_DIMM),
  LOST_DISK("the second disk is gone", HardwareFault.LOST_DISK),
  SWAPPED_SWITCH_PORT(
      "the cables of the first two ports are swapped at the switches",
      HardwareFault.SWAPPED_SWITCH_PORT),
  OTHER_SERIAL("the BMC claims another serial number than the host", HardwareFault.OTHER_SERIAL),
  BIOS_NOT_LICENSED("the BMC offers no BIOS settings", HardwareFault.BIOS_NOT_LICENSED),
  NO_VENDOR_TOOL(
      "the systems that MAAS boots have none of the maker's programs",
      HardwareFault.NO_VENDOR_TOOL),
  PXE_DROPPED("when BIOS settings are applied, network boot falls behind the disk"),
  BIOS_IGNORED("the BMC takes BIOS settings and drops them", Lie.BIOS_PATCH_IGNORED),
  VALUE_CLAMPED("the BMC takes BIOS settings and silently changes the last of them"),
  PENDING_SHOWN_AS_CURRENT("the BMC shows staged BIOS settings as if they were in force"),
  NETWORK_IGNORED("the BMC takes network settings and drops them", Lie.NETWORK_PATCH_IGNORED),
  BOOT_OVERRIDE_IGNORED("the BMC takes a boot override and drops it", Lie.BOOT_OVERRIDE_IGNORED),
  ACCOUNT_CHANGE_IGNORED(
      "the BMC takes changes of accounts and drops them", Lie.ACCOUNT_CHANGE_IGNORED),
  RESET_IGNORED("the BMC takes a reset of the host and does nothing", Lie.RESET_IGNORED),
  SHUTDOWN_IGNORED("the host does not listen when asked to shut down", Lie.SHUTDOWN_IGNORED),
  ADDRESS_TAKEN("something else has the address that the BMC is to be given"),
  NEIGHBOURS_BMC("MAAS has the next server's BMC for this one"),
  MAAS_POLLS_OLD_PASSWORD("MAAS's poller logs in to the BMC with a password of long ago"),
  LOCK_OUT_BY_SOURCE(
      "the BMC locks out who was refused three times, by where it comes from, not the account"),
  SESSION_LIMIT("others' sessions leave room for one; more are refused (an iDRAC: RAC0218)"),
  SHARED_PORT("the BMC shares a port with the host, and is away for a while when that restarts"),
  SLOW_ANSWERS("each answer of the BMC takes seconds"),
  MALFORMED_ANSWERS("every twentieth read of the BMC is answered with something that is no JSON"),
  COMMISSIONING_NO_ADDRESS("hosts that boot from the network never get an address"),
  DEPLOYED_BY_SOMEONE("somebody deploys the server once its firmware or BIOS registry was read");

  private final String explanation;
  private final @Nullable UpdateFault update;
  private final @Nullable HardwareFault hardware;
  private final @Nullable Lie lie;

  Fault(String explanation) {
    this(explanation, null, null, null);
  }

  Fault(String explanation, UpdateFault update) {
    this(explanation, update, null, null);
  }

  Fault(String explanation, HardwareFault hardware) {
    this(explanation, null, hardware, null);
  }

  Fault(String explanation, Lie lie) {
    this(explanation, null, null, lie);
  }

  Fault(
      String explanation,
      @Nullable UpdateFault update,
      @Nullable HardwareFault hardware,
      @Nullable Lie lie) {
    this.explanation = explanation;
    this.update = update;
    this.hardware = hardware;
    this.lie = lie;
  }

  /** As in {@code --fault NAME@SERVER}, such as {@code task-vanishes}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether it is firmware updates that go wrong. */
  public boolean strikesUpdates() {
    return update != null;
  }

  /** What goes wrong, in one line. */
  public String explanation() {
    return explanation;
  }

  /**
   * Lets it go wrong on this server from now on.
   *
   * @throws IllegalArgumentException if this data centre has not what the fault needs
   */
  public void apply(SimulatedServer server) {
    var faults = server.faults();
    if (update != null) {
      faults.update(update);
    }
    if (hardware != null) {
      faults.hardware(hardware);
    }
    if (lie != null) {
      faults.lie(lie);
    }
    switch (this) {
      case PXE_DROPPED -> faults.dropPxe();
      case ADDRESS_TAKEN -> server.neighbourTakesPlannedAddress();
      case NEIGHBOURS_BMC -> server.misleadMaas();
      default -> {}
    }
    faults.mark(this);
  }

  /** Whether there is a fault of this name. */
  public static boolean known(String name) {
    return Arrays.stream(values()).anyMatch(fault -> fault.wireName().equals(wired(name)));
  }

  /**
   * The fault of this name.
   *
   * @throws IllegalArgumentException if there is none, with those there are
   */
  public static Fault named(String name) {
    return Arrays.stream(values())
        .filter(fault -> fault.wireName().equals(wired(name)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no fault '%s'; there are %s"
                        .formatted(
                            name,
                            Arrays.stream(values())
                                .map(Fault::wireName)
                                .collect(Collectors.joining(", ")))));
  }

  /** The fault that a seed deals to the server of this host name. */
  public static Fault dealt(long seed, String hostname) {
    var faults = values();
    return faults[new SplittableRandom(seed * 31 + hostname.hashCode()).nextInt(faults.length)];
  }

  private static String wired(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
