package org.hwautomation.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hwautomation.bridge.Heartbeat;
import org.hwautomation.bridge.Scripts;
import org.hwautomation.bridge.StdioBridge;
import org.hwautomation.provisioning.WorkflowManager;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The engine for a program of another language, which starts this as its child. */
@Command(
    name = "bridge",
    description = {
      "Run workflows for a program of another language: the Python package starts this by itself.",
      "JSON-RPC 2.0 on standard input and output, a message a line. It ends when its input does."
    })
final class BridgeCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();
  @Mixin private PaceOption pace = new PaceOption();

  @Option(
      names = "--rehearse",
      hidden = true,
      description = "Converse with itself, for the JVM's cache of what a start needs.")
  private boolean rehearse;

  @Override
  public Integer call() throws IOException {
    if (rehearse) {
      new BridgeRehearsal(this::open).run();
      return ExitCodes.DONE;
    }
    var out = new FileOutputStream(FileDescriptor.out);
    System.setOut(new PrintStream(System.err, true)); // what anybody prints is no message
    new StdioBridge(
            new FileInputStream(FileDescriptor.in),
            out,
            new Version().getVersion()[0],
            "script:" + System.getProperty("user.name"),
            Heartbeat.DEFAULT,
            this::open)
        .run();
    return ExitCodes.DONE;
  }

  private WorkflowManager open(Map<String, @Nullable Object> given, Scripts scripts, String who) {
    return WorkflowManager.open(
        options.configuration(given),
        pace.pace(),
        "script:" + System.getProperty("user.name"),
        "%s, and process %d for it".formatted(who, ProcessHandle.current().pid()),
        List.of(scripts.function()));
  }
}
