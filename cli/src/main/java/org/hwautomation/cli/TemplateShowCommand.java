package org.hwautomation.cli;

import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows a template as a tree. */
@Command(
    name = "show",
    description = "Show a template: where it is from, what it takes, and its steps as a tree.")
final class TemplateShowCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(paramLabel = "NAME", description = "A template, or a file.")
  private String name = "";

  @Override
  public Integer call() {
    var screen = options.screen();
    try (var manager = options.manager("template show")) {
      var found = NamedDefinition.find(manager, name);
      var document = new LinkedHashMap<String, @Nullable Object>(found.tree(manager).document());
      document.put("origin", found.origin());
      document.put("shadows", found.shadows().orElse(null));
      screen.result(document, () -> new DefinitionView(screen).show(found, found.tree(manager)));
      return ExitCodes.DONE;
    }
  }
}
