package org.hwautomation.hardware.maas;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * How to deploy a machine. Empty texts leave the choice to MAAS.
 *
 * @param distroSeries such as {@code noble}
 * @param hweKernel such as {@code hwe-24.04}
 * @param userData cloud-init's user data in clear; sent in base 64 as MAAS wants it
 * @param ephemeral run from memory and leave the disks as they are
 */
public record DeployOptions(
    String distroSeries, String hweKernel, String userData, boolean ephemeral) {
  /** MAAS's own defaults. */
  public static DeployOptions defaults() {
    return new DeployOptions("", "", "", false);
  }

  public static DeployOptions ofSeries(String distroSeries) {
    return new DeployOptions(distroSeries, "", "", false);
  }

  Form form() {
    return new Form()
        .text("distro_series", distroSeries)
        .text("hwe_kernel", hweKernel)
        .text(
            "user_data",
            Base64.getEncoder().encodeToString(userData.getBytes(StandardCharsets.UTF_8)))
        .flag("ephemeral_deploy", ephemeral);
  }

  /** User data often holds keys, so only its length is printed. */
  @Override
  public String toString() {
    return "DeployOptions[distroSeries="
        + distroSeries
        + ", hweKernel="
        + hweKernel
        + ", userData="
        + userData.length()
        + " characters, ephemeral="
        + ephemeral
        + "]";
  }
}
