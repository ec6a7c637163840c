package org.hwautomation.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.configuration.Configuration;
import org.hwautomation.provisioning.server.Pace;
import org.hwautomation.workflow.Action;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command takes. */
final class GlobalOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration file; hwauto.yaml in the working folder if not given.")
  private @Nullable Path config;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description = "Where the database and files live; the working folder if not given.")
  private @Nullable Path state;

  @Option(names = "--json", description = "One JSON document on standard output, nothing else.")
  private boolean json;

  private String pace = "";

  /** Commands that go on with a run here are to be typed with this pace. */
  GlobalOptions at(PaceOption wanted) {
    pace = wanted.words();
    return this;
  }

  Screen screen() {
    return Screen.of(json);
  }

  @Nullable Path state() {
    return state;
  }

  /** What is configured by file, {@code .env}, environment and these flags. */
  Configuration configuration() {
    return configuration(Map.of());
  }

  /** The same, with what a program says itself above file and environment. */
  Configuration configuration(Map<String, @Nullable Object> program) {
    var file = config == null ? Path.of("hwauto.yaml") : config;
    var loader =
        Configuration.loader()
            .environment(System.getenv())
            .dotEnv(file.resolveSibling(".env"))
            .program("the script's configuration", program);
    if (config != null || Files.exists(file)) {
      loader.file(file);
    }
    if (state != null) {
      loader.flag("state_dir", "--state", state.toString());
    }
    var configuration = loader.load();
    LogSetup.apply(configuration.logging());
    return configuration;
  }

  /** Everything, opened as configured. */
  WorkflowManager manager(String command) {
    return manager(configuration(), Pace.REAL, command);
  }

  /** Everything, for a command that writes. */
  WorkflowManager manager(WriteOptions write, String command) {
    return manager(configuration(), write.pace(), command);
  }

  static WorkflowManager manager(Configuration configuration, Pace pace, String command) {
    return manager(configuration, pace, command, List.of());
  }

  /** The same with more actions. */
  static WorkflowManager manager(
      Configuration configuration, Pace pace, String command, List<Action> more) {
    return WorkflowManager.open(
        configuration,
        pace,
        actor(),
        "hwauto %s, process %d".formatted(command, ProcessHandle.current().pid()),
        more);
  }

  /** Who journal and audit say did it. */
  static String actor() {
    return "cli:" + System.getProperty("user.name");
  }

  /** A command to be typed next, on the same configuration and state as this one. */
  String next(String command) {
    return "hwauto "
        + command
        + (command.startsWith("run resume ") || command.startsWith("run cancel ") ? pace : "")
        + (config == null ? "" : " --config " + config)
        + (state == null ? "" : " --state " + state);
  }
}
