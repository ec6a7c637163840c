package org.hwautomation.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.hwautomation.hardware.ipmi.BootDevice;
import org.hwautomation.hardware.redfish.BootDuration;
import org.hwautomation.hardware.redfish.BootMode;
import org.hwautomation.hardware.redfish.BootTarget;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows or sets what the next boot takes instead of the boot order. */
@Command(
    name = "boot",
    description = {
      "Show or set what the next boot takes: bmc boot [DEVICE] SERVER.",
      "DEVICE is pxe, disk, bios or none."
    })
final class BmcBootCommand implements Callable<Integer> {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private record Device(BootTarget redfish, BootDevice ipmi) {}

  private static final Map<String, Device> DEVICES = devices();

  @Mixin private GlobalOptions options = new GlobalOptions();
  @Mixin private BmcTarget target = new BmcTarget();
  @Mixin private WriteOptions write = new WriteOptions();

  @Option(names = "--persistent", description = "For every boot, not only the next.")
  private boolean persistent;

  @Option(names = "--efi", description = "Boot it by UEFI; left as it is if not given.")
  private boolean efi;

  private static Map<String, Device> devices() {
    var devices = new LinkedHashMap<String, Device>();
    devices.put("pxe", new Device(BootTarget.PXE, BootDevice.PXE));
    devices.put("disk", new Device(BootTarget.HDD, BootDevice.DISK));
    devices.put("bios", new Device(BootTarget.BIOS_SETUP, BootDevice.BIOS));
    devices.put("none", new Device(BootTarget.NONE, BootDevice.NONE));
    return devices;
  }

  @Override
  public Integer call() {
    var screen = options.screen();
    var word = target.action(DEVICES.keySet());
    try (var manager = options.manager(write, "bmc boot")) {
      var place = target.place(manager);
      var device = word.map(DEVICES::get);
      if (device.isEmpty()) {
        try (var session = place.open(manager.connections(), BmcPlace.READ_ONLY)) {
          var shown = shown(session);
          screen.result(shown, () -> shown.forEach((k, v) -> screen.line(k + ": " + v)));
          return ExitCodes.DONE;
        }
      }
      return new BmcWrite(manager, screen, place, write)
          .run(
              "boot-" + word.get(),
              "boot from " + word.get() + (persistent ? " from now on" : " once"),
              session -> send(session, device.get()),
              wait ->
                  wait.until(
                      "the boot override " + word.get(),
                      LIMIT,
                      fresh ->
                          Optional.of(shown(fresh))
                              .filter(now -> word.get().equals(now.get("device")))));
    }
  }

  private void send(BmcSession session, Device device) {
    switch (session) {
      case BmcSession.Redfish redfish -> {
        var boot = redfish.client().boot();
        if (device.redfish() == BootTarget.NONE) {
          boot.clear();
        } else {
          boot.override(
              device.redfish(),
              persistent ? BootDuration.CONTINUOUS : BootDuration.ONCE,
              efi ? BootMode.UEFI : null);
        }
      }
      case BmcSession.Ipmi ipmi -> ipmi.client().setBootDevice(device.ipmi(), efi, persistent);
    }
  }

  private static Map<String, Object> shown(BmcSession session) {
    var shown = new LinkedHashMap<String, Object>();
    switch (session) {
      case BmcSession.Redfish redfish -> {
        var now = redfish.client().boot().override();
        shown.put("device", now.active() ? word(now.target()) : "none");
        shown.put("holds", now.enabled() == null ? "not told" : now.enabled());
        shown.put("mode", now.mode() == null ? "not told" : now.mode());
        shown.put("allowed", now.allowedTargets());
      }
      case BmcSession.Ipmi ipmi -> {
        var now = ipmi.client().bootOverride();
        shown.put("device", now.device().name().toLowerCase(Locale.ROOT));
        shown.put("holds", now.persistent() ? "Continuous" : "Once");
        shown.put("mode", now.efi() ? "UEFI" : "Legacy");
        // some BMCs keep the device and never the bit that makes it valid
        shown.put("marked_valid", now.valid());
      }
    }
    return shown;
  }

  private static String word(@Nullable String wireName) {
    for (var entry : DEVICES.entrySet()) {
      if (entry.getValue().redfish().wireName().equals(wireName)) {
        return entry.getKey();
      }
    }
    return wireName == null ? "not told" : wireName;
  }
}
