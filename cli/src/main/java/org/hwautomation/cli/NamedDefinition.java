package org.hwautomation.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.catalogue.DefinitionTree;
import org.hwautomation.workflow.WorkflowDefinition;

/**
 * A definition that a person named: a file, or a template.
 *
 * @param origin the file, or {@code shipped}
 * @param shadows what it is used instead of
 */
record NamedDefinition(WorkflowDefinition definition, String origin, Optional<String> shadows) {

  /**
   * The definition of a name: a file if the name ends like one or holds a slash, else a template.
   *
   * @throws IllegalArgumentException if there is none; names the nearest
   * @throws org.hwautomation.definitions.file.BadFileException if it is wrong
   */
  static NamedDefinition find(WorkflowManager manager, String name) {
    if (name.matches(".*\\.(yaml|yml|json)") || name.contains("/")) {
      var file = Path.of(name);
      if (!Files.exists(file)) {
        throw new IllegalArgumentException(
            "there is no file %s; templates are listed with: hwauto template list".formatted(name));
      }
      return new NamedDefinition(manager.library().reader().read(file), name, Optional.empty());
    }
    var entry = manager.library().find(name);
    return new NamedDefinition(
        manager.library().get(name),
        entry.map(found -> found.origin()).orElse("shipped"),
        entry.flatMap(found -> found.shadows()));
  }

  /** It as a tree, with what its actions say of themselves. */
  DefinitionTree tree(WorkflowManager manager) {
    return new DefinitionTree(definition, manager.engine().actions());
  }
}
