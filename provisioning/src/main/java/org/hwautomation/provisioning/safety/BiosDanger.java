package org.hwautomation.provisioning.safety;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Why a BIOS setting may cut us off from the server, or the server from its disks or its identity
 * (safety rule 10). Changing one needs an approval that names it. Matched on names as Dell, HPE and
 * Supermicro registries have them; a name too many costs an approval, one too few costs a server.
 */
public enum BiosDanger {
  /** What the server boots from, and how. */
  BOOT(
      "it decides what the server boots from",
      "boot(mode|order|path|proto|source|option|override|uri)|bootseq(?!retry)|onetime\\w*boot"
          + "|uefi\\w*boot|legacy\\w*(boot|optionrom)|csm(support|enable)|^csm$"
          + "|biosbootspecification|usbboot"),
  /** Network cards and what boots over them. */
  NETWORK(
      "it can take a network card or network boot away",
      "pxe|networkstack|networkboot(?!retry)|preboot\\w*network|nic\\d*boot|emb(edded)?nic|intnic"
          + "|nic\\d*(enable|disable)|integratednetwork|onboardlan|iscsi|httpdev|httpboot"
          + "|ipv[46]http|^httpsupport|lan\\d*(optionrom|enable|support|controller)|^ndc\\d"
          + "|slotdisablement|slot\\d+(enable|disable|optionrom|oprom)",
      "slotdisablement",
      "networksettings",
      "networkconfiguration",
      "networkoptions",
      "httpboot"),
  /** How disks are reached. */
  STORAGE(
      "it can make the disks unreadable to the installed system",
      "sata(mode|controller|devicetype|\\d*enable)|embsata|embeddedsata|configuresata|raid|vmd"
          + "|nvmemode"),
  /** Keys of Secure Boot and whether it is on. */
  SECURE_BOOT(
      "it changes Secure Boot",
      "secureboot|resetkeys|enrollkey|deletekey|platformkey|provisionfactorydefaultkeys"
          + "|securedcore",
      "secureboot"),
  /** The Trusted Platform Module. */
  TPM(
      "it can clear or hide the TPM, and with it disk keys",
      "tpm|trustedcomputing",
      "trustedcomputing",
      "tpmoptions"),
  /** Passwords of the BIOS. */
  PASSWORD("it sets a password that later writes would need", "password|passwd|chapsecret"),
  /** The BMC and the way to it from the host. */
  BMC(
      "it changes the BMC or the host's way to it",
      "bmc|ipmi(?!watchdog)|hostinterface|kcs|idrac|redfish|loginwithilo|^ilo"),
  /** Serial console. */
  SERIAL(
      "it can take the serial console away",
      "serial(port|comm|console|redirection)|consoleredirection|redir(ection)?after|ems(console|$)"
          + "|conterm|terminaltype|failsafebaud|virtualserial|embeddedserial|^com\\d|^sol",
      "serialport",
      "serialcomm",
      "consoleredirection",
      "systemoptionsserial"),
  /** Back to what the factory set. */
  RESET(
      "it resets settings or erases data",
      "restore\\w*default|restoremanufacturing|factoryreset|load\\w*default|eraseuserdefaults"
          + "|(security|secure)erase"),
  /** What the server is known by. */
  IDENTITY("it changes what the server is known by", "serialnumber|systemuuid|^productid");

  private final String reason;
  private final Pattern names;
  private final Pattern menus;

  /**
   * Makes one.
   *
   * @param menus everything under a menu with such a name is dangerous in this way
   */
  BiosDanger(String reason, String names, String... menus) {
    this.reason = reason;
    this.names = Pattern.compile(names);
    this.menus = Pattern.compile(menus.length == 0 ? "(?!)" : String.join("|", menus));
  }

  /** Half a sentence, {@code it can take the serial console away}. */
  public String reason() {
    return reason;
  }

  /**
   * The danger in changing an attribute, or empty if none is known.
   *
   * @param name as in the registry
   * @param displayName as the setup screens show it; may be empty
   * @param menuPath where the setup screens have it; may be empty
   */
  public static Optional<BiosDanger> of(String name, String displayName, String menuPath) {
    for (var danger : values()) {
      if (danger.names.matcher(plain(name)).find()
          || danger.names.matcher(plain(displayName)).find()) {
        return Optional.of(danger);
      }
    }
    var menu = plain(menuPath);
    for (var danger : values()) {
      if (danger.menus.matcher(menu).find()) {
        return Optional.of(danger);
      }
    }
    return Optional.empty();
  }

  private static String plain(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }
}
