package org.hwautomation.hardware.redfish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.hwautomation.hardware.CallObserver;
import org.hwautomation.hardware.CallObserver.Protocol;
import org.hwautomation.hardware.Credentials;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.HardwareException.Kind;
import org.hwautomation.hardware.Secret;
import org.hwautomation.hardware.ipmi.IpmiClient;
import org.hwautomation.hardware.ipmi.IpmiOutput;
import org.hwautomation.hardware.ipmi.IpmiRequest;
import org.hwautomation.hardware.ipmi.IpmiTransport;
import org.junit.jupiter.api.Test;

/** Who counts exchanges hears of each, and how it ended. */
class ObservedCallsTest {
  private final List<Optional<Kind>> heard = new CopyOnWriteArrayList<>();

  private CallObserver counting(Protocol expected) {
    return (protocol, failure, took) -> {
      assertThat(protocol).isEqualTo(expected);
      assertThat(took).isPositive();
      heard.add(failure);
    };
  }

  @Test
  void each_request_to_a_bmc_counts_with_its_outcome() throws Exception {
    try (var bmc = FakeBmc.http()) {
      try (var client = bmc.builder().observer(counting(Protocol.REDFISH)).build()) {
        client.system();
      }
      assertThat(heard).hasSizeGreaterThan(2).containsOnly(Optional.empty());
      heard.clear();
      try (var client =
          bmc.builder()
              .credentials(Credentials.of("admin", Secret.of("wrong-one")))
              .observer(counting(Protocol.REDFISH))
              .build()) {
        assertThatThrownBy(client::system).isInstanceOf(RedfishException.class);
      }
      assertThat(heard).containsOnlyOnce(Optional.of(Kind.AUTHENTICATION));
    }
  }

  @Test
  void each_call_of_ipmitool_counts_with_its_outcome() {
    var client =
        IpmiClient.over(
            new IpmiTransport() {
              @Override
              public String peer() {
                return "BMC 10.0.1.7";
              }

              @Override
              public IpmiOutput run(IpmiRequest request) {
                throw new HardwareException(Kind.TIMEOUT, peer(), "no answer");
              }

              @Override
              public boolean throughBmcAddress() {
                return true;
              }
            }.observedBy(counting(Protocol.IPMI)));
    assertThatThrownBy(client::powerStatus).hasMessageContaining("no answer");
    assertThat(heard).containsExactly(Optional.of(Kind.TIMEOUT));
  }
}
