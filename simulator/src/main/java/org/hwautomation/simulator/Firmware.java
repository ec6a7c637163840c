package org.hwautomation.simulator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The firmware of a server: what runs, what ran, what is staged. Thread-safe. */
public final class Firmware {
  private final SimulatedServer server;
  private final Map<String, FirmwareItem> items = new LinkedHashMap<>();

  Firmware(SimulatedServer server) {
    this.server = server;
    FirmwareList.of(server.personality()).forEach(item -> items.put(item.id(), item));
  }

  public List<FirmwareItem> items() {
    synchronized (server.lock) {
      return List.copyOf(items.values());
    }
  }

  public Optional<FirmwareItem> item(String id) {
    synchronized (server.lock) {
      return Optional.ofNullable(items.get(id));
    }
  }

  /**
   * The version that runs.
   *
   * @throws IllegalArgumentException if there is no such component
   */
  public String version(String id) {
    return item(id)
        .orElseThrow(() -> new IllegalArgumentException("there is no firmware '" + id + "'"))
        .version();
  }

  /** The BMC's version without the date that some vendors add. */
  public String bmcNumber() {
    return version("BMC").split(" ", 2)[0];
  }

  void change(String id, UnaryOperator<FirmwareItem> change) {
    synchronized (server.lock) {
      items.computeIfPresent(id, (key, item) -> change.apply(item));
    }
  }
}
