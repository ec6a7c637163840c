package org.hwautomation.provisioning.batch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.network.Ipv4Address;
import org.hwautomation.provisioning.runs.GivenInputs;
import org.hwautomation.provisioning.safety.DuplicateAddress;
import org.hwautomation.provisioning.steps.ServerFields;
import org.hwautomation.store.BatchMember;
import org.hwautomation.store.BatchTerms;
import org.hwautomation.store.ServerRecord;
import org.hwautomation.workflow.Parameter;
import org.hwautomation.workflow.Value;
import org.hwautomation.workflow.WorkflowDefinition;

/** Finds all that is wrong with a batch, without asking any server. */
final class BatchCheck {
  private static final int MOST_AT_ONCE = 500;

  private final WorkflowManager manager;
  private final BatchRequest request;
  private final WorkflowDefinition definition;
  private final List<String> problems = new ArrayList<>();

  private BatchCheck(WorkflowManager manager, BatchRequest request) {
    this.manager = manager;
    this.request = request;
    this.definition = manager.library().get(request.terms().template());
  }

  /**
   * Returns if nothing is wrong.
   *
   * @throws IllegalArgumentException listing all that is
   */
  static void check(WorkflowManager manager, BatchRequest request) {
    var check = new BatchCheck(manager, request);
    check.terms();
    request.servers().forEach(check::server);
    check.duplicates();
    if (!check.problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n  ", check.problems));
    }
  }

  private void terms() {
    var terms = request.terms();
    if (!request.name().matches("[A-Za-z0-9_-]{1,100}")) {
      problems.add(
          "batch name '%s' may have letters, digits, - and _, 100 at most"
              .formatted(request.name()));
    }
    if (terms.most() < 1 || terms.most() > MOST_AT_ONCE) {
      problems.add("max %d is not between 1 and %d".formatted(terms.most(), MOST_AT_ONCE));
    }
    if (terms.perRack().isPresent() && terms.perRack().getAsInt() < 1) {
      problems.add("per rack %d is less than 1".formatted(terms.perRack().getAsInt()));
    }
    attempt("", () -> StopAfter.failures(terms.stopAfter(), 1));
    terms.deviceType().ifPresent(type -> attempt("", () -> manager.deviceTypes().get(type)));
    terms
        .window()
        .ifPresent(name -> attempt("", () -> manager.configuration().maintenance().get(name)));
    if (request.servers().isEmpty() || request.servers().size() > BatchFile.MOST) {
      problems.add("a batch has 1 to %d servers".formatted(BatchFile.MOST));
    }
    if (request.range().isPresent() && !takes(ServerFields.TARGET_IPMI_IP)) {
      problems.add(
          "template %s gives BMCs no address; leave the address range away"
              .formatted(definition.name()));
    }
    inputs("", terms.inputs());
  }

  private void server(BatchServer server) {
    var values = new LinkedHashMap<>(server.inputs());
    server.address().ifPresent(address -> values.put(ServerFields.TARGET_IPMI_IP, address));
    inputs(server.place() + ", column ", values);
    server
        .deviceType()
        .ifPresent(
            type ->
                attempt(
                    server.place() + ", column device_type: ",
                    () -> manager.deviceTypes().get(type)));
    server
        .address()
        .flatMap(Ipv4Address::find)
        .filter(address -> !address.isHost())
        .ifPresent(
            address ->
                problems.add(
                    "%s, column target_ipmi_ip: %s is no address that a host can have"
                        .formatted(server.place(), address)));
    if (needsType() && typeOf(server).isEmpty()) {
      problems.add(
          "%s: %s needs to know what %s is; add a column device_type, or give one for all"
              .formatted(server.place(), definition.name(), server.server()));
    }
  }

  private Optional<String> typeOf(BatchServer server) {
    return server
        .deviceType()
        .or(request.terms()::deviceType)
        .or(
            () ->
                manager
                    .store()
                    .inventory()
                    .findByName(server.server())
                    .flatMap(ServerRecord::deviceType));
  }

  private boolean needsType() {
    return definition.inputs().stream()
        .anyMatch(input -> input.name().equals(ServerFields.DEVICE_TYPE) && input.required());
  }

  private boolean takes(String input) {
    return takes(definition, input);
  }

  private static boolean takes(WorkflowDefinition definition, String input) {
    return definition.inputs().isEmpty()
        || definition.inputs().stream().anyMatch(parameter -> parameter.name().equals(input));
  }

  private void inputs(String place, Map<String, String> values) {
    var reader =
        new GivenInputs(
            definition.inputs(),
            manager.valueTypes(),
            (name, text) -> new Value.SecretReference(name + "/not-kept"));
    values.forEach(
        (name, text) -> {
          if (definition.inputs().stream().anyMatch(input -> isSecret(input, name))) {
            problems.add(
                "%s%s: a secret has no place in a batch; configure it instead"
                    .formatted(place, name));
          } else {
            attempt(
                place.isEmpty() ? "" : place + name + ": ",
                () -> {
                  ServerFields.requireFree("inputs", List.of(name));
                  return reader.read(Map.of(name, text), Map.of());
                });
          }
        });
  }

  private static boolean isSecret(Parameter input, String name) {
    return input.name().equals(name) && input.type().equals("secret");
  }

  private void attempt(String place, Supplier<?> work) {
    try {
      var _ = work.get();
    } catch (RuntimeException e) {
      problems.add(place + e.getMessage());
    }
  }

  /** No address twice (safety rule 7), and no server under two names. */
  private void duplicates() {
    var addresses = new HashMap<String, Ipv4Address>();
    var servers = new HashMap<String, BatchServer>();
    for (var server : request.servers()) {
      server
          .address()
          .flatMap(Ipv4Address::find)
          .ifPresent(address -> addresses.put(server.server(), address));
      var id =
          manager
              .store()
              .inventory()
              .findByName(server.server())
              .map(ServerRecord::serverId)
              .orElse(server.server());
      var before = servers.putIfAbsent(id, server);
      if (before != null) {
        problems.add(
            "%s: %s is the server %s of %s"
                .formatted(server.place(), server.server(), before.server(), before.place()));
      }
    }
    DuplicateAddress.find(addresses)
        .forEach(duplicate -> problems.add("%s (safety rule 7)".formatted(duplicate)));
  }

  /** What a server's run is given. */
  static Map<String, String> inputs(
      WorkflowDefinition definition, BatchTerms terms, BatchMember member) {
    var inputs = new LinkedHashMap<>(terms.inputs());
    inputs.putAll(member.inputs());
    member.address().ifPresent(address -> inputs.put(ServerFields.TARGET_IPMI_IP, address));
    member
        .rack()
        .filter(rack -> takes(definition, ServerFields.RACK_LOCATION))
        .ifPresent(rack -> inputs.putIfAbsent(ServerFields.RACK_LOCATION, rack));
    return inputs;
  }
}
