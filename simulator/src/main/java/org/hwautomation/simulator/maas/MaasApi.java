package org.hwautomation.simulator.maas;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The routes of the MAAS API 2.0, as the public API reference lists them. GET without an op reads a
 * resource; a named op is GET where it changes nothing, POST where it does. What MAAS has and the
 * product never asks for is refused as MAAS refuses an unknown op.
 */
final class MaasApi {

  private final Machines machines;
  private final MachineOperations operations;
  private final MachineEdits edits;
  private final Tags tags;
  private final SshKeys keys;
  private final EventLog events;

  MaasApi(
      Machines machines,
      MachineOperations operations,
      MachineEdits edits,
      Tags tags,
      SshKeys keys,
      EventLog events) {
    this.machines = machines;
    this.operations = operations;
    this.edits = edits;
    this.tags = tags;
    this.keys = keys;
    this.events = events;
  }

  /** Whether the route answers without a key. */
  static boolean anonymous(MaasRequest request) {
    return request.segment(0).equals("version");
  }

  /**
   * Answers a request.
   *
   * @throws MaasRefusal where MAAS refuses
   */
  MaasReply answer(MaasRequest request) throws InterruptedException {
    return switch (request.segment(0)) {
      case "version" -> version(request);
      case "users" -> users(request);
      case "machines" -> request.path().size() == 1 ? machines(request) : machine(request);
      case "nodes" -> nodes(request);
      case "tags" -> request.path().size() == 1 ? tags(request) : tag(request);
      case "events" -> events(request);
      case "resourcepools" -> read(request, List.of(MachineJson.POOL));
      case "resourcepool" ->
          request.segment(1).equals("0")
              ? read(request, MachineJson.POOL)
              : refuse(MaasRefusal.notFound("No ResourcePool matches the given query."));
      case "account" -> account(request);
      default -> throw unknown(request);
    };
  }

  private static MaasReply version(MaasRequest request) {
    return read(
        request,
        Map.of(
            "version",
            "3.5.1",
            "subversion",
            "16317-g.9dc4bfbc3",
            "capabilities",
            List.of(
                "networks-management",
                "static-ipaddresses",
                "ipv6-deployment-ubuntu",
                "devices-management",
                "storage-deployment-ubuntu",
                "network-deployment-ubuntu",
                "bridging-interface-ubuntu",
                "bridging-automatic-ubuntu",
                "authenticate-api")));
  }

  private static MaasReply users(MaasRequest request) {
    Map<String, @Nullable Object> admin =
        MachineJson.ordered(
            "is_superuser",
            true,
            "username",
            Machines.OWNER,
            "email",
            "admin@example.com",
            "is_local",
            true,
            "resource_uri",
            "/MAAS/api/2.0/users/admin/");
    if (!request.method().equals("GET") || request.path().size() > 2) {
      throw request.unrecognised();
    }
    if (request.segment(1).equals(Machines.OWNER) || request.op().equals("whoami")) {
      return MaasReply.json(admin);
    }
    if (request.op().isEmpty() && request.path().size() == 1) {
      return MaasReply.json(List.of(admin));
    }
    throw request.unrecognised();
  }

  private MaasReply machines(MaasRequest request) throws InterruptedException {
    return switch (request.method() + " " + request.op()) {
      case "GET " -> MaasReply.json(machines.list(request.query()));
      case "GET power_parameters" -> MaasReply.json(machines.powerParameters(request.query()));
      case "GET is_registered" ->
          MaasReply.json(machines.registered(request.query().last("mac_address", "")));
      case "POST " -> MaasReply.json(edits.create(request.form()));
      case "POST allocate" -> MaasReply.json(operations.allocate(request.form()));
      case "POST release" -> MaasReply.json(operations.releaseAll(request.form()));
      default -> throw request.unrecognised();
    };
  }

  private MaasReply machine(MaasRequest request) throws InterruptedException {
    if (request.path().size() != 2) {
      throw unknown(request);
    }
    Machine machine = machines.get(request.segment(1));
    if (!request.op().isEmpty()) {
      return operations.run(machine, request);
    }
    return switch (request.method()) {
      case "GET" -> MaasReply.json(machines.json(machine));
      case "PUT" -> MaasReply.json(edits.update(machine, request.form()));
      case "DELETE" -> {
        edits.delete(machine);
        yield MaasReply.deleted();
      }
      default -> throw request.unrecognised();
    };
  }

  private MaasReply nodes(MaasRequest request) throws InterruptedException {
    if (request.path().size() == 1) {
      return read(request, machines.list(request.query()));
    }
    if (request.path().size() == 2) {
      return machine(request);
    }
    Machine machine = machines.get(request.segment(1));
    return switch (request.segment(2)) {
      case "results" -> read(request, machines.results(machine, request));
      case "interfaces" -> read(request, machines.interfaces(machine));
      default -> throw unknown(request);
    };
  }

  private MaasReply tags(MaasRequest request) {
    return switch (request.method() + " " + request.op()) {
      case "GET " -> MaasReply.json(tags.list());
      case "POST " -> MaasReply.json(tags.create(request.form()));
      default -> throw request.unrecognised();
    };
  }

  private MaasReply tag(MaasRequest request) {
    String name = request.segment(1);
    if (request.path().size() != 2) {
      throw unknown(request);
    }
    return switch (request.method() + " " + request.op()) {
      case "GET " -> MaasReply.json(tags.get(name));
      case "GET machines", "GET nodes" -> MaasReply.json(tags.machines(name));
      case "POST update_nodes" -> MaasReply.json(tags.updateNodes(name, request.form()));
      case "PUT " -> MaasReply.json(tags.update(name, request.form()));
      case "DELETE " -> {
        tags.delete(name);
        yield MaasReply.deleted();
      }
      default -> throw request.unrecognised();
    };
  }

  private MaasReply events(MaasRequest request) {
    if (request.path().size() != 1) {
      throw unknown(request);
    }
    if (!request.method().equals("GET") || !request.op().equals("query")) {
      throw request.unrecognised();
    }
    return MaasReply.json(events.query(request.query(), machines.filter(request.query())));
  }

  private MaasReply account(MaasRequest request) {
    boolean ours =
        request.segment(1).equals("prefs")
            && request.segment(2).equals("sshkeys")
            && request.path().size() <= 4;
    if (!ours) {
      throw unknown(request);
    }
    if (request.path().size() == 3) {
      return switch (request.method()) {
        case "GET" -> MaasReply.json(keys.list());
        case "POST" -> MaasReply.json(201, keys.add(request.form()));
        default -> throw request.unrecognised();
      };
    }
    return switch (request.method()) {
      case "GET" -> MaasReply.json(keys.get(request.segment(3)));
      case "DELETE" -> {
        keys.delete(request.segment(3));
        yield MaasReply.deleted();
      }
      default -> throw request.unrecognised();
    };
  }

  private static MaasReply read(MaasRequest request, Object value) {
    if (!request.method().equals("GET") || !request.op().isEmpty()) {
      throw request.unrecognised();
    }
    return MaasReply.json(value);
  }

  private static MaasReply refuse(MaasRefusal refusal) {
    throw refusal;
  }

  private static MaasRefusal unknown(MaasRequest request) {
    return MaasRefusal.notFound(
        "Unknown API endpoint: /MAAS/api/2.0/" + String.join("/", request.path()) + "/.");
  }
}
