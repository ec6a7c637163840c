package org.hwautomation.hardware.vendortools;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.HardwareException.Kind;

/**
 * Dell's {@code racadm} on the server itself (iDRAC RACADM CLI Guide: local RACADM, {@code get},
 * {@code set}, {@code jobqueue}). It speaks to the iDRAC through the host's interface, and is given
 * no login. Thread-safe.
 *
 * <p>{@code set} leaves a value uncommitted; the job that {@code jobqueue create} makes applies all
 * of them at the next reset, and is the one write of a pass.
 */
public final class Racadm {
  /** Where it may lie, first first. */
  public static final List<String> PLACES =
      List.of(
          "/opt/dell/srvadmin/sbin/racadm",
          "/opt/dell/srvadmin/bin/idracadm7",
          "/usr/local/bin/racadm",
          "/usr/sbin/racadm",
          "/usr/bin/racadm");

  private static final String NAME = "racadm";
  private static final String SETUP = "BIOS.Setup.1-1";

  /** A get takes some seconds; a busy iDRAC more. */
  private static final Duration READ = Duration.ofMinutes(2);

  private static final Duration WRITE = Duration.ofMinutes(5);
  private static final Pattern PENDING = Pattern.compile("^(.*?) *\\(Pending Value=(.*)\\)$");
  private static final Pattern JOB = Pattern.compile("JID_[0-9]+");
  private static final Pattern NAMED = Pattern.compile("[A-Za-z0-9_.-]+");

  /**
   * The BIOS settings of a Dell, as {@code racadm get BIOS.GROUP} prints them.
   *
   * @param current attribute to value
   * @param pending what was set and is not in effect yet, committed or not
   * @param groups attribute to the group it stands in, such as {@code ProcSettings}
   * @param readOnly those that are printed with a {@code #} in front
   */
  public record Settings(
      Map<String, String> current,
      Map<String, String> pending,
      Map<String, String> groups,
      Set<String> readOnly) {
    public Settings {
      current = Map.copyOf(current);
      pending = Map.copyOf(pending);
      groups = Map.copyOf(groups);
      readOnly = Set.copyOf(readOnly);
    }
  }

  private final Program program;

  private Racadm(Program program) {
    this.program = program;
  }

  /**
   * The one of a host.
   *
   * @throws HardwareException {@code UNAVAILABLE} if it has none
   */
  public static Racadm on(ToolHost host) {
    return new Racadm(
        Program.find(host, NAME, PLACES).orElseThrow(() -> Program.missing(host, NAME, PLACES)));
  }

  /** Reads all groups. */
  public Settings settings() {
    var groups =
        program
            .reading(READ, "get", "BIOS")
            .out()
            .lines()
            .map(String::strip)
            .filter(line -> line.matches("BIOS\\.[A-Za-z0-9]+"))
            .map(line -> line.substring("BIOS.".length()))
            .toList();
    if (groups.isEmpty()) {
      throw program.failed(Kind.PROTOCOL, "get BIOS", "names no group of settings");
    }
    var current = new LinkedHashMap<String, String>();
    var pending = new LinkedHashMap<String, String>();
    var group = new LinkedHashMap<String, String>();
    var readOnly = new LinkedHashSet<String>();
    for (var name : groups) {
      program
          .reading(READ, "get", "BIOS." + name)
          .out()
          .lines()
          .forEach(line -> read(line.strip(), name, current, pending, group, readOnly));
    }
    return new Settings(current, pending, group, readOnly);
  }

  private static void read(
      String line,
      String group,
      Map<String, String> current,
      Map<String, String> pending,
      Map<String, String> groups,
      Set<String> readOnly) {
    var equals = line.indexOf('=');
    if (equals < 1 || line.startsWith("[")) {
      return; // a heading or a remark
    }
    var name = line.substring(0, equals).replaceFirst("^#", "");
    var value = line.substring(equals + 1);
    if (!NAMED.matcher(name).matches()) {
      return;
    }
    if (line.startsWith("#")) {
      readOnly.add(name);
    }
    var waiting = PENDING.matcher(value);
    if (waiting.matches()) {
      pending.put(name, waiting.group(2));
      value = waiting.group(1);
    }
    current.put(name, value);
    groups.put(name, group);
  }

  /** The BIOS job that waits or runs; empty if there is none. */
  public Optional<String> openJob() {
    for (var block : program.reading(READ, "jobqueue", "view").out().split("\\[Job ID=", -1)) {
      var id = JOB.matcher(block);
      if (block.contains(SETUP)
          && !block.matches("(?s).*Status=(Completed|Failed)\\b.*")
          && id.lookingAt()) {
        return Optional.of(id.group());
      }
    }
    return Optional.empty();
  }

  /**
   * Stages settings for the next reset, and makes the job that applies them; resets nothing itself.
   * What is pending already is not set again; a job that waits with just these is adopted.
   *
   * @param now as {@link #settings} has just read them
   * @return the job
   * @throws HardwareException {@code BUSY} if a job with other settings waits
   */
  public String stage(Map<String, String> wanted, Settings now) {
    var left = new LinkedHashMap<>(wanted);
    left.entrySet().removeIf(each -> each.getValue().equals(now.pending().get(each.getKey())));
    var job = openJob();
    if (job.isPresent()) {
      if (left.isEmpty()) {
        return job.get();
      }
      throw program.failed(
          Kind.BUSY,
          "job " + job.get(),
          "with other BIOS settings is waiting; restart the host so that it runs, or delete it");
    }
    var sets =
        left.entrySet().stream()
            .map(
                each ->
                    program.line(
                        "set",
                        "BIOS.%s.%s".formatted(now.groups().get(each.getKey()), each.getKey()),
                        each.getValue()))
            .collect(Collectors.joining(" && "));
    var line = (sets.isEmpty() ? "" : sets + " && ") + program.line("jobqueue", "create", SETUP);
    var printed = program.host().run(ToolHost.Line.changing(line, WRITE));
    var made = JOB.matcher(printed.out());
    var last = "";
    while (made.find()) {
      last = made.group();
    }
    if (printed.status() != 0 || last.isEmpty()) {
      throw program.failed(
          Kind.REJECTED,
          "set of " + String.join(", ", left.keySet()),
          "made no job (%d): %s".formatted(printed.status(), printed.said()));
    }
    return last;
  }
}
