package org.hwautomation.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A command in a process of its own, which can be killed. What it prints goes to files, so that it
 * never waits for somebody to read.
 */
final class HwautoProcess implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofSeconds(120);

  private final List<String> command;
  private final Process process;
  private final Path out;
  private final Path err;

  private HwautoProcess(List<String> command, Process process, Path out, Path err) {
    this.command = command;
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** Starts {@code hwauto arguments}; what it prints goes to files in {@code folder}. */
  static HwautoProcess start(Path folder, List<String> arguments) throws IOException {
    return start(folder, List.of(), arguments);
  }

  /** As {@link #start(Path, List)}, by another program that starts it. */
  static HwautoProcess start(Path folder, List<String> by, List<String> arguments)
      throws IOException {
    var line = new ArrayList<>(by);
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Hwauto.class.getName()));
    line.addAll(arguments);
    var out = Files.createTempFile(folder, "hwauto", ".out");
    var err = Files.createTempFile(folder, "hwauto", ".err");
    var builder = new ProcessBuilder(line).redirectOutput(out.toFile()).redirectError(err.toFile());
    return new HwautoProcess(List.copyOf(arguments), builder.start(), out, err);
  }

  /** The process itself and those that it started, by id. */
  List<Long> descendants() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .map(ProcessHandle::pid)
        .toList();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL: it has no time to say or clean up anything. Gone when this returns. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** SIGINT, as Ctrl-C sends it. */
  void interrupt() throws IOException, InterruptedException {
    var sent = new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start();
    if (sent.waitFor() != 0) {
      throw new IOException(
          "kill -INT %d ended with %d".formatted(process.pid(), sent.exitValue()));
    }
  }

  /** What it printed and ended with. */
  CommandRun await() throws IOException, InterruptedException {
    if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError(
          "%s did not end within %s\n%s".formatted(command, LONGEST, printed()));
    }
    return new CommandRun(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  /** What it has printed so far. */
  String printed() {
    try {
      return Files.readString(out) + Files.readString(err);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
