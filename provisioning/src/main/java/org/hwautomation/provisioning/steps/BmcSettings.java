package org.hwautomation.provisioning.steps;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hwautomation.hardware.redfish.Account;
import org.hwautomation.hardware.redfish.EthernetInterface;
import org.hwautomation.hardware.redfish.Ipv4Settings;
import org.hwautomation.hardware.redfish.RedfishClient;
import org.hwautomation.hardware.redfish.ServiceRoot;
import org.hwautomation.provisioning.server.Bmc;

/**
 * What an update of a BMC must not change: who may log in, its address, its certificate; and by
 * what it is known before the login.
 *
 * @param knownBy the UUID or service tag that it tells before the login, if it tells one
 * @param product what it tells of itself before the login, if it does
 */
record BmcSettings(
    List<User> users,
    Optional<Lan> lan,
    Optional<String> certificate,
    Optional<String> knownBy,
    Optional<String> product) {
  /** An account. */
  record User(String id, String name, Optional<String> role, boolean enabled) {
    static User of(Account account) {
      return new User(
          account.id(), account.username(), Optional.ofNullable(account.role()), account.enabled());
    }

    @Override
    public String toString() {
      return "%s (%s%s)".formatted(name, role.orElse("no role"), enabled ? "" : ", disabled");
    }
  }

  /** The port that we talk through. */
  record Lan(
      String address,
      Optional<String> subnetMask,
      Optional<String> gateway,
      Optional<Boolean> dhcp) {
    static Optional<Lan> of(EthernetInterface port) {
      return port.address()
          .map(
              address ->
                  new Lan(
                      address.address(),
                      Optional.ofNullable(address.subnetMask()),
                      Optional.ofNullable(address.gateway()),
                      Optional.ofNullable(port.dhcp())));
    }

    @Override
    public String toString() {
      return "%s/%s, gateway %s, DHCP %s"
          .formatted(
              address,
              subnetMask.orElse("?"),
              gateway.orElse("none"),
              dhcp.map(on -> on ? "on" : "off").orElse("?"));
    }
  }

  static BmcSettings read(Bmc bmc) {
    var client = bmc.client();
    var root = client.root();
    return new BmcSettings(
        client.accounts().list().stream().map(User::of).toList(),
        client.network().primary().flatMap(Lan::of),
        bmc.certificate(),
        knownBy(root),
        Optional.ofNullable(root.product()));
  }

  private static Optional<String> knownBy(ServiceRoot root) {
    return Optional.ofNullable(root.uuid()).or(() -> Optional.ofNullable(root.serviceTag()));
  }

  /** True if what a BMC tells before the login is what this one told. */
  boolean meets(RedfishClient anonymous) {
    var root = anonymous.root();
    return knownBy.isPresent()
        && knownBy.get().equalsIgnoreCase(knownBy(root).orElse(""))
        && product.equals(Optional.ofNullable(root.product()));
  }

  /** What is no more as it was, one line each; the certificate is judged where it is pinned. */
  List<String> differences(BmcSettings now) {
    var differences = new ArrayList<String>();
    for (var user : users) {
      var other = now.users.stream().filter(u -> u.name().equals(user.name())).findFirst();
      if (other.isEmpty()) {
        differences.add("account %s is gone".formatted(user));
      } else if (!other.get().role().equals(user.role())
          || other.get().enabled() != user.enabled()) {
        differences.add("account %s is now %s".formatted(user, other.get()));
      }
    }
    now.users.stream()
        .filter(user -> users.stream().noneMatch(u -> u.name().equals(user.name())))
        .forEach(user -> differences.add("account %s is new".formatted(user)));
    if (!lan.equals(now.lan)) {
      differences.add(
          "LAN was %s and is %s"
              .formatted(
                  lan.map(Lan::toString).orElse("not told"),
                  now.lan.map(Lan::toString).orElse("not told")));
    }
    return differences;
  }

  /**
   * Writes back what can be written without anybody's password: role and state of accounts that are
   * there, mask, gateway and DHCP of the port.
   */
  void putBack(RedfishClient client, BmcSettings now) {
    for (var account : client.accounts().list()) {
      users.stream()
          .filter(user -> user.name().equals(account.username()))
          .filter(user -> !User.of(account).equals(user))
          .findFirst()
          .ifPresent(
              user -> client.accounts().setRole(account, user.role().orElse(null), user.enabled()));
    }
    if (!lan.equals(now.lan) && lan.isPresent()) {
      var before = lan.get();
      var mask = before.subnetMask();
      var gateway = before.gateway();
      if (before.dhcp().filter(on -> !on).isPresent() && mask.isPresent() && gateway.isPresent()) {
        client
            .network()
            .primary()
            .ifPresent(
                port ->
                    client
                        .network()
                        .changeIpv4(
                            port, new Ipv4Settings(before.address(), mask.get(), gateway.get())));
      }
    }
  }
}
