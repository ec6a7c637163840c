package org.hwautomation.provisioning.safety;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.provisioning.network.Ipv4Address;
import org.hwautomation.provisioning.network.Subnet;
import org.jspecify.annotations.Nullable;

/**
 * The address a BMC is to get, checked so that it can be reached there (safety rule 7).
 *
 * @param target its new address
 * @param subnet the network that address and mask make
 * @param gateway empty where the BMC needs none
 */
public record BmcMove(Ipv4Address target, Subnet subnet, Optional<Ipv4Address> gateway) {
  public BmcMove {
    var problems = problems(target, subnet, gateway);
    if (!problems.isEmpty()) {
      throw refused(problems);
    }
  }

  /**
   * Reads and checks what the user gave; all that is wrong is in one message.
   *
   * @param mask {@code 255.255.0.0} or {@code /16}
   * @param gateway null for none
   * @throws RefusedException if anything is malformed or does not fit together
   */
  public static BmcMove of(String target, String mask, @Nullable String gateway) {
    var problems = new ArrayList<String>();
    var address = read("target address", target, problems);
    var router = gateway == null ? null : read("gateway", gateway, problems);
    var prefix = -1;
    try {
      prefix = Subnet.prefixOf(mask.strip());
    } catch (IllegalArgumentException e) {
      problems.add("subnet mask: " + e.getMessage());
    }
    if (address == null || !problems.isEmpty()) {
      throw refused(problems);
    }
    return new BmcMove(address, Subnet.of(address, prefix), Optional.ofNullable(router));
  }

  private static @Nullable Ipv4Address read(String what, String text, List<String> problems) {
    try {
      return Ipv4Address.parse(text.strip());
    } catch (IllegalArgumentException e) {
      problems.add(what + ": " + e.getMessage());
      return null;
    }
  }

  private static List<String> problems(
      Ipv4Address target, Subnet subnet, Optional<Ipv4Address> gateway) {
    var problems = new ArrayList<String>();
    if (!target.isHost()) {
      problems.add("target address " + target + " is not one that a host can have");
    } else if (!subnet.contains(target)) {
      problems.add("target address " + target + " is not in " + subnet);
    } else if (!subnet.hasHost(target)) {
      problems.add(
          "target address "
              + target
              + " is the "
              + (target.equals(subnet.network()) ? "network" : "broadcast")
              + " address of "
              + subnet);
    }
    if (subnet.prefix() == 0) {
      problems.add("subnet mask 0.0.0.0 makes the whole internet local");
    }
    gateway.ifPresent(
        router -> {
          if (router.equals(target)) {
            problems.add("target address and gateway are both " + target);
          } else if (!subnet.contains(router)) {
            problems.add("gateway " + router + " is not in the target's network " + subnet);
          } else if (!subnet.hasHost(router)) {
            problems.add("gateway " + router + " is not an address of one host in " + subnet);
          }
        });
    return problems;
  }

  private static RefusedException refused(List<String> problems) {
    return new RefusedException(
        7, "the BMC's address is not changed: " + String.join("; ", problems));
  }

  /** True if the BMC is not there yet. */
  public boolean isNeededFrom(Ipv4Address current) {
    return !target.equals(current);
  }

  /**
   * Returns if no other server has or claims the target.
   *
   * @param server whose BMC moves
   * @param claimed server to the BMC address it has or is to get
   * @throws RefusedException naming the other server
   */
  public void requireUnclaimed(String server, Map<String, Ipv4Address> claimed) {
    claimed.forEach(
        (other, address) -> {
          if (!other.equals(server) && address.equals(target)) {
            throw refused(List.of(target + " belongs to the BMC of server '" + other + "'"));
          }
        });
  }
}
