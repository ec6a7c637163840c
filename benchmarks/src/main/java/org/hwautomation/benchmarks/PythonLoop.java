package org.hwautomation.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The checked-in loop {@code reference_loop.py} in a Python that stays up between rounds. */
final class PythonLoop implements AutoCloseable {
  private static final String PYTHON = "python3";

  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter rounds;

  private PythonLoop(Process process) {
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.rounds = process.outputWriter(StandardCharsets.UTF_8);
  }

  /** What {@code python3} on the path calls itself; empty if there is none. */
  static Optional<String> version() throws InterruptedException {
    try {
      var process =
          new ProcessBuilder(
                  PYTHON,
                  "-c",
                  "import platform as p; print(p.python_implementation(), p.python_version())")
              .redirectErrorStream(true)
              .start();
      var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? Optional.of(text.strip()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // not on the path
    }
  }

  static PythonLoop start(Path folder) throws IOException {
    var script = folder.resolve("reference_loop.py");
    try (var source = PythonLoop.class.getResourceAsStream("reference_loop.py")) {
      Files.write(
          script, Objects.requireNonNull(source, "the script is in the jar").readAllBytes());
    }
    return new PythonLoop(
        new ProcessBuilder(PYTHON, script.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /** Executes so many workflows of so many steps; nanoseconds a step. */
  double nanosPerStep(int workflows, int steps) throws IOException {
    rounds.write(workflows + " " + steps + "\n");
    rounds.flush();
    var answer = answers.readLine();
    if (answer == null) {
      throw new IOException("the Python loop ended; see what it said above");
    }
    return Double.parseDouble(answer) / ((double) workflows * steps);
  }

  @Override
  public void close() throws IOException, InterruptedException {
    rounds.close();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
