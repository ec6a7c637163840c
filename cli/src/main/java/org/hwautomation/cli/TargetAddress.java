package org.hwautomation.cli;

import org.hwautomation.provisioning.WorkflowFactory;
import org.hwautomation.provisioning.configuration.Configuration;
import org.hwautomation.provisioning.network.Ipv4Address;
import org.hwautomation.provisioning.network.Subnet;
import org.hwautomation.provisioning.safety.BmcMove;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The address that a BMC is to get, as the command line has it. */
final class TargetAddress {
  @Option(
      names = "--target-ipmi-ip",
      paramLabel = "A",
      description = "The address the BMC is to get; it stays where it is if not given.")
  @Nullable String target;

  @Option(
      names = "--gateway",
      paramLabel = "G",
      description = "The BMC's gateway; as configured, else as it is, if not given.")
  @Nullable String gateway;

  @Option(
      names = "--subnet-mask",
      paramLabel = "M",
      description = "Such as 255.255.0.0 or /16; as configured, else as it is, if not given.")
  @Nullable String mask;

  /**
   * Checks all that can be known without asking the BMC; it checks the rest itself before the first
   * write.
   *
   * @throws org.hwautomation.provisioning.safety.RefusedException by safety rule 7
   * @throws IllegalArgumentException if something is malformed or missing
   */
  void check(Configuration configuration, String template) {
    if (target == null) {
      if (template.replace('-', '_').equals(WorkflowFactory.IPMI_SETUP)) {
        throw new IllegalArgumentException(
            "template " + template + " gives the BMC an address; say which: --target-ipmi-ip A");
      }
      if (gateway != null || mask != null) {
        throw new IllegalArgumentException(
            "--gateway and --subnet-mask belong to a new address; give --target-ipmi-ip too");
      }
      return;
    }
    var network = configuration.network();
    var router =
        gateway != null ? gateway : network.gateway().map(Ipv4Address::toString).orElse(null);
    var subnet = mask != null ? mask : network.subnetMask().map(Ipv4Address::toString).orElse(null);
    // without a mask the address alone is checked, in the widest network that can hold both
    BmcMove.of(target, subnet != null ? subnet : router == null ? "/8" : widest(router), router);
  }

  private String widest(String router) {
    var from = Ipv4Address.find(target == null ? "" : target.strip());
    var to = Ipv4Address.find(router.strip());
    if (from.isEmpty() || to.isEmpty()) {
      return "/8";
    }
    for (var prefix = 8; prefix > 1; prefix--) {
      if (Subnet.of(from.get(), prefix).contains(to.get())) {
        return "/" + prefix;
      }
    }
    return "/1";
  }
}
