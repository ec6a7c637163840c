package org.hwautomation.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hwautomation.definitions.DefinitionLibrary;
import org.hwautomation.definitions.file.BadFileException;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.workflow.WorkflowDefinition;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the templates. */
@Command(
    name = "list",
    description = "List the templates, where each comes from, and what it is used instead of.")
final class TemplateListCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  private record Row(
      DefinitionLibrary.Entry entry,
      @Nullable WorkflowDefinition definition,
      @Nullable String problem) {}

  @Override
  public Integer call() {
    var screen = options.screen();
    try (var manager = options.manager("template list")) {
      var rows = manager.library().entries().stream().map(entry -> row(manager, entry)).toList();
      screen.result(
          Map.of("templates", rows.stream().map(TemplateListCommand::document).toList()),
          () ->
              screen.table(
                  List.of("TEMPLATE", "STEPS", "INPUTS", "FROM", "WHAT IT DOES"),
                  rows.stream().map(row -> cells(screen, row)).toList()));
      return ExitCodes.DONE;
    }
  }

  private static Row row(WorkflowManager manager, DefinitionLibrary.Entry entry) {
    try {
      return new Row(entry, manager.library().get(entry.name()), null);
    } catch (BadFileException e) {
      return new Row(entry, null, e.problems().getFirst());
    }
  }

  private static int steps(WorkflowDefinition definition) {
    var steps = new ArrayList<String>();
    definition.forEachStep(step -> steps.add(step.name()));
    return steps.size();
  }

  private static Map<String, @Nullable Object> document(Row row) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("name", row.entry().name());
    document.put("origin", row.entry().origin());
    document.put("shadows", row.entry().shadows().orElse(null));
    document.put("description", row.definition() == null ? null : row.definition().description());
    document.put("steps", row.definition() == null ? null : steps(row.definition()));
    document.put("problem", row.problem());
    return document;
  }

  private static List<String> cells(Screen screen, Row row) {
    var from =
        row.entry().origin()
            + row.entry().shadows().map(over -> ", instead of the " + over + " one").orElse("");
    var definition = row.definition();
    return definition == null
        ? List.of(
            row.entry().name(),
            "",
            "",
            from,
            screen.bad("unusable: " + String.valueOf(row.problem())))
        : List.of(
            row.entry().name(),
            String.valueOf(steps(definition)),
            String.join(
                " ",
                definition.inputs().stream()
                    .map(input -> input.name() + (input.required() ? "*" : ""))
                    .toList()),
            from,
            definition.description());
  }
}
