package org.hwautomation.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.runs.GivenInputs;
import org.hwautomation.provisioning.steps.ServerFields;
import org.hwautomation.workflow.Parameter;
import org.hwautomation.workflow.Value;
import picocli.CommandLine.Option;

/** What a run is given, as a person types it. */
final class InputOptions {
  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description =
          "An input, as the definition declares it; may be given many times. Others may see it, so"
              + " it is no place for a secret.")
  private Map<String, String> typed = new LinkedHashMap<>();

  @Option(
      names = "--set-file",
      paramLabel = "NAME=PATH",
      description =
          "An input whose value is in a file: a long one, or a secret, which is encrypted into the"
              + " database. One line end at the end is left off.")
  private Map<String, Path> files = new LinkedHashMap<>();

  boolean isEmpty() {
    return typed.isEmpty() && files.isEmpty();
  }

  /** Those that were typed. */
  Map<String, String> typed() {
    return typed;
  }

  private GivenInputs reader(WorkflowManager manager, List<Parameter> declared) {
    return new GivenInputs(declared, manager.valueTypes(), manager.store()::keepSecret);
  }

  /**
   * The values.
   *
   * @throws IllegalArgumentException if an input is not declared, or does not fit
   */
  Value.Fields read(WorkflowManager manager, List<Parameter> declared) {
    ServerFields.requireFree("--set", typed.keySet());
    ServerFields.requireFree("--set-file", files.keySet());
    return reader(manager, declared).read(typed, texts());
  }

  /** Those that are in files, with what is in them. */
  Map<String, String> texts() {
    var texts = new LinkedHashMap<String, String>();
    files.forEach(
        (name, path) -> {
          try {
            texts.put(
                name, Files.readString(path, StandardCharsets.UTF_8).replaceFirst("\\R\\z", ""));
          } catch (IOException e) {
            throw new IllegalArgumentException(
                "--set-file %s=%s: can't be read (%s)"
                    .formatted(name, path, e.getClass().getSimpleName()),
                e);
          }
        });
    return texts;
  }
}
