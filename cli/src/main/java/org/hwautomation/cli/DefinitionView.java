package org.hwautomation.cli;

import java.util.List;
import org.hwautomation.provisioning.catalogue.DefinitionTree;
import org.hwautomation.provisioning.catalogue.Parameters;
import org.hwautomation.workflow.Parameter;

/** A definition in lines for people. */
final class DefinitionView {
  private final Screen screen;

  DefinitionView(Screen screen) {
    this.screen = screen;
  }

  void show(NamedDefinition named, DefinitionTree tree) {
    var definition = named.definition();
    screen.line(screen.strong(definition.name()) + "  " + definition.description());
    screen.line(
        "from "
            + named.origin()
            + named.shadows().map(over -> ", used instead of the " + over + " one").orElse(""));
    tree.facts().forEach(screen::line);
    screen.line("");
    inputs(definition.inputs());
    screen.line("Steps");
    lines(tree.steps());
    some("Always, on every ending", tree.always());
    some("After the undos of a rollback", tree.onFailure());
  }

  private void inputs(List<Parameter> inputs) {
    if (inputs.isEmpty()) {
      screen.line("Takes anything; nothing is declared");
    } else {
      screen.line("Takes");
      var name = inputs.stream().mapToInt(input -> input.name().length()).max().orElse(1);
      var type = inputs.stream().mapToInt(input -> Parameters.type(input).length()).max().orElse(1);
      for (var input : inputs) {
        screen.line(
            ("  %-" + name + "s  %-" + type + "s  %s")
                .formatted(input.name(), Parameters.type(input), input.meaning()));
      }
    }
    screen.line("");
  }

  private void some(String title, List<DefinitionTree.Line> lines) {
    if (!lines.isEmpty()) {
      screen.line("");
      screen.line(title);
      lines(lines);
    }
  }

  /** The tree. */
  void lines(List<DefinitionTree.Line> lines) {
    var width =
        lines.stream()
            .mapToInt(line -> line.stem().length() + line.name().length())
            .max()
            .orElse(1);
    var what = lines.stream().mapToInt(line -> line.what().length()).max().orElse(1);
    for (var line : lines) {
      screen.line(
          ("  %s%-"
                  + Math.max(1, width - line.stem().length())
                  + "s  %-"
                  + Math.max(1, what)
                  + "s  %s")
              .formatted(
                  line.stem(),
                  line.name(),
                  line.what(),
                  screen.faint(String.join("; ", line.notes())))
              .stripTrailing());
    }
  }
}
