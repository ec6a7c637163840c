package org.hwautomation.provisioning.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.hwautomation.hardware.AddressMap;
import org.junit.jupiter.api.Test;

class AddressCheckTest {
  @Test
  void an_address_that_is_mapped_for_a_port_is_asked_there_only() {
    var map = AddressMap.of(Map.of("10.0.*.*:443", "127.20.*.*:8443"));

    assertThat(AddressCheck.portsToAsk(map, "10.0.1.5")).containsExactly(443);
  }

  @Test
  void an_address_that_is_mapped_whole_or_not_at_all_is_asked_at_all_ports() {
    var map = AddressMap.of(Map.of("10.0.1.5", "127.0.0.1:8443"));

    assertThat(AddressCheck.portsToAsk(map, "10.0.1.5")).containsExactly(443, 22, 80);
    assertThat(AddressCheck.portsToAsk(AddressMap.NONE, "192.0.2.7")).containsExactly(443, 22, 80);
  }
}
