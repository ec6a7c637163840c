package org.hwautomation.hardware.maas;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.hwautomation.hardware.Secret;

/**
 * How MAAS reaches a machine's BMC. Printing it shows no password and no value of the other
 * parameters, for some of them ({@code k_g}) are secrets too.
 *
 * @param address {@code power_address}: an address, or a URL for some Redfish BMCs
 * @param user {@code power_user}
 * @param password {@code power_pass}; empty if MAAS has none
 * @param others every other parameter by its name, such as {@code power_driver}, {@code
 *     cipher_suite_id}, {@code node_id}, {@code k_g}
 */
public record PowerParameters(
    String address, String user, Secret password, Map<String, Secret> others) {
  public PowerParameters {
    Objects.requireNonNull(address, "address is null");
    Objects.requireNonNull(user, "user is null");
    Objects.requireNonNull(password, "password is null");
    others = Map.copyOf(others);
  }

  public static PowerParameters of(String address, String user, Secret password) {
    return new PowerParameters(address, user, password, Map.of());
  }

  public PowerParameters withAddress(String newAddress) {
    return new PowerParameters(newAddress, user, password, others);
  }

  public PowerParameters withLogin(String newUser, Secret newPassword) {
    return new PowerParameters(address, newUser, newPassword, others);
  }

  /** The same with one of the {@linkplain #others() other} parameters set. */
  public PowerParameters with(String name, String value) {
    var more = new LinkedHashMap<>(others);
    more.put(name, Secret.of(value));
    return new PowerParameters(address, user, password, more);
  }

  /** The value of one of the {@linkplain #others() other} parameters. */
  public Optional<String> other(String name) {
    return Optional.ofNullable(others.get(name)).map(secret -> secret.reveal(value -> value));
  }

  @Override
  public String toString() {
    return "PowerParameters[address="
        + address
        + ", user="
        + user
        + ", password=***, others="
        + others.keySet().stream().sorted().toList()
        + "]";
  }
}
