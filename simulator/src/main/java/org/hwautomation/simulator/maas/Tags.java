package org.hwautomation.simulator.maas;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.EffectKind;
import org.jspecify.annotations.Nullable;

/** MAAS's tags (maasserver.api.tags). Which machine has which stands with the machines. */
final class Tags {

  private record Tag(String name, String comment, String definition, String kernelOpts) {}

  private final Machines machines;
  private final Map<String, Tag> tags = new LinkedHashMap<>();

  /** With the tags that machines have from the beginning. */
  Tags(Machines machines) {
    this.machines = machines;
    for (Machine machine : machines.all()) {
      machine.tags.forEach(name -> tags.putIfAbsent(name, new Tag(name, "", "", "")));
    }
  }

  List<Map<String, @Nullable Object>> list() {
    synchronized (machines) {
      return tags.values().stream().map(Tags::json).toList();
    }
  }

  Map<String, @Nullable Object> get(String name) {
    synchronized (machines) {
      return json(present(name));
    }
  }

  /** {@code POST tags/}. */
  Map<String, @Nullable Object> create(Form form) {
    synchronized (machines) {
      String name = form.last("name", "");
      checkName(name);
      if (tags.containsKey(name)) {
        throw MaasRefusal.invalid("name", "Tag with this Name already exists.");
      }
      Tag tag =
          new Tag(
              name,
              form.last("comment", ""),
              form.last("definition", ""),
              form.last("kernel_opts", ""));
      tags.put(name, tag);
      return json(tag);
    }
  }

  Map<String, @Nullable Object> update(String name, Form form) {
    synchronized (machines) {
      Tag before = present(name);
      String renamed = form.last("name", name);
      checkName(renamed);
      Tag tag =
          new Tag(
              renamed,
              form.last("comment", before.comment()),
              form.last("definition", before.definition()),
              form.last("kernel_opts", before.kernelOpts()));
      tags.remove(name);
      tags.put(renamed, tag);
      for (Machine machine : machines.all()) {
        if (machine.tags.remove(name)) {
          machine.tags.add(renamed);
        }
      }
      return json(tag);
    }
  }

  void delete(String name) {
    synchronized (machines) {
      present(name);
      tags.remove(name);
      machines.all().forEach(machine -> machine.tags.remove(name));
    }
  }

  List<Map<String, @Nullable Object>> machines(String name) {
    synchronized (machines) {
      present(name);
      return machines.all().stream()
          .filter(machine -> machine.tags.contains(name))
          .map(machines::json)
          .toList();
    }
  }

  /**
   * {@code POST tags/{name}/?op=update_nodes}; unknown system ids are passed over, as MAAS does.
   */
  Map<String, @Nullable Object> updateNodes(String name, Form form) {
    synchronized (machines) {
      Tag tag = present(name);
      String definition = form.last("definition", tag.definition());
      if (!definition.equals(tag.definition())) {
        throw MaasRefusal.stateViolation(
            "Definition supplied '"
                + definition
                + "' doesn't match current definition '"
                + tag.definition()
                + "'");
      }
      List<String> add = form.all("add");
      List<String> remove = form.all("remove");
      int added = 0;
      int removed = 0;
      for (Machine machine : machines.all()) {
        if (add.contains(machine.systemId) && machine.tags.add(name)) {
          added++;
          changed(machine, "+" + name);
        }
        if (remove.contains(machine.systemId) && machine.tags.remove(name)) {
          removed++;
          changed(machine, "-" + name);
        }
      }
      return MachineJson.ordered("added", added, "removed", removed);
    }
  }

  private static void changed(Machine machine, String what) {
    if (machine.server != null) {
      machine.server.effect(EffectKind.TAGS_CHANGED, Channel.MAAS, what);
    }
  }

  private Tag present(String name) {
    Tag tag = tags.get(name);
    if (tag == null) {
      throw MaasRefusal.notFound("No Tag matches the given query.");
    }
    return tag;
  }

  private static void checkName(String name) {
    if (name.isEmpty()) {
      throw MaasRefusal.invalid("name", "This field is required.");
    }
    if (!name.matches("[a-zA-Z0-9_-]+")) {
      throw MaasRefusal.invalid("name", "Enter a valid value.");
    }
  }

  private static Map<String, @Nullable Object> json(Tag tag) {
    return MachineJson.ordered(
        "name", tag.name(),
        "definition", tag.definition(),
        "comment", tag.comment(),
        "kernel_opts", tag.kernelOpts(),
        "resource_uri", "/MAAS/api/2.0/tags/" + tag.name() + "/");
  }
}
