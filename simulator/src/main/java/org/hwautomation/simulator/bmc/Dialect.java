package org.hwautomation.simulator.bmc;

import java.util.List;
import org.hwautomation.simulator.Personality;
import org.jspecify.annotations.Nullable;

/**
 * How a vendor's BMC names things and what it insists on. Ids, paths and allowable values are those
 * of the captures.
 *
 * @param odataVersionOfBase version of the Base message registry that message ids carry
 * @param ignoresCase whether paths match in any case: iLO's own links are partly lower case
 * @param etags which resources carry an ETag, and of which kind
 * @param needsIfMatch whether BIOS, account and network writes without If-Match get 428
 * @param resetActionInfo whether the reset values stand in an ActionInfo resource of their own
 */
record Dialect(
    Personality personality,
    String systemId,
    String managerId,
    String chassisId,
    String nicId,
    String bios,
    String biosSettings,
    String biosActions,
    String registryId,
    String registryName,
    String registryUri,
    String odataVersionOfBase,
    boolean ignoresCase,
    Etags etags,
    boolean needsIfMatch,
    boolean resetActionInfo,
    List<String> resetTypes,
    List<String> managerResetTypes,
    List<String> bootTargets) {

  /** Which ETags a vendor sends. */
  enum Etags {
    /** Strong, on accounts alone. */
    ACCOUNTS_ONLY,
    WEAK,
    STRONG
  }

  static Dialect of(Personality personality) {
    return switch (personality) {
      case DELL -> DELL;
      case HPE -> HPE;
      case SUPERMICRO -> SUPERMICRO;
    };
  }

  private static final Dialect DELL =
      new Dialect(
          Personality.DELL,
          "System.Embedded.1",
          "iDRAC.Embedded.1",
          "System.Embedded.1",
          "NIC.1",
          "/redfish/v1/Systems/System.Embedded.1/Bios",
          "/redfish/v1/Systems/System.Embedded.1/Bios/Settings",
          "/redfish/v1/Systems/System.Embedded.1/Bios/Actions/",
          "BiosAttributeRegistry.v1_0_0",
          "BiosAttributeRegistry.v1_0_3",
          "/redfish/v1/Systems/System.Embedded.1/Bios/BiosRegistry",
          "1.12",
          false,
          Etags.ACCOUNTS_ONLY,
          false,
          false,
          List.of(
              "On",
              "ForceOff",
              "ForceRestart",
              "GracefulRestart",
              "GracefulShutdown",
              "PushPowerButton",
              "Nmi",
              "PowerCycle"),
          List.of("GracefulRestart"),
          List.of(
              "None",
              "Pxe",
              "Floppy",
              "Cd",
              "Hdd",
              "BiosSetup",
              "Utilities",
              "UefiTarget",
              "SDCard",
              "UefiHttp"));

  private static final Dialect HPE =
      new Dialect(
          Personality.HPE,
          "1",
          "1",
          "1",
          "1",
          "/redfish/v1/systems/1/bios",
          "/redfish/v1/systems/1/bios/settings",
          "/redfish/v1/systems/1/bios/settings/Actions/",
          "BiosAttributeRegistryA42.v1_2_60",
          "BiosAttributeRegistryA42.v1_2_60",
          "/redfish/v1/registrystore/registries/en/biosattributeregistrya42.v1_2_60",
          "1.4",
          true,
          Etags.WEAK,
          false,
          false,
          List.of(
              "On",
              "ForceOff",
              "GracefulShutdown",
              "ForceRestart",
              "Nmi",
              "PushPowerButton",
              "GracefulRestart"),
          List.of("ForceRestart", "GracefulRestart"),
          List.of(
              "None",
              "Cd",
              "Hdd",
              "Usb",
              "SDCard",
              "Utilities",
              "Diags",
              "BiosSetup",
              "Pxe",
              "UefiShell",
              "UefiHttp",
              "UefiTarget"));

  private static final Dialect SUPERMICRO =
      new Dialect(
          Personality.SUPERMICRO,
          "1",
          "1",
          "1",
          "1",
          "/redfish/v1/Systems/1/Bios",
          "/redfish/v1/Systems/1/Bios/SD",
          "/redfish/v1/Systems/1/Bios/Actions/",
          "BiosAttributeRegistry",
          "BiosAttributeRegistry.v1_0_0",
          "/registries/BiosAttributeRegistry.1.0.0.json",
          "1.10",
          false,
          Etags.STRONG,
          true,
          true,
          List.of(
              "On",
              "ForceOff",
              "GracefulShutdown",
              "GracefulRestart",
              "ForceRestart",
              "Nmi",
              "ForceOn",
              "PowerCycle"),
          List.of("GracefulRestart"),
          List.of("None", "Pxe", "Floppy", "Cd", "Usb", "Hdd", "BiosSetup", "UsbCd", "UefiHttp"));

  boolean dell() {
    return personality == Personality.DELL;
  }

  boolean hpe() {
    return personality == Personality.HPE;
  }

  boolean supermicro() {
    return personality == Personality.SUPERMICRO;
  }

  String system() {
    return "/redfish/v1/Systems/" + systemId;
  }

  String manager() {
    return "/redfish/v1/Managers/" + managerId;
  }

  String chassis() {
    return "/redfish/v1/Chassis/" + chassisId;
  }

  /** How this vendor writes a path in links to BIOS resources: iLO ends them with a slash. */
  String biosLink(String path) {
    return hpe() ? path + "/" : path;
  }

  /** Whether a write to {@code path} without If-Match is refused. */
  boolean needsIfMatch(String path) {
    return needsIfMatch
        && (path.equals(biosSettings)
            || path.startsWith("/redfish/v1/AccountService/Accounts/")
            || path.contains("/EthernetInterfaces/"));
  }

  /** The ETag of a resource with this content hash, or null if it has none. */
  @Nullable String etag(String path, String hash) {
    return switch (etags) {
      case WEAK -> "W/\"" + hash.substring(0, 8).toUpperCase(java.util.Locale.ROOT) + "\"";
      case STRONG -> "\"" + hash + "\"";
      case ACCOUNTS_ONLY ->
          path.startsWith("/redfish/v1/AccountService")
              ? "\"" + hash.substring(0, 12) + "\""
              : null;
    };
  }
}
