package org.hwautomation.simulator.maas;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.HostEnvironment;
import org.hwautomation.simulator.MaasStatus;
import org.hwautomation.simulator.SimulatedServer;
import org.jspecify.annotations.Nullable;

/**
 * MAAS's machines, its events about them, and what the API reads of both. This object is the lock
 * of all machines; nothing that waits or reaches a BMC runs while it is held.
 */
final class Machines {

  /** The one user of this MAAS, an administrator. */
  static final String OWNER = "admin";

  private final DataCentre dataCentre;
  private final EventLog events;
  private final Map<String, Machine> machines = new LinkedHashMap<>();
  private int lastNumber;
  private int lastScriptSet;
  private int lastScript;

  Machines(DataCentre dataCentre, EventLog events) {
    this.dataCentre = dataCentre;
    this.events = events;
  }

  /** Enlists a server as it stands in the model. */
  synchronized Machine enlist(SimulatedServer server) {
    Machine machine =
        new Machine(++lastNumber, server.identity().systemId(), server.hostname(), server);
    for (var nic : server.hardware().nics()) {
      machine.nics.add(new MachineHardware.Nic(nic.name(), nic.mac(), "", nic.model()));
    }
    machine.tags.addAll(RackTags.of(server.hostname()));
    MaasStatus status = server.maas().status();
    if (status != MaasStatus.NEW && status != MaasStatus.FAILED_COMMISSIONING) {
      machine.hardware = ServerFacts.of(server);
    }
    if (status.taken()) {
      machine.owner = OWNER;
    }
    machine.previousStatus = status;
    machines.put(machine.systemId, machine);
    return machine;
  }

  /** Adds a machine that somebody described; its server is the one with one of its MACs, if any. */
  synchronized Machine add(String hostname, List<String> macs) {
    @Nullable SimulatedServer server =
        dataCentre.servers().stream()
            .filter(
                each ->
                    each.hardware().nics().stream()
                        .anyMatch(nic -> macs.stream().anyMatch(nic.mac()::equalsIgnoreCase)))
            .findFirst()
            .orElse(null);
    int number = ++lastNumber;
    Machine machine =
        new Machine(
            number,
            server == null
                ? "m" + Integer.toString(46_656 + number, 36)
                : server.identity().systemId(),
            hostname,
            server);
    for (int i = 0; i < macs.size(); i++) {
      machine.nics.add(
          new MachineHardware.Nic("eth" + i, macs.get(i).toLowerCase(Locale.ROOT), "", ""));
    }
    machines.put(machine.systemId, machine);
    return machine;
  }

  synchronized void remove(Machine machine) {
    machines.remove(machine.systemId);
  }

  synchronized List<Machine> all() {
    return List.copyOf(machines.values());
  }

  /** The machine of a server; null once it was deleted. */
  synchronized @Nullable Machine of(SimulatedServer server) {
    return machines.get(server.identity().systemId());
  }

  /**
   * Finds a machine.
   *
   * @throws MaasRefusal 404
   */
  synchronized Machine get(String systemId) {
    Machine machine = machines.get(systemId);
    if (machine == null) {
      throw MaasRefusal.notFound("No Machine matches the given query.");
    }
    return machine;
  }

  synchronized Map<String, @Nullable Object> json(Machine machine) {
    return MachineJson.of(machine, addresses(machine));
  }

  /** {@code GET machines/}, with MAAS's filters; each may repeat and matches any of its values. */
  synchronized List<Map<String, @Nullable Object>> list(Form query) {
    Predicate<Machine> wanted = matching(query);
    return machines.values().stream().filter(wanted).map(this::json).toList();
  }

  synchronized List<Map<String, @Nullable Object>> interfaces(Machine machine) {
    return MachineJson.interfaces(machine);
  }

  /** Which system ids the filters of an event query let pass. */
  synchronized Predicate<String> filter(Form query) {
    Predicate<Machine> wanted = matching(query);
    Set<String> passed =
        machines.values().stream()
            .filter(wanted)
            .map(machine -> machine.systemId)
            .collect(Collectors.toSet());
    return passed::contains;
  }

  /** {@code GET machines/?op=power_parameters}: an object of system id to parameters. */
  synchronized Map<String, Map<String, String>> powerParameters(Form query) {
    List<String> ids = query.all("id");
    Map<String, Map<String, String>> answer = new LinkedHashMap<>();
    machines.values().stream()
        .filter(machine -> ids.isEmpty() || ids.contains(machine.systemId))
        .forEach(machine -> answer.put(machine.systemId, new TreeMap<>(machine.powerParameters())));
    return answer;
  }

  synchronized boolean registered(String mac) {
    return machines.values().stream().anyMatch(machine -> machine.hasMac(List.of(mac)));
  }

  /** {@code GET nodes/{id}/results/} and {@code .../results/{set}/}. */
  synchronized Object results(Machine machine, MaasRequest request) {
    boolean withOutput = request.query().flag("include_output");
    List<String> names =
        request.query().all("filters").stream()
            .flatMap(text -> List.of(text.split(",")).stream())
            .toList();
    Predicate<String> filter = name -> names.isEmpty() || names.contains(name);
    if (request.path().size() > 3) {
      return set(machine, request.segment(3)).json(withOutput, filter);
    }
    String type = request.query().last("type", "");
    return machine.scriptSets.reversed().stream()
        .filter(
            set -> {
              String kind = set.kind().display.toLowerCase(Locale.ROOT);
              return type.isEmpty()
                  || type.equals(kind)
                  || type.equals(String.valueOf(set.kind().code));
            })
        .map(set -> set.json(withOutput, filter))
        .toList();
  }

  private static ScriptSet set(Machine machine, String name) {
    @Nullable Integer current =
        switch (name) {
          case "current-commissioning" -> machine.commissioningResult;
          case "current-testing" -> machine.testingResult;
          case "current-installation" -> machine.installationResult;
          default -> name.matches("\\d{1,9}") ? Integer.valueOf(name) : null;
        };
    return machine.scriptSets.stream()
        .filter(set -> current != null && set.id() == current)
        .findFirst()
        .orElseThrow(() -> MaasRefusal.notFound("No ScriptSet matches the given query."));
  }

  /** Begins a set of scripts; it becomes the current one of its kind. */
  synchronized ScriptSet begin(Machine machine, ScriptSet.Kind kind, List<String> names) {
    ScriptSet set =
        new ScriptSet(
            ++lastScriptSet,
            machine.systemId,
            kind,
            names,
            lastScript + 1,
            dataCentre.time().now());
    lastScript += names.size();
    machine.scriptSets.add(set);
    switch (kind) {
      case COMMISSIONING -> machine.commissioningResult = set.id();
      case TESTING -> machine.testingResult = set.id();
      case INSTALLATION -> machine.installationResult = set.id();
    }
    return set;
  }

  /** Moves a machine to another status and tells so in its events. */
  synchronized void move(Machine machine, MaasStatus to, String message) {
    MaasStatus from = machine.status();
    machine.status(to);
    machine.statusMessage = message;
    machine.statusAction = "";
    event(
        machine,
        "INFO",
        "Node changed status",
        "From '" + from.label() + "' to '" + to.label() + "'");
    if (!message.isEmpty()) {
      event(machine, "INFO", to.label(), message);
    }
  }

  void event(Machine machine, String level, String type, String description) {
    events.add(
        dataCentre.time().now(), machine.systemId, machine.hostname, level, type, description);
  }

  private static List<String> addresses(Machine machine) {
    if (machine.server == null) {
      return List.of();
    }
    HostEnvironment environment = machine.server.host().environment();
    boolean leased =
        environment != HostEnvironment.NONE && environment != HostEnvironment.POWER_OFF;
    return leased || machine.status() == MaasStatus.DEPLOYED
        ? List.of(machine.server.host().address())
        : List.of();
  }

  private static Predicate<Machine> matching(Form query) {
    List<Predicate<Machine>> all = new ArrayList<>();
    for (String key : query.values().keySet()) {
      List<String> values = query.all(key);
      all.add(
          switch (key) {
            case "hostname" -> machine -> values.contains(machine.hostname);
            case "id" -> machine -> values.contains(machine.systemId);
            case "mac_address" -> machine -> machine.hasMac(values);
            case "domain" -> machine -> values.contains("maas");
            case "zone", "pool" -> machine -> values.contains("default");
            case "tags" -> machine -> machine.tags.containsAll(values);
            case "not_tags" -> machine -> values.stream().noneMatch(machine.tags::contains);
            case "owner" -> machine -> values.contains(machine.owner);
            case "status" -> machine -> values.stream().anyMatch(each -> hasStatus(machine, each));
            default -> machine -> true;
          });
    }
    return machine -> all.stream().allMatch(each -> each.test(machine));
  }

  private static boolean hasStatus(Machine machine, String text) {
    String name = text.replace('_', ' ');
    return machine.status().label().equalsIgnoreCase(name)
        || machine.status().name().equalsIgnoreCase(text)
        || String.valueOf(machine.status().code()).equals(text);
  }
}
