package org.hwautomation.hardware.redfish;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapturedBmcTest {
  static final String DELL = "dell-r750-idrac9-6.00.30";
  static final String HPE = "hpe-dl385-gen10plus-ilo5-2.72";
  static final String SUPERMICRO = "supermicro-sys-821ge-tnhr";

  @ParameterizedTest
  @CsvSource({DELL + ",455,682,588", HPE + ",277,402,723", SUPERMICRO + ",379,495,350"})
  void all_bios_attributes_of_a_real_bmc_are_read(
      String name, int attributes, int entries, int dependencies) throws Exception {
    try (var bmc = CapturedBmc.serve(name);
        var client = bmc.client()) {
      var settings = client.bios().settings();
      var registry = client.bios().registry(settings).orElseThrow();

      assertThat(settings.attributes()).hasSize(attributes);
      assertThat(settings.warnings()).isEmpty();
      assertThat(settings.pendingChanges()).isEmpty();
      assertThat(registry.attributes()).hasSize(entries);
      assertThat(registry.dependencies()).hasSize(dependencies);
      assertThat(registry.warnings()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({DELL + ",29,21", HPE + ",48,47", SUPERMICRO + ",106,96"})
  void all_firmware_of_a_real_bmc_is_read(String name, int items, int running) throws Exception {
    try (var bmc = CapturedBmc.serve(name);
        var client = bmc.client()) {
      var firmware = client.firmware();
      assertThat(firmware.items()).hasSize(items);
      assertThat(firmware.warnings()).isEmpty();
      assertThat(firmware.running()).hasSize(running);
      assertThat(firmware.running(FirmwareComponent.BIOS)).hasSize(1);
      assertThat(firmware.running(FirmwareComponent.BMC)).hasSize(1);
      assertThat(client.network().interfaces()).isNotEmpty();
      assertThat(client.accounts().list())
          .extracting(Account::username)
          .contains("root")
          .doesNotContain("");
      assertThat(client.bios().pendingJobs()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    DELL + ",Boot0000,HTTP Device 1: NIC in Slot 5 Port 1",
    HPE + ",Boot002C,(HTTP(S) IPv6)",
    SUPERMICRO + ",Boot0019,UEFI PXE IPv4 Nvidia Network Adapter"
  })
  void what_a_real_server_boots_first_is_told_and_that_it_is_the_network(
      String name, String reference, String shown) throws Exception {
    try (var bmc = CapturedBmc.serve(name);
        var client = bmc.client()) {
      var first = client.boot().first().orElseThrow();
      assertThat(first.reference()).isEqualTo(reference);
      assertThat(first.displayName()).contains(shown);
      assertThat(first.isNetwork()).isTrue();
    }
  }

  @Test
  void a_disk_is_no_network_boot() {
    assertThat(new BootOption("Boot0002", "PCIe SSD in Slot 2", "Pci(0x3)/NVMe(0x1)").isNetwork())
        .isFalse();
    assertThat(new BootOption("Boot0003", "Boot0003", "Pci(0x1)/MAC(B83F,0x1)").isNetwork())
        .isTrue();
  }

  @Test
  void a_dell_is_known_for_what_it_is() throws Exception {
    try (var bmc = CapturedBmc.serve(DELL);
        var client = bmc.client()) {
      assertThat(client.vendor()).isEqualTo(Vendor.DELL);
      assertThat(client.root().redfishVersion()).isEqualTo("1.13.1");
      var system = client.system();
      assertThat(system.model()).isEqualTo("PowerEdge R750");
      assertThat(system.sku()).isEqualTo("F54P1G3");
      assertThat(system.serialNumber()).isEqualTo("CNIVC0014M0388");
      assertThat(system.uuid()).isEqualTo("4c4c4544-0035-3410-8050-c6c04f314733");
      assertThat(system.biosVersion()).isEqualTo("1.8.2");
      assertThat(system.powerState()).isEqualTo(PowerState.ON);
      assertThat(system.memoryGib()).hasValue(512);
      assertThat(system.cpuCount()).hasValue(2);
      assertThat(system.coreCount()).hasValue(36);
      assertThat(system.boot().allowedTargets()).contains("Pxe", "UefiHttp");
      assertThat(client.manager().firmwareVersion()).isEqualTo("6.00.30.00");
      assertThat(client.power().supported()).contains(ResetType.POWER_CYCLE, ResetType.NMI);
      assertThat(client.chassis()).extracting(Chassis::type).contains("RackMount");
    }
  }

  @Test
  void an_hpe_is_known_for_what_it_is() throws Exception {
    try (var bmc = CapturedBmc.serve(HPE);
        var client = bmc.client()) {
      assertThat(client.vendor()).isEqualTo(Vendor.HPE);
      var system = client.system();
      assertThat(system.serialNumber()).isEqualTo("MXQ302099S");
      assertThat(system.postState()).isEqualTo("FinishedPost");
      assertThat(system.coreCount()).isEmpty();
      assertThat(system.cpuModel()).isEqualTo("AMD EPYC 7763 64-Core Processor");
      assertThat(client.manager().firmwareVersion()).isEqualTo("iLO 5 v2.72");
      assertThat(client.power().supported())
          .contains(ResetType.GRACEFUL_RESTART)
          .doesNotContain(ResetType.POWER_CYCLE);
      var result = client.bios().settings().lastResult();
      assertThat(result.time()).isEqualTo("2024-06-10T20:01:29+00:00");
      assertThat(result.failures()).isEmpty();
    }
  }

  @Test
  void a_supermicro_is_known_for_what_it_is() throws Exception {
    try (var bmc = CapturedBmc.serve(SUPERMICRO);
        var client = bmc.client()) {
      assertThat(client.vendor()).isEqualTo(Vendor.SUPERMICRO);
      var system = client.system();
      assertThat(system.bootProgress()).isEqualTo("SystemHardwareInitializationComplete");
      assertThat(client.power().supported())
          .as("from the ActionInfo")
          .contains(ResetType.FORCE_ON, ResetType.POWER_CYCLE);
      assertThat(client.chassis()).extracting(Chassis::boardSerialNumber).contains("OM234S005959");
      assertThat(client.bios().settings().settingsUri()).isEqualTo("/redfish/v1/Systems/1/Bios/SD");
    }
  }
}
