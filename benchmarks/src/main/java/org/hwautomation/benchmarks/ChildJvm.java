package org.hwautomation.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.hwautomation.workflow.Value;
import org.hwautomation.workflow.ValueCodec;

/** A JVM that runs {@link BenchProgram} with the JVM's own defaults and answers with a value. */
final class ChildJvm {
  private static final long LONGEST_MINUTES = 30;

  /** For a JVM that is to be over soon, whatever it measures. */
  static final List<String> STARTS_FAST = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private ChildJvm() {}

  /**
   * Runs a role to its end.
   *
   * @param folder where its output and answer are put
   * @throws IOException with the last lines it said, if it did not answer
   */
  static Value.Fields run(Path folder, List<String> flags, List<String> arguments)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    var answer = Files.createTempFile(folder, "answer", ".json");
    var log = Files.createTempFile(folder, "child", ".log");
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Dslf4j.internal.verbosity=ERROR");
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(BenchProgram.class.getName());
    command.add(answer.toString());
    command.addAll(arguments);
    var process =
        new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
        throw new IOException("it did not end within " + LONGEST_MINUTES + " minutes");
      }
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    var text = Files.readString(answer);
    if (process.exitValue() != 0 || !(read(text) instanceof Value.Fields fields)) {
      throw new IOException(
          "exit code %d: %s".formatted(process.exitValue(), lastLines(Files.readAllLines(log))));
    }
    return fields;
  }

  private static Value read(String text) {
    return text.isEmpty() ? Value.Null.INSTANCE : ValueCodec.read(text);
  }

  private static String lastLines(List<String> lines) {
    return String.join(" | ", lines.subList(Math.max(0, lines.size() - 12), lines.size()));
  }
}
