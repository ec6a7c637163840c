package org.hwautomation.provisioning.steps;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.hwautomation.provisioning.firmware.FirmwarePlan;
import org.hwautomation.provisioning.firmware.PlanDocument;
import org.hwautomation.provisioning.safety.BiosApproval;
import org.hwautomation.provisioning.safety.Identity;
import org.hwautomation.workflow.Value;

/**
 * A typed view of what the steps of a run left for each other, under the original's names and our
 * own. What an action is given, it reads as it declares.
 */
public record ServerFields(Value.Fields values) {
  /** MAAS's host name of the server. */
  public static final String HOSTNAME = "hostname";

  public static final String DEVICE_TYPE = "device_type";
  public static final String TARGET_IPMI_IP = "target_ipmi_ip";
  public static final String GATEWAY = "gateway";
  public static final String SUBNET_MASK = "subnet_mask";
  public static final String RACK_LOCATION = "rack_location";
  public static final String SERVER_IP = "server_ip";
  public static final String DISCOVERED_IPMI_IP = "discovered_ipmi_ip";
  public static final String DISCOVERY = "hardware_discovery_result";
  public static final String BIOS_BACKUP = "bios_config_path";

  /** Who the BMC said it is before the first write. */
  public static final String IDENTITY = "bmc_identity";

  /** Where this run moved the BMC. */
  public static final String BMC_ADDRESS = "bmc_address";

  /** The user of the BMC, where whoever started the run gave one. */
  public static final String BMC_USERNAME = "bmc_username";

  /** A secret: the password of {@link #BMC_USERNAME}. */
  public static final String BMC_PASSWORD = "bmc_password";

  /** The account that a rotation makes; its password is {@link #NEW_BMC_PASSWORD}. */
  public static final String NEW_BMC_USERNAME = "new_bmc_username";

  public static final String NEW_BMC_PASSWORD = "new_bmc_password";

  /** The account that a rotation replaces; its password is {@link #OLD_BMC_PASSWORD}. */
  public static final String OLD_BMC_USERNAME = "old_bmc_username";

  public static final String OLD_BMC_PASSWORD = "old_bmc_password";

  /** True if a person named the replaced account as one to delete. */
  public static final String RETIRE_OLD = "retire_old_bmc_account";

  /** The certificate that the BMC showed before the first write. */
  public static final String BMC_CERTIFICATE = "bmc_certificate";

  /** The window this run opened on the host. */
  public static final String WINDOW = "host_window";

  /** BIOS attributes and the values they must have after the reset. */
  public static final String BIOS_EXPECTED = "bios_expected";

  /** True if a reset is needed for staged BIOS settings. */
  public static final String BIOS_STAGED = "bios_staged";

  /** How BIOS settings are read and staged, {@code redfish} or a program on the host. */
  public static final String BIOS_METHOD = "bios_method";

  /** BIOS settings as a program on the host read them last; there is no reading them after. */
  public static final String BIOS_READ = "bios_read";

  /** The BIOS pass that is staged, of how many. */
  public static final String BIOS_PASS = "bios_pass";

  /** Dangerous BIOS settings that a person has approved to change, and why; audited. */
  public static final String APPROVE_BIOS = "approve_bios";

  /** The network boot option that was first in the boot order before anything was staged. */
  public static final String BOOTED_FIRST = "booted_first";

  /** MAAS's latest commissioning before this run asked for one. */
  public static final String COMMISSIONED_BEFORE = "commissioned_before";

  /** Vendor and model as the BMC says them. */
  public static final String SERVER_MODEL = "server_model";

  /** The firmware plan that this run carries out, as the text of its file. */
  public static final String FIRMWARE_PLAN = "firmware_plan";

  /** True once the firmware was read back as planned. */
  public static final String FIRMWARE_VERIFIED = "firmware_verified";

  /** The maintenance window that the run was started with. */
  public static final String MAINTENANCE_WINDOW = "maintenance_window";

  /** Why a server in use may be written to; audited. */
  public static final String ALLOW_IN_USE = "allow_in_use";

  /**
   * What steps and safety rules leave in a run, so that nobody can give it as an input: a window on
   * the host, an identity, leave to write to a server in use or to change what can cut us off.
   */
  public static final Set<String> RESERVED =
      Set.of(
          HOSTNAME,
          SERVER_IP,
          DISCOVERED_IPMI_IP,
          DISCOVERY,
          BIOS_BACKUP,
          IDENTITY,
          BMC_ADDRESS,
          BMC_USERNAME,
          BMC_PASSWORD,
          NEW_BMC_USERNAME,
          NEW_BMC_PASSWORD,
          OLD_BMC_USERNAME,
          OLD_BMC_PASSWORD,
          RETIRE_OLD,
          BMC_CERTIFICATE,
          WINDOW,
          BIOS_EXPECTED,
          BIOS_STAGED,
          BIOS_PASS,
          BIOS_METHOD,
          BIOS_READ,
          BOOTED_FIRST,
          APPROVE_BIOS,
          COMMISSIONED_BEFORE,
          SERVER_MODEL,
          FIRMWARE_PLAN,
          FIRMWARE_VERIFIED,
          VerifyConfiguration.VERIFIED,
          MAINTENANCE_WINDOW,
          ALLOW_IN_USE);

  /**
   * Refuses an input of one of the {@link #RESERVED} names.
   *
   * @throws IllegalArgumentException if there is one
   */
  public static void requireFree(String what, Collection<String> inputs) {
    for (var input : inputs) {
      if (input.equals(ALLOW_IN_USE)) {
        throw new IllegalArgumentException(
            "%s: nobody gives '%s' as an input; use --allow-in-use --reason TEXT (safety rule 2)"
                .formatted(what, input));
      }
      if (input.equals(APPROVE_BIOS)) {
        throw new IllegalArgumentException(
            "%s: nobody gives '%s' as an input; use --approve SETTING --reason TEXT (safety rule 10)"
                .formatted(what, input));
      }
      if (input.equals(MAINTENANCE_WINDOW)) {
        throw new IllegalArgumentException(
            "%s: nobody gives '%s' as an input; use --window NAME".formatted(what, input));
      }
      if (RESERVED.contains(input)) {
        throw new IllegalArgumentException(
            "%s: '%s' is what steps find out; rename the input".formatted(what, input));
      }
    }
  }

  /**
   * A boot that we caused and may work in.
   *
   * @param address of the host
   * @param boot names the boot; host keys belong to it
   */
  public record Window(String address, String boot) {}

  private record Stored(
      Optional<String> serial,
      Optional<String> uuid,
      Optional<String> boardSerial,
      Optional<String> bmcMac,
      Set<String> nicMacs) {}

  public String hostname() {
    return values.text(HOSTNAME).orElse("the server");
  }

  public Optional<String> bmcAddress() {
    return values.text(BMC_ADDRESS);
  }

  /** The login of the BMC that this run was given; its password is a reference to a secret. */
  public Optional<Login> bmcLogin() {
    return login(BMC_USERNAME, BMC_PASSWORD);
  }

  /** The login that a rotation brings. */
  public Optional<Login> newBmcLogin() {
    return login(NEW_BMC_USERNAME, NEW_BMC_PASSWORD);
  }

  /** The login that a rotation replaces. */
  public Optional<Login> oldBmcLogin() {
    return login(OLD_BMC_USERNAME, OLD_BMC_PASSWORD);
  }

  /** True if the replaced account is to be deleted whoever made it. */
  public boolean retireOld() {
    return values.flag(RETIRE_OLD);
  }

  private Optional<Login> login(String username, String password) {
    return values
        .text(username)
        .flatMap(
            user ->
                values
                    .get(password)
                    .filter(Value.SecretReference.class::isInstance)
                    .map(secret -> new Login(user, (Value.SecretReference) secret)));
  }

  /** See {@link #bmcLogin}. */
  public record Login(String username, Value.SecretReference password) {}

  public Optional<String> bmcCertificate() {
    return values.text(BMC_CERTIFICATE);
  }

  /** The maintenance window that the run was started with; empty for that of its server. */
  public Optional<String> maintenanceWindow() {
    return values.text(MAINTENANCE_WINDOW);
  }

  public Optional<String> allowInUse() {
    return values.text(ALLOW_IN_USE);
  }

  /** Which dangerous BIOS settings may be changed. */
  public BiosApproval approval() {
    return values
        .get(APPROVE_BIOS)
        .map(value -> value.as(BiosApproval.class))
        .orElse(BiosApproval.NONE);
  }

  /** How this run reads and stages BIOS settings; empty before that is chosen. */
  public Optional<String> biosMethod() {
    return values.text(BIOS_METHOD);
  }

  public boolean biosStaged() {
    return values.flag(BIOS_STAGED);
  }

  /** The plan of {@link #FIRMWARE_PLAN}, if there is one. */
  public Optional<FirmwarePlan> firmwarePlan() {
    return values
        .text(FIRMWARE_PLAN)
        .map(text -> PlanDocument.read("the firmware plan of this run", text));
  }

  public boolean firmwareVerified() {
    return values.flag(FIRMWARE_VERIFIED);
  }

  public Optional<Window> window() {
    return values.get(WINDOW).map(value -> value.as(Window.class));
  }

  /** Who the server is, as its BMC said before the first write. */
  public Optional<Identity> identity() {
    return values
        .get(IDENTITY)
        .map(value -> value.as(Stored.class))
        .map(
            stored ->
                Identity.from("the beginning of this run")
                    .withSerial(stored.serial().orElse(null))
                    .withUuid(stored.uuid().orElse(null))
                    .withBoardSerial(stored.boardSerial().orElse(null))
                    .withBmcMac(stored.bmcMac().orElse(null))
                    .withNicMacs(stored.nicMacs()));
  }

  /** As {@link #identity} reads it back. */
  public static Record stored(Identity identity) {
    return new Stored(
        Optional.ofNullable(identity.serial()),
        Optional.ofNullable(identity.uuid()),
        Optional.ofNullable(identity.boardSerial()),
        Optional.ofNullable(identity.bmcMac()),
        identity.nicMacs());
  }
}
