package org.hwautomation.workflow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * What all processes of a simulation share: the data as it can be read, and how much of it would
 * survive a power failure.
 */
final class SimulatedDisk {
  private final List<Consumer<MemoryStore>> writes = new ArrayList<>();
  private final Map<String, String> secrets = new HashMap<>();
  private final Map<String, SimulatedProcess> owners = new LinkedHashMap<>();
  private final Set<String> closed = new HashSet<>();
  private MemoryStore data = new MemoryStore();
  private int synced;

  MemoryStore data() {
    return data;
  }

  /**
   * One transaction.
   *
   * @param sync false if it would be lost with the power
   */
  void write(Consumer<MemoryStore> transaction, boolean sync) {
    transaction.accept(data);
    writes.add(transaction);
    if (sync) {
      synced = writes.size();
    }
  }

  /** How many transactions a power failure would take. */
  int unsynced() {
    return writes.size() - synced;
  }

  /** All processes are dead, and so is what was not synced. */
  void losePower() {
    writes.subList(synced, writes.size()).clear();
    data = new MemoryStore();
    writes.forEach(transaction -> transaction.accept(data));
  }

  String register(SimulatedProcess process) {
    var id = new UUID(process.number(), owners.size());
    write(store -> store.registerOwner(id), true);
    owners.put(id.toString(), process);
    return id.toString();
  }

  void close(String owner) {
    if (closed.add(owner)) {
      write(store -> store.forget(owner), synced == writes.size());
    }
  }

  boolean isAlive(String owner) {
    var process = owners.get(owner);
    return process != null && process.isSound() && !closed.contains(owner);
  }

  /** Lets the data see who is dead by now. */
  void reap() {
    owners.forEach(
        (id, process) -> {
          if (!process.isSound()) {
            close(id);
          }
        });
  }

  Value.SecretReference keepSecret(String name, String clearText) {
    var reference = new Value.SecretReference(name + "-" + UUID.randomUUID());
    secrets.put(reference.id(), clearText);
    return reference;
  }

  Optional<String> secret(String id) {
    return Optional.ofNullable(secrets.get(id));
  }
}
