package org.hwautomation.simulator.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hwautomation.simulator.HardwareFault;
import org.hwautomation.simulator.HostBoot;
import org.hwautomation.simulator.SimulatedServer;

/** The programs of a host: which there are, and the small ones. */
final class HostTools {

  private HostTools() {}

  /** A shell with everything installed for one boot of a server. */
  static HostShell install(
      SimulatedServer server,
      HostBoot boot,
      HostFiles files,
      InBandLan lan,
      RunningCommands running) {
    SystemFiles.show(files, server, boot);
    HostShell shell = new HostShell(files);
    shell.install("true", call -> 0);
    shell.install(":", call -> 0);
    shell.install("false", call -> 1);
    shell.install("echo", HostTools::echo);
    shell.install("printf", HostTools::printf);
    shell.install("cat", call -> cat(files, call));
    shell.install("grep", call -> grep(files, call));
    shell.install("head", call -> head(files, call));
    shell.install("wc", HostTools::wc);
    shell.install("test", call -> test(files, call, call.arguments()));
    shell.install("[", call -> bracket(files, call));
    shell.install("ls", call -> ls(files, call));
    shell.install("mkdir", call -> mkdir(files, call));
    shell.install("rm", call -> rm(files, call));
    shell.install("mv", call -> mv(files, call));
    shell.install("chmod", call -> chmod(files, call));
    shell.install("sleep", call -> sleep(server, call));
    shell.install("id", call -> print(call, call.root() ? ROOT_ID : USER_ID));
    shell.install("whoami", call -> print(call, call.root() ? "root\n" : "ubuntu\n"));
    shell.install("hostname", call -> hostname(server, boot, call));
    shell.install("modprobe", call -> call.root() ? 0 : call.fail(1, "Operation not permitted"));
    shell.install("sync", call -> 0);
    shell.install("uname", new Uname(server.hostname())::run);
    shell.install("uptime", new Uptime(server)::run);
    shell.install("free", new Free(server.hardware())::run);
    shell.install("lscpu", new Lscpu(server.hardware())::run);
    shell.install("nproc", call -> print(call, Lscpu.threads(server.hardware()) + "\n"));
    shell.install("lsblk", new Lsblk(server)::run);
    shell.install("lldpctl", new Lldpctl(server)::run);
    shell.install("ip", new IpTool(server.hardware(), boot)::run);
    shell.install("dmidecode", new Dmidecode(server)::run);
    shell.install("ipmitool", new IpmiTool(server, files, lan)::run);
    shell.install("sum", HostTools::checkSum);
    if (!server.faults().has(HardwareFault.NO_VENDOR_TOOL)) {
      switch (server.personality()) {
        case SUPERMICRO -> shell.install(SumTool.PATH, new SumTool(server, files)::run);
        case DELL -> shell.install(RacadmTool.PATH, new RacadmTool(server)::run);
        case HPE -> shell.install("ilorest", new IlorestTool(server, files)::run);
      }
    }
    PowerCommands power = new PowerCommands(server, running);
    shell.install("reboot", power::reboot);
    shell.install("poweroff", power::poweroff);
    shell.install("halt", power::poweroff);
    shell.install("shutdown", power::shutdown);
    shell.install("systemctl", power::systemctl);
    return shell;
  }

  private static final String ROOT_ID = "uid=0(root) gid=0(root) groups=0(root)\n";
  private static final String USER_ID =
      "uid=1000(ubuntu) gid=1000(ubuntu) groups=1000(ubuntu),4(adm),27(sudo)\n";

  static int print(Invocation call, String text) {
    call.out().print(text);
    return 0;
  }

  private static int echo(Invocation call) {
    List<String> words = call.arguments();
    boolean newline = words.isEmpty() || !words.getFirst().equals("-n");
    call.out().print(String.join(" ", newline ? words : words.subList(1, words.size())));
    call.out().print(newline ? "\n" : "");
    return 0;
  }

  private static int printf(Invocation call) {
    if (call.arguments().isEmpty()) {
      return call.fail(2, "usage: printf [-v var] format [arguments]");
    }
    String format = call.arguments().getFirst();
    List<String> values = call.arguments().subList(1, call.arguments().size());
    int next = 0;
    do {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < format.length(); i++) {
        char c = format.charAt(i);
        char following = i + 1 < format.length() ? format.charAt(i + 1) : ' ';
        if (c == '\\' && "nt\\".indexOf(following) >= 0) {
          text.append(following == 'n' ? '\n' : following == 't' ? '\t' : '\\');
          i++;
        } else if (c == '%' && following == 's') {
          text.append(next < values.size() ? values.get(next++) : "");
          i++;
        } else if (c == '%' && following == '%') {
          text.append('%');
          i++;
        } else {
          text.append(c);
        }
      }
      call.out().print(text);
    } while (next < values.size() && format.contains("%s"));
    return 0;
  }

  private static int cat(HostFiles files, Invocation call) throws IOException {
    if (call.arguments().isEmpty()) {
      call.out().write(call.in().readAllBytes());
      return 0;
    }
    int status = 0;
    for (String path : call.arguments()) {
      try {
        call.out().write(files.read(path, call.root()));
      } catch (IOException e) {
        status = call.fail(1, path + ": " + HostShell.reason(e));
      }
    }
    call.out().flush();
    return status;
  }

  private static List<String> lines(HostFiles files, Invocation call, List<String> paths)
      throws IOException {
    StringBuilder text = new StringBuilder();
    if (paths.isEmpty()) {
      text.append(new String(call.in().readAllBytes(), StandardCharsets.UTF_8));
    }
    for (String path : paths) {
      text.append(new String(files.read(path, call.root()), StandardCharsets.UTF_8));
    }
    return text.isEmpty() ? List.of() : text.toString().lines().toList();
  }

  private static int grep(HostFiles files, Invocation call) throws IOException {
    boolean ignoreCase = false;
    boolean invert = false;
    boolean quiet = false;
    boolean fixed = false;
    List<String> words = new ArrayList<>();
    for (String word : call.arguments()) {
      if (words.isEmpty() && word.matches("-[iqvEFw]+")) {
        ignoreCase |= word.contains("i");
        invert |= word.contains("v");
        quiet |= word.contains("q");
        fixed |= word.contains("F");
      } else if (words.isEmpty() && word.startsWith("-")) {
        return call.fail(2, "the simulated grep does not know " + word);
      } else {
        words.add(word);
      }
    }
    if (words.isEmpty()) {
      return call.fail(2, "no pattern");
    }
    Pattern pattern =
        Pattern.compile(
            fixed ? Pattern.quote(words.getFirst()) : words.getFirst(),
            ignoreCase ? Pattern.CASE_INSENSITIVE : 0);
    try {
      boolean found = false;
      for (String line : lines(files, call, words.subList(1, words.size()))) {
        if (pattern.matcher(line).find() != invert) {
          found = true;
          call.out().print(quiet ? "" : line + "\n");
        }
      }
      return found ? 0 : 1;
    } catch (IOException e) {
      return call.fail(2, words.getLast() + ": " + HostShell.reason(e));
    }
  }

  private static int head(HostFiles files, Invocation call) throws IOException {
    List<String> words = call.arguments();
    int count = 10;
    if (!words.isEmpty() && words.getFirst().matches("-n?\\d+")) {
      count = Integer.parseInt(words.getFirst().replaceAll("\\D", ""));
      words = words.subList(1, words.size());
    } else if (words.size() > 1 && words.getFirst().equals("-n") && words.get(1).matches("\\d+")) {
      count = Integer.parseInt(words.get(1));
      words = words.subList(2, words.size());
    }
    try {
      lines(files, call, words).stream()
          .limit(count)
          .forEach(line -> call.out().print(line + "\n"));
      return 0;
    } catch (IOException e) {
      return call.fail(1, "cannot open '" + words.getFirst() + "': " + HostShell.reason(e));
    }
  }

  private static int wc(Invocation call) throws IOException {
    String text = new String(call.in().readAllBytes(), StandardCharsets.UTF_8);
    boolean lines = call.arguments().equals(List.of("-l"));
    if (!lines && !call.arguments().equals(List.of("-c"))) {
      return call.fail(1, "the simulated wc knows -l and -c");
    }
    return print(call, (lines ? text.lines().count() : text.length()) + "\n");
  }

  private static int test(HostFiles files, Invocation call, List<String> words) {
    if (words.size() == 3 && words.get(1).matches("!?=|==")) {
      boolean same = words.get(0).equals(words.get(2));
      return same != words.get(1).equals("!=") ? 0 : 1;
    }
    if (words.size() == 2) {
      String path = words.get(1);
      return switch (words.getFirst()) {
        case "-n" -> path.isEmpty() ? 1 : 0;
        case "-z" -> path.isEmpty() ? 0 : 1;
        case "-e", "-r", "-c" -> files.exists(path) || path.equals("/dev/ipmi0") ? 0 : 1;
        case "-f" -> files.exists(path) && !Files.isDirectory(files.real(path)) ? 0 : 1;
        case "-d" ->
            path.equals("/sys/firmware/efi") || Files.isDirectory(files.real(path)) ? 0 : 1;
        default -> call.fail(2, words.getFirst() + ": unary operator expected");
      };
    }
    if (words.size() == 1) {
      return words.getFirst().isEmpty() ? 1 : 0;
    }
    return words.isEmpty() ? 1 : call.fail(2, "too many arguments");
  }

  private static int bracket(HostFiles files, Invocation call) {
    List<String> words = call.arguments();
    if (words.isEmpty() || !words.getLast().equals("]")) {
      return call.fail(2, "missing `]'");
    }
    return test(files, call, words.subList(0, words.size() - 1));
  }

  private static List<String> paths(Invocation call) {
    return call.arguments().stream().filter(word -> !word.startsWith("-")).toList();
  }

  private static int ls(HostFiles files, Invocation call) throws IOException {
    List<String> paths = paths(call);
    int status = 0;
    for (String path : paths.isEmpty() ? List.of(HostFiles.HOME) : paths) {
      Path real = files.real(path);
      if (Files.isDirectory(real)) {
        try (Stream<Path> all = Files.list(real)) {
          all.map(each -> each.getFileName().toString())
              .sorted()
              .forEach(each -> call.out().print(each + "\n"));
        }
      } else if (files.exists(path)) {
        call.out().print(path + "\n");
      } else {
        status = call.fail(2, "cannot access '" + path + "': No such file or directory");
      }
    }
    return status;
  }

  private static int mkdir(HostFiles files, Invocation call) throws IOException {
    for (String path : paths(call)) {
      Files.createDirectories(files.real(path));
    }
    return 0;
  }

  private static int rm(HostFiles files, Invocation call) throws IOException {
    boolean recursive = call.arguments().stream().anyMatch(word -> word.matches("-[rf]*r[rf]*"));
    boolean force = call.arguments().stream().anyMatch(word -> word.matches("-[rf]*f[rf]*"));
    int status = 0;
    for (String path : paths(call)) {
      Path real = files.real(path);
      if (!Files.exists(real)) {
        status =
            force
                ? status
                : call.fail(1, "cannot remove '" + path + "': No such file or directory");
      } else if (Files.isDirectory(real) && !recursive) {
        status = call.fail(1, "cannot remove '" + path + "': Is a directory");
      } else {
        try (Stream<Path> all = Files.walk(real)) {
          for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(each);
          }
        }
      }
    }
    return status;
  }

  private static int mv(HostFiles files, Invocation call) throws IOException {
    List<String> paths = paths(call);
    if (paths.size() != 2 || !files.exists(paths.getFirst())) {
      return call.fail(1, "cannot stat '" + String.join(" ", paths) + "'");
    }
    Files.move(
        files.real(paths.getFirst()),
        files.real(paths.getLast()),
        StandardCopyOption.REPLACE_EXISTING);
    return 0;
  }

  /** The {@code sum} of coreutils, which knows no {@code -c}. */
  private static int checkSum(Invocation call) throws IOException {
    if (call.arguments().stream().anyMatch(word -> word.startsWith("-"))) {
      return call.fail(1, "invalid option -- 'c'\nTry 'sum --help' for more information.");
    }
    int size = call.in().readAllBytes().length;
    return print(call, String.format(Locale.ROOT, "%05d %5d\n", size % 65536, size / 1024 + 1));
  }

  private static int chmod(HostFiles files, Invocation call) {
    List<String> paths = paths(call);
    for (String path : paths.subList(Math.min(1, paths.size()), paths.size())) {
      if (!files.exists(path)) {
        return call.fail(1, "cannot access '" + path + "': No such file or directory");
      }
    }
    return 0;
  }

  private static int sleep(SimulatedServer server, Invocation call) throws InterruptedException {
    for (String word : call.arguments()) {
      if (!word.matches("\\d+(\\.\\d+)?")) {
        return call.fail(1, "invalid time interval '" + word + "'");
      }
      server.time().sleep(Duration.ofMillis((long) (Double.parseDouble(word) * 1000)));
    }
    return 0;
  }

  private static int hostname(SimulatedServer server, HostBoot boot, Invocation call) {
    if (call.arguments().isEmpty()
        || Arrays.asList("-s", "--short").contains(call.arguments().getFirst())) {
      return print(call, server.hostname() + "\n");
    }
    return switch (call.arguments().getFirst()) {
      case "-I", "--all-ip-addresses" -> print(call, boot.address() + " \n");
      case "-f", "--fqdn" -> print(call, server.hostname() + ".maas\n");
      default -> call.fail(1, "you must be root to change the host name");
    };
  }
}
