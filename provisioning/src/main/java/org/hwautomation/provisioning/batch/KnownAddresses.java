package org.hwautomation.provisioning.batch;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.hwautomation.hardware.MutationGuard;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.network.Ipv4Address;
import org.hwautomation.store.ServerRecord;

/** Which addresses the inventory and MAAS know to be somebody's (safety rule 7). */
final class KnownAddresses {
  /** So many machines are asked for at once. */
  private static final int AT_ONCE = 16;

  private final WorkflowManager manager;
  private final Map<String, String> batchNames = new HashMap<>();
  private final Map<String, String> taken = new HashMap<>();

  private KnownAddresses(WorkflowManager manager, List<BatchServer> servers) {
    this.manager = manager;
    servers.forEach(each -> batchNames.put(lower(each.server()), each.server()));
  }

  /**
   * Who has which, by address; servers of the batch under the batch's names for them.
   *
   * @throws org.hwautomation.hardware.HardwareException if MAAS can't be asked
   */
  static Map<String, String> of(WorkflowManager manager, List<BatchServer> servers)
      throws InterruptedException {
    var known = new KnownAddresses(manager, servers);
    known.inventory();
    if (manager.configuration().maas().url().isPresent()) {
      known.maas();
    }
    manager
        .configuration()
        .network()
        .gateway()
        .ifPresent(gateway -> known.taken.put(gateway.toString(), "the gateway"));
    return known.taken;
  }

  private void inventory() {
    for (ServerRecord server : manager.store().inventory().list()) {
      var name =
          name(
              Stream.of(
                      server.identity().hostname(),
                      server.identity().maasSystemId(),
                      Optional.of(server.serverId()))
                  .flatMap(Optional::stream)
                  .toList());
      server.ipmiAddress().ifPresent(address -> bmc(address, name));
      server.ipAddress().ifPresent(address -> host(address, name));
    }
  }

  private void maas() throws InterruptedException {
    try (var maas = manager.connections().maas(MutationGuard.OPEN);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var places = new Semaphore(AT_ONCE);
      var addresses = new HashMap<String, Future<String>>();
      for (var machine : maas.machines()) {
        var name = name(List.of(machine.hostname(), machine.fqdn(), machine.systemId()));
        machine.ipAddresses().forEach(address -> host(address, name));
        addresses.put(
            name,
            threads.submit(
                () -> {
                  places.acquire();
                  try {
                    return maas.powerParameters(machine.systemId()).address();
                  } finally {
                    places.release();
                  }
                }));
      }
      for (var entry : new ArrayList<>(addresses.entrySet())) {
        bmc(answer(entry.getValue()), entry.getKey());
      }
    }
  }

  private static String answer(Future<String> address) throws InterruptedException {
    try {
      return address.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private String name(List<String> names) {
    return names.stream()
        .flatMap(name -> Optional.ofNullable(batchNames.get(lower(name))).stream())
        .findFirst()
        .orElse(names.getFirst());
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** A server keeps its own BMC's address; the one of its host it does not get. */
  private void bmc(String text, String name) {
    plain(text).ifPresent(address -> taken.putIfAbsent(address, name));
  }

  private void host(String text, String name) {
    plain(text).ifPresent(address -> taken.put(address, "the host of " + name));
  }

  /** MAAS may have a URL there. */
  private static Optional<String> plain(String text) {
    var host = text.strip();
    if (host.contains("://")) {
      try {
        host = Optional.ofNullable(URI.create(host).getHost()).orElse("");
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
    return Ipv4Address.find(host).map(Ipv4Address::toString);
  }
}
