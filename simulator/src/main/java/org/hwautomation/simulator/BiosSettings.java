package org.hwautomation.simulator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * BIOS settings: what is in force and what is staged. Staged values take effect in the POST after
 * the next reset; a value that the BIOS does not take is dropped then. Thread-safe.
 */
public final class BiosSettings {
  /** What lets the first port boot from the network, on the three vendors. */
  private static final Set<String> NETWORK_BOOT =
      Set.of("PxeDev1EnDis", "NicBoot1", "IPv4PXESupport_0121");

  private final SimulatedServer server;
  private final BiosRegistry registry;
  private final Map<String, Object> current = new TreeMap<>();
  private final Map<String, Object> pending = new LinkedHashMap<>();
  private List<BiosOutcome> lastOutcomes = List.of();
  private @Nullable Instant lastApplied;
  private boolean resetPending;
  private boolean networkFirst = true;
  private String password = "";

  BiosSettings(SimulatedServer server) {
    this.server = server;
    this.registry = BiosRegistry.of(server.personality());
    loadDefaults();
  }

  public BiosRegistry registry() {
    return registry;
  }

  /** Values in force; passwords and attributes without a value are absent. */
  public Map<String, Object> current() {
    synchronized (server.lock) {
      return Map.copyOf(current);
    }
  }

  /** True if network boot stands before the disk in the boot order. */
  public boolean networkFirst() {
    synchronized (server.lock) {
      return networkFirst;
    }
  }

  /** Changes the boot order, as somebody in the setup screens would. */
  public void networkFirst(boolean first) {
    synchronized (server.lock) {
      networkFirst = first;
    }
  }

  /** Values staged for the next reset. */
  public Map<String, Object> pending() {
    synchronized (server.lock) {
      return Map.copyOf(pending);
    }
  }

  /** What became of the settings that the last POST with staged values dealt with. */
  public List<BiosOutcome> lastOutcomes() {
    synchronized (server.lock) {
      return lastOutcomes;
    }
  }

  /** When staged values were last dealt with (simulated), or empty if never. */
  public Optional<Instant> lastApplied() {
    synchronized (server.lock) {
      return Optional.ofNullable(lastApplied);
    }
  }

  /** Why this value will not be taken, judged by the values in force; empty if it will. */
  public Optional<String> objection(String name, Object value) {
    synchronized (server.lock) {
      var attribute = registry.attribute(name);
      if (attribute.isEmpty()) {
        return Optional.of("there is no attribute " + name);
      }
      var blocked =
          registry.dependencies().stream()
              .filter(d -> d.to().equals(name) && !d.property().equals("CurrentValue"))
              .filter(d -> Boolean.TRUE.equals(d.result()) && holds(d))
              .findFirst();
      if (blocked.isPresent()) {
        return Optional.of(name + " cannot be changed while " + blocked.get().from() + " is as is");
      }
      return Optional.ofNullable(attribute.get().objection(value));
    }
  }

  /** Stages values, on top of those that are staged already. */
  public void stage(Map<String, ?> values, Channel channel) {
    synchronized (server.lock) {
      server.noticeWrite(channel, "BIOS settings");
      pending.putAll(server.faults().has(Fault.VALUE_CLAMPED) ? clamped(values) : values);
      server.effect(EffectKind.BIOS_STAGED, channel, String.join(",", values.keySet()));
    }
  }

  /** The last setting as it is now, or an integer at its lower bound. */
  private Map<String, ?> clamped(Map<String, ?> values) {
    var taken = new LinkedHashMap<String, Object>(values);
    var last = List.copyOf(values.keySet()).getLast();
    var lower = registry.attribute(last).map(BiosAttribute::lower).orElse(null);
    var instead = lower == null ? current.get(last) : lower;
    if (instead != null) {
      taken.put(last, instead);
    }
    return taken;
  }

  /** Drops what is staged. */
  public void clearPending(Channel channel) {
    synchronized (server.lock) {
      server.noticeWrite(channel, "BIOS settings");
      pending.clear();
      resetPending = false;
      server.effect(EffectKind.BIOS_CLEARED, channel, "");
    }
  }

  /** Stages the factory defaults; staged values are dropped. */
  public void stageReset(Channel channel) {
    synchronized (server.lock) {
      server.noticeWrite(channel, "BIOS reset");
      pending.clear();
      resetPending = true;
      server.effect(EffectKind.BIOS_RESET, channel, "");
    }
  }

  /** Changes the setup password if {@code old} is right. */
  public boolean changePassword(String old, String fresh, Channel channel) {
    synchronized (server.lock) {
      if (!password.equals(old)) {
        return false;
      }
      server.noticeWrite(channel, "BIOS password");
      password = fresh;
      server.effect(EffectKind.BIOS_PASSWORD_CHANGED, channel, "");
      return true;
    }
  }

  boolean hasPending() {
    return resetPending || !pending.isEmpty();
  }

  List<BiosOutcome> applyPending() {
    var outcomes = new ArrayList<BiosOutcome>();
    if (resetPending) {
      loadDefaults();
      resetPending = false;
    }
    // all are judged by the values before: what one setting unlocks is open in the next pass
    pending.forEach(
        (name, value) ->
            outcomes.add(
                objection(name, value)
                    .map(reason -> new BiosOutcome(name, value, false, reason))
                    .orElseGet(() -> new BiosOutcome(name, value, true, ""))));
    pending.clear();
    for (var outcome : outcomes) {
      if (outcome.applied()) {
        current.put(outcome.attribute(), outcome.value());
      }
    }
    force();
    noticeLostNetworkBoot(outcomes);
    networkFirst &= !server.faults().dropsPxe();
    lastOutcomes = List.copyOf(outcomes);
    lastApplied = server.time().now();
    server.effect(
        EffectKind.BIOS_APPLIED,
        Channel.CONSOLE,
        outcomes.stream().filter(BiosOutcome::applied).count() + " of " + outcomes.size());
    return lastOutcomes;
  }

  /**
   * The server can't be commissioned or rescued any more: MAAS reaches it by network boot alone.
   */
  private void noticeLostNetworkBoot(List<BiosOutcome> outcomes) {
    for (var outcome : outcomes) {
      if (outcome.applied()
          && NETWORK_BOOT.contains(outcome.attribute())
          && String.valueOf(outcome.value()).contains("Disabled")) {
        networkFirst = false;
        server.unsafe(UnsafeKind.NETWORK_BOOT_LOST, Channel.CONSOLE, outcome.attribute());
      }
    }
  }

  /** One forced value may force another; dependencies that contradict each other end some time. */
  private void force() {
    for (var round = 0; round <= registry.dependencies().size(); round++) {
      var before = Map.copyOf(current);
      for (var dependency : registry.dependencies()) {
        if (dependency.property().equals("CurrentValue") && holds(dependency)) {
          current.put(dependency.to(), dependency.result());
        }
      }
      if (before.equals(current)) {
        return;
      }
    }
  }

  private boolean holds(BiosDependency dependency) {
    return dependency.value().equals(current.get(dependency.from())) == dependency.equal();
  }

  private void loadDefaults() {
    current.clear();
    for (var attribute : registry.attributes()) {
      if (attribute.initial() != null && attribute.type() != BiosAttribute.Type.PASSWORD) {
        current.put(attribute.name(), attribute.initial());
      }
    }
  }
}
