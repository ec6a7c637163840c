package org.hwautomation.hardware.maas;

import java.util.List;

/**
 * How to commission a machine. Start from {@link #defaults()}.
 *
 * @param enableSsh keep the commissioning system up with SSH open: the window for in-band work
 * @param skipBmcConfig leave the BMC's settings and accounts as they are. Without it MAAS creates
 *     or changes the BMC account {@code maas}
 * @param skipNetworking keep the network configuration of the machine in MAAS
 * @param skipStorage keep the storage configuration of the machine in MAAS
 * @param commissioningScripts names or tags of scripts to run; empty for MAAS's default set
 * @param testingScripts names or tags of tests to run after; empty for MAAS's default set, {@code
 *     none} alone for no tests
 */
public record CommissionOptions(
    boolean enableSsh,
    boolean skipBmcConfig,
    boolean skipNetworking,
    boolean skipStorage,
    List<String> commissioningScripts,
    List<String> testingScripts) {
  public CommissionOptions {
    commissioningScripts = List.copyOf(commissioningScripts);
    testingScripts = List.copyOf(testingScripts);
  }

  /** MAAS's own defaults: all flags off, its default scripts. */
  public static CommissionOptions defaults() {
    return new CommissionOptions(false, false, false, false, List.of(), List.of());
  }

  public CommissionOptions withEnableSsh(boolean on) {
    return new CommissionOptions(
        on, skipBmcConfig, skipNetworking, skipStorage, commissioningScripts, testingScripts);
  }

  public CommissionOptions withSkipBmcConfig(boolean on) {
    return new CommissionOptions(
        enableSsh, on, skipNetworking, skipStorage, commissioningScripts, testingScripts);
  }

  public CommissionOptions withSkipNetworking(boolean on) {
    return new CommissionOptions(
        enableSsh, skipBmcConfig, on, skipStorage, commissioningScripts, testingScripts);
  }

  public CommissionOptions withSkipStorage(boolean on) {
    return new CommissionOptions(
        enableSsh, skipBmcConfig, skipNetworking, on, commissioningScripts, testingScripts);
  }

  public CommissionOptions withCommissioningScripts(List<String> scripts) {
    return new CommissionOptions(
        enableSsh, skipBmcConfig, skipNetworking, skipStorage, scripts, testingScripts);
  }

  public CommissionOptions withTestingScripts(List<String> scripts) {
    return new CommissionOptions(
        enableSsh, skipBmcConfig, skipNetworking, skipStorage, commissioningScripts, scripts);
  }

  Form form() {
    return new Form()
        .flag("enable_ssh", enableSsh)
        .flag("skip_bmc_config", skipBmcConfig)
        .flag("skip_networking", skipNetworking)
        .flag("skip_storage", skipStorage)
        .text("commissioning_scripts", String.join(",", commissioningScripts))
        .text("testing_scripts", String.join(",", testingScripts));
  }
}
