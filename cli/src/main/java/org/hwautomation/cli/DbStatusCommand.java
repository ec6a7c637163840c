package org.hwautomation.cli;

import java.util.concurrent.Callable;
import org.hwautomation.provisioning.ConfiguredStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says what the database is. */
@Command(
    name = "status",
    description = {
      "Say what the configured database is, whose, how full, and what the next command would do to"
          + " it. It is read from end to end and nothing is changed, whatever it is.",
      "Exit code 2 if it can't be used: damaged, of another program, or of a newer version."
    })
final class DbStatusCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Override
  public Integer call() {
    var screen = options.screen();
    var status = ConfiguredStore.look(options.configuration());
    var view = new DatabaseView(options, status);
    screen.result(view.document(), () -> view.tell(screen));
    return status.kind().isUsable() ? ExitCodes.DONE : ExitCodes.BAD_INPUT;
  }
}
