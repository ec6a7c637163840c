package org.hwautomation.hardware.redfish;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class BootOptionTest {
  @Test
  void the_card_is_told_by_the_device_path_where_there_is_one() {
    var captured =
        "PciRoot(0x1)/Pci(0x1,0x3)/Pci(0x0,0x0)/MAC(507C6F11F2A6,0x1)/IPv4(0.0.0.0)"; // DL385

    assertThat(new BootOption("Boot0026", "Slot 1", captured).mac()).contains("50:7c:6f:11:f2:a6");
    assertThat(new BootOption("Boot0001", "NVMe", "PciRoot(0x0)/NVMe(0x1,60-33)").mac()).isEmpty();
    assertThat(new BootOption("Boot0000", "PXE Device 1", null).mac()).isEmpty();
  }
}
