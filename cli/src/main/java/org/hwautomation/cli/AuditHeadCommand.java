package org.hwautomation.cli;

import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows the hash that stands for the whole audit. */
@Command(
    name = "head",
    description = {
      "Show the hash of the newest entry, which stands for all before it. Kept outside of the",
      "database, it shows later that nothing was cut off: hwauto audit verify --head HASH."
    })
final class AuditHeadCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Override
  public Integer call() {
    var screen = options.screen();
    try (var manager = options.manager("audit head")) {
      var head = manager.store().audit().head();
      var document = new LinkedHashMap<String, Object>();
      document.put("id", head.id());
      document.put("head", head.hash());
      screen.result(document, () -> screen.line(head.hash()));
      return ExitCodes.DONE;
    }
  }
}
