package org.hwautomation.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import org.hwautomation.definitions.file.BadFileException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Checks files of definitions. */
@Command(
    name = "check",
    description = {
      "Check files of definitions against the schema and the actions; nothing is started.",
      "Every problem is told as FILE:LINE:COLUMN: what it is. Ends with 2 if there is one."
    })
final class TemplateCheckCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "YAML or JSON.")
  private List<Path> files = List.of();

  @Override
  public Integer call() {
    var screen = options.screen();
    try (var manager = options.manager("template check")) {
      var document = new LinkedHashMap<String, @Nullable Object>();
      var bad = 0;
      for (var file : files) {
        try {
          var definition = manager.library().reader().read(file);
          document.put(file.toString(), List.of());
          if (!screen.json()) {
            screen.line(file + ": " + screen.good("right") + ", " + definition.name());
          }
        } catch (BadFileException e) {
          bad++;
          document.put(file.toString(), e.problems());
          e.problems().forEach(screen::problem);
        }
      }
      var summary = new LinkedHashMap<String, @Nullable Object>();
      summary.put("problems", document);
      screen.result(summary, () -> {});
      return bad == 0 ? ExitCodes.DONE : ExitCodes.BAD_INPUT;
    }
  }
}
