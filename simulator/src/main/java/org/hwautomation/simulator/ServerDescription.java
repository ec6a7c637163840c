package org.hwautomation.simulator;

import java.util.List;

/**
 * A server to simulate.
 *
 * @param hostname MAAS host name, unique
 * @param bmcNetwork the BMC's first network configuration, in {@code 10.0.0.0/16}
 * @param bmcUser the BMC's one administrator, whose credential MAAS has
 * @param hostAddress where the host answers, in {@code 10.1.0.0/16}
 * @param maasStatus status in MAAS at first
 */
public record ServerDescription(
    String hostname,
    Personality personality,
    BmcNetwork bmcNetwork,
    String bmcUser,
    String bmcPassword,
    String hostAddress,
    MaasStatus maasStatus) {
  private static final List<Personality> VENDORS = List.of(Personality.values());

  /** The {@code index}-th (from 0) server of a data centre, with everything chosen. */
  public static ServerDescription numbered(int index) {
    var personality = VENDORS.get(index % VENDORS.size());
    var third = index / 200;
    var fourth = 10 + index % 200;
    return new ServerDescription(
        "rack%02d-u%02d".formatted(1 + index / 20, 1 + 2 * (index % 20)),
        personality,
        new BmcNetwork(true, "10.0." + (200 + third) + "." + fourth, "255.255.0.0", "10.0.0.1", 0),
        user(personality),
        "Racked-%04d!".formatted(index + 1),
        "10.1." + (1 + third) + "." + fourth,
        MaasStatus.NEW);
  }

  /** The address that the BMC of the {@code index}-th (from 0) server is to be given by a demo. */
  public static String plannedAddress(int index) {
    return "10.0.%d.%d".formatted(1 + index / 100, 101 + index % 100);
  }

  public ServerDescription withHostname(String value) {
    return new ServerDescription(
        value, personality, bmcNetwork, bmcUser, bmcPassword, hostAddress, maasStatus);
  }

  /** With another vendor's manners, and the name its administrator has from the factory. */
  public ServerDescription withPersonality(Personality value) {
    return new ServerDescription(
        hostname, value, bmcNetwork, user(value), bmcPassword, hostAddress, maasStatus);
  }

  /** With its BMC at another address in {@code 10.0.0.0/16}. */
  public ServerDescription withBmcAddress(String value) {
    return new ServerDescription(
        hostname,
        personality,
        bmcNetwork.withAddress(value),
        bmcUser,
        bmcPassword,
        hostAddress,
        maasStatus);
  }

  /** With another name and password of the BMC's administrator. */
  public ServerDescription withBmcLogin(String user, String password) {
    return new ServerDescription(
        hostname, personality, bmcNetwork, user, password, hostAddress, maasStatus);
  }

  public ServerDescription withMaasStatus(MaasStatus value) {
    return new ServerDescription(
        hostname, personality, bmcNetwork, bmcUser, bmcPassword, hostAddress, value);
  }

  private static String user(Personality personality) {
    return switch (personality) {
      case DELL -> "root";
      case HPE -> "Administrator";
      case SUPERMICRO -> "ADMIN";
    };
  }

  @Override
  public String toString() {
    return hostname + " (" + personality + ")";
  }
}
