package org.hwautomation.hardware.update;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import org.hwautomation.hardware.AddressMap;
import org.hwautomation.hardware.Credentials;
import org.hwautomation.hardware.Secret;
import org.hwautomation.hardware.redfish.FirmwareComponent;
import org.hwautomation.hardware.redfish.Pacer;
import org.hwautomation.hardware.redfish.RedfishClient;
import org.hwautomation.hardware.redfish.TlsTrust;
import org.hwautomation.hardware.redfish.UpdateHandle;
import org.hwautomation.hardware.redfish.UpdatePhase;
import org.hwautomation.hardware.redfish.UpdateRequest;
import org.hwautomation.hardware.redfish.UpdateService;
import org.hwautomation.hardware.redfish.UpdateStatus;
import org.hwautomation.simulator.BootPhase;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.FirmwareImage;
import org.hwautomation.simulator.Personality;
import org.hwautomation.simulator.PowerAction;
import org.hwautomation.simulator.SimulatedServer;

/** One simulated server, a client of its BMC, and images for it. Time runs 1500 times as fast. */
final class UpdateRig implements AutoCloseable {
  private static final double SPEED = 1500;
  private static final Duration LONG = Duration.ofHours(3);

  final DataCentre dataCentre;
  final SimulatedServer server;
  private final Path folder;

  UpdateRig(Personality personality, Path folder) {
    this(personality, folder, SPEED);
  }

  UpdateRig(Personality personality, Path folder, double speed) {
    this.folder = folder;
    this.dataCentre = DataCentre.builder().server(personality).seed(11).speed(speed).start();
    this.server = dataCentre.servers().getFirst();
  }

  /** Waits in simulated time. */
  private final class SimulatedPacer implements Pacer {
    @Override
    public long nanoTime() {
      return (long) (System.nanoTime() * dataCentre.time().speed());
    }

    @Override
    public void pause(Duration time) throws InterruptedException {
      dataCentre.time().sleep(time);
    }
  }

  private AddressMap addresses() {
    return AddressMap.of(dataCentre.block().addressMap());
  }

  RedfishClient client() {
    var bmc = URI.create("https://" + server.bmc().address());
    var shown =
        RedfishClient.presentedCertificate(bmc, addresses(), RedfishClient.DEFAULT_CONNECT_TIMEOUT);
    var parameters = server.maas().powerParameters();
    return RedfishClient.builder(bmc)
        .addresses(addresses())
        .trust(TlsTrust.pinned(shown.fingerprint()))
        .credentials(
            Credentials.of(
                parameters.getOrDefault("power_user", ""),
                Secret.of(parameters.getOrDefault("power_pass", ""))))
        .pacer(new SimulatedPacer())
        .build();
  }

  UpdateRequest request(String component, String version) {
    return request(FirmwareImage.of(server, component, version));
  }

  UpdateRequest request(FirmwareImage image) {
    try {
      var file = image.write(folder.resolve(image.component() + "-" + image.version() + ".bin"));
      return UpdateRequest.of(file, sha256(file), component(image.component()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FirmwareComponent component(String id) {
    return switch (id) {
      case "BIOS" -> FirmwareComponent.BIOS;
      case "BMC" -> FirmwareComponent.BMC;
      case "CPLD" -> FirmwareComponent.CPLD;
      default -> FirmwareComponent.NIC;
    };
  }

  static String sha256(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      var digest = MessageDigest.getInstance("SHA-256");
      var piece = new byte[1 << 16];
      for (var count = in.read(piece); count >= 0; count = in.read(piece)) {
        digest.update(piece, 0, count);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Prepares, starts, proceeds where needed, and waits as far as it goes without a reset. */
  UpdateStatus run(UpdateService updates, UpdateRequest request) {
    var started = updates.start(updates.prepare(request), request, sent -> {});
    return follow(updates, started);
  }

  UpdateStatus follow(UpdateService updates, UpdateHandle started) {
    var status = updates.await(started, LONG, seen -> {});
    return status.phase() == UpdatePhase.READY_TO_START
        ? updates.await(updates.proceed(started), LONG, seen -> {})
        : status;
  }

  /** A person presses power; returns when POST is over. */
  void restart() {
    server
        .power()
        .perform(
            server.power().phase() == BootPhase.OFF ? PowerAction.ON : PowerAction.RESET,
            Channel.CONSOLE);
    awaitTrue("POST is over", () -> !server.power().phase().inPost());
  }

  void awaitVersion(String component, String version) {
    awaitTrue(
        component + " " + version, () -> server.firmware().version(component).equals(version));
  }

  static void awaitTrue(String what, java.util.function.BooleanSupplier condition) {
    var end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not in 20 s: " + what);
      }
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public void close() {
    dataCentre.close();
  }
}
