package org.hwautomation.simulator.host;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.simulator.host.ShellLine.Connector;
import org.hwautomation.simulator.host.ShellLine.Redirections;

/**
 * Runs command lines as {@code bash -c} would: {@link ShellLine} says what they mean, the tools do
 * the work. Unknown commands answer 127 with bash's text. Thread-safe as far as its tools are.
 */
final class HostShell {

  private static final int NOT_FOUND = 127;
  private static final int SYNTAX = 2;

  private final HostFiles files;
  private final Map<String, Tool> tools = new HashMap<>();

  HostShell(HostFiles files) {
    this.files = files;
    tools.put("sudo", this::sudo);
    tools.put("env", call -> runWords(call.with(stripAssignments(call.arguments()))));
    tools.put("timeout", this::timeout);
    tools.put("bash", this::shell);
    tools.put("sh", this::shell);
    tools.put("which", this::which);
    tools.put("command", this::command);
    tools.put("export", call -> 0);
    tools.put("set", call -> 0);
    tools.put("exit", call -> 0);
  }

  /** Adds a program; {@code name} without a directory. */
  void install(String name, Tool tool) {
    tools.put(name, tool);
  }

  /** Runs a line with the given streams and answers the exit code of what ran last. */
  int run(String line, InputStream in, OutputStream out, OutputStream err)
      throws IOException, InterruptedException {
    PrintStream output = new PrintStream(out, true, StandardCharsets.UTF_8);
    PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
    return run(line, new Invocation(List.of("bash"), false, in, output, errors));
  }

  private int run(String line, Invocation shell) throws IOException, InterruptedException {
    ShellLine parsed;
    try {
      parsed = ShellLine.parse(line);
    } catch (ShellLine.SyntaxException e) {
      shell.err().print("bash: -c: line 1: " + e.getMessage() + "\n");
      return SYNTAX;
    }
    int status = 0;
    for (ShellLine.Pipeline pipeline : parsed.pipelines()) {
      boolean skip =
          (pipeline.connector() == Connector.IF_SUCCEEDED && status != 0)
              || (pipeline.connector() == Connector.IF_FAILED && status == 0);
      if (skip) {
        continue;
      }
      status = run(pipeline, shell);
      Optional<Integer> exit = exit(pipeline, status);
      if (exit.isPresent()) {
        return exit.get();
      }
    }
    return status;
  }

  private int run(ShellLine.Pipeline pipeline, Invocation shell)
      throws IOException, InterruptedException {
    InputStream in = shell.in();
    int status = 0;
    int last = pipeline.commands().size() - 1;
    for (int i = 0; i <= last; i++) {
      ByteArrayOutputStream piped = new ByteArrayOutputStream();
      PrintStream out =
          i == last ? shell.out() : new PrintStream(piped, true, StandardCharsets.UTF_8);
      ShellLine.Command command = pipeline.commands().get(i);
      List<String> words = stripAssignments(command.words());
      status =
          redirected(
              new Invocation(words, shell.root(), in, out, shell.err()), command.redirections());
      in = new ByteArrayInputStream(piped.toByteArray());
    }
    return status;
  }

  private int redirected(Invocation call, Redirections to)
      throws IOException, InterruptedException {
    InputStream in = call.in();
    if (to.input().isPresent()) {
      try {
        in = new ByteArrayInputStream(files.read(to.input().get(), false));
      } catch (IOException e) {
        call.err().print("bash: line 1: " + to.input().get() + ": " + reason(e) + "\n");
        return 1;
      }
    }
    ByteArrayOutputStream outputFile = new ByteArrayOutputStream();
    PrintStream out =
        to.output().isPresent()
            ? new PrintStream(outputFile, true, StandardCharsets.UTF_8)
            : call.out();
    ByteArrayOutputStream errorFile = new ByteArrayOutputStream();
    PrintStream err =
        to.errorsToOutput()
            ? out
            : to.errors().isPresent()
                ? new PrintStream(errorFile, true, StandardCharsets.UTF_8)
                : call.err();
    int status = runWords(new Invocation(call.argv(), call.root(), in, out, err));
    if (to.output().isPresent()) {
      status = store(call, to.output().get(), outputFile, to.append(), status);
    }
    if (to.errors().isPresent()) {
      status = store(call, to.errors().get(), errorFile, false, status);
    }
    return status;
  }

  private int store(
      Invocation call, String path, ByteArrayOutputStream content, boolean append, int status)
      throws IOException {
    if (path.equals("/dev/null")) {
      return status;
    }
    if (files.made(path)) {
      call.err().print("bash: line 1: " + path + ": Permission denied\n");
      return 1;
    }
    try {
      Files.write(
          files.real(path),
          content.toByteArray(),
          StandardOpenOption.CREATE,
          StandardOpenOption.WRITE,
          append ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING);
      return status;
    } catch (NoSuchFileException e) {
      call.err().print("bash: line 1: " + path + ": No such file or directory\n");
      return 1;
    }
  }

  private int runWords(Invocation call) throws IOException, InterruptedException {
    if (call.argv().isEmpty()) {
      return 0;
    }
    Optional<Tool> tool = find(call.name());
    if (tool.isEmpty()) {
      boolean path = call.name().contains("/");
      call.err()
          .print(
              "bash: line 1: "
                  + call.name()
                  + (path ? ": No such file or directory\n" : ": command not found\n"));
      return NOT_FOUND;
    }
    return tool.get().run(call);
  }

  private Optional<Tool> find(String name) {
    for (String directory : List.of("/usr/bin/", "/bin/", "/usr/sbin/", "/sbin/")) {
      if (name.startsWith(directory)) {
        return Optional.ofNullable(tools.get(name.substring(directory.length())));
      }
    }
    return Optional.ofNullable(tools.get(name));
  }

  private int sudo(Invocation call) throws IOException, InterruptedException {
    List<String> words = call.arguments();
    while (!words.isEmpty() && words.getFirst().startsWith("-")) {
      String option = words.getFirst();
      if (option.equals("-u")) {
        words = words.subList(Math.min(2, words.size()), words.size());
        continue;
      }
      if (!List.of("-n", "-E", "-S", "-H", "-nE", "-En", "--", "--non-interactive")
          .contains(option)) {
        return call.fail(1, "the simulated sudo does not know " + option);
      }
      words = words.subList(1, words.size());
      if (option.equals("--")) {
        break;
      }
    }
    words = stripAssignments(words);
    if (words.isEmpty()) {
      call.err().print("usage: sudo -h | -K | -k | -V\n");
      return 1;
    }
    if (find(words.getFirst()).isEmpty()) {
      return call.fail(1, words.getFirst() + ": command not found");
    }
    return runWords(call.asRoot(words));
  }

  private int timeout(Invocation call) throws IOException, InterruptedException {
    List<String> words = call.arguments();
    while (!words.isEmpty() && words.getFirst().startsWith("-")) {
      words = words.subList(words.getFirst().equals("-k") ? 2 : 1, words.size());
    }
    if (words.size() < 2) {
      return call.fail(125, "missing operand");
    }
    return runWords(call.with(words.subList(1, words.size())));
  }

  private int shell(Invocation call) throws IOException, InterruptedException {
    List<String> words = call.arguments();
    if (words.size() >= 2 && List.of("-c", "-lc", "-ec", "-euc").contains(words.getFirst())) {
      return run(words.get(1), call);
    }
    if (words.isEmpty() || words.equals(List.of("-s"))) {
      return run(new String(call.in().readAllBytes(), StandardCharsets.UTF_8), call);
    }
    if (words.size() == 1 && !words.getFirst().startsWith("-")) {
      try {
        return run(
            new String(files.read(words.getFirst(), call.root()), StandardCharsets.UTF_8), call);
      } catch (IOException e) {
        return call.fail(NOT_FOUND, words.getFirst() + ": " + reason(e));
      }
    }
    return call.fail(2, "the simulated shell does not know these options");
  }

  private int which(Invocation call) {
    int status = call.arguments().isEmpty() ? 1 : 0;
    for (String name : call.arguments()) {
      if (find(name).isPresent()) {
        call.out().print(location(name) + "\n");
      } else {
        status = 1;
      }
    }
    return status;
  }

  private int command(Invocation call) throws IOException, InterruptedException {
    List<String> words = call.arguments();
    if (words.isEmpty()) {
      return 0;
    }
    return words.getFirst().equals("-v") ? which(call.with(words)) : runWords(call.with(words));
  }

  private static String location(String name) {
    if (name.startsWith("/")) {
      return name;
    }
    boolean forAdministrators =
        List.of("dmidecode", "reboot", "shutdown", "poweroff", "modprobe", "ip").contains(name);
    return (forAdministrators ? "/usr/sbin/" : "/usr/bin/") + name;
  }

  private static Optional<Integer> exit(ShellLine.Pipeline pipeline, int status) {
    List<String> words = pipeline.commands().getLast().words();
    if (!words.getFirst().equals("exit")) {
      return Optional.empty();
    }
    try {
      return Optional.of(words.size() > 1 ? Integer.parseInt(words.get(1)) & 0xFF : status);
    } catch (NumberFormatException e) {
      return Optional.of(SYNTAX);
    }
  }

  private static List<String> stripAssignments(List<String> words) {
    int first = 0;
    while (first < words.size() && words.get(first).matches("[A-Za-z_][A-Za-z0-9_]*=.*")) {
      first++;
    }
    return words.subList(first, words.size());
  }

  static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException ignored -> "No such file or directory";
      case HostFiles.PermissionDenied ignored -> "Permission denied";
      default -> "Input/output error";
    };
  }
}
