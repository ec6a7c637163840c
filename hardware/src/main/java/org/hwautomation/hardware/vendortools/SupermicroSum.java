package org.hwautomation.hardware.vendortools;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.HardwareException.Kind;

/**
 * Supermicro's {@code sum} in band (Supermicro Update Manager User's Guide, in-band {@code
 * GetCurrentBiosCfg} and {@code ChangeBiosCfg}). It speaks to the BIOS through its own driver, and
 * is given no login. Thread-safe.
 *
 * <p>It does not show what is staged. What was given to it is therefore kept beside it, in a file
 * of the system in memory that is gone with this boot, as the staging is: {@link #staged()}.
 *
 * <p>{@code sum} without a path is coreutils' check sum on most hosts, so that it counts only where
 * it names itself Supermicro's.
 */
public final class SupermicroSum {
  /** Where it may lie, first first. */
  public static final List<String> PLACES =
      List.of(
          "/opt/supermicro/sum/sum", "/usr/local/bin/sum", "/usr/local/sbin/sum", "/usr/sbin/sum");

  static final String NEXT = "hwautomation-bios-next.xml";
  static final String STAGED = "hwautomation-bios-staged.xml";
  private static final String NAME = "sum";

  /** A full export of 300 settings takes some ten seconds; a driver may have to be built first. */
  private static final Duration READ = Duration.ofMinutes(3);

  private static final Duration WRITE = Duration.ofMinutes(5);
  private static final Duration LOOK = Duration.ofSeconds(30);

  private final Program program;

  private SupermicroSum(Program program) {
    this.program = program;
  }

  /**
   * The one of a host.
   *
   * @throws HardwareException {@code UNAVAILABLE} if it has none
   */
  public static SupermicroSum on(ToolHost host) {
    var program =
        Program.find(host, NAME, PLACES)
            .orElseThrow(() -> Program.missing(host, "Supermicro sum", PLACES));
    var help = host.run(ToolHost.Line.reading(program.line("--version"), LOOK));
    if (!help.said().contains("Supermicro Update Manager")) {
      throw program.failed(
          Kind.UNAVAILABLE, program.path(), "is another program: it says " + help.said());
    }
    return new SupermicroSum(program);
  }

  /**
   * Reads the settings in effect.
   *
   * @return as it prints them: banner and XML, with each setting's values and conditions
   */
  public String currentSettings() {
    return run(ToolHost.Line.reading(program.line("-c", "GetCurrentBiosCfg"), READ)).out();
  }

  /**
   * What {@link #change} was given last in this boot, so that the next reset applies it; empty if
   * nothing.
   */
  public Optional<String> staged() {
    var printed = program.host().run(ToolHost.Line.reading("cat " + STAGED, LOOK));
    return printed.status() == 0 ? Optional.of(printed.out()) : Optional.empty();
  }

  /**
   * Stages settings for the next reset, in one call; resets nothing itself.
   *
   * @param xml a {@code BiosCfg} document with nothing but the settings to change, each in its menu
   * @throws HardwareException by {@link SumCode}; nothing was staged then
   */
  public void change(String xml) {
    program.write(NEXT, xml);
    run(
        ToolHost.Line.changing(
            program.line("-c", "ChangeBiosCfg", "--file", NEXT) + " && mv " + NEXT + " " + STAGED,
            WRITE));
  }

  private ToolHost.Printed run(ToolHost.Line line) {
    var printed = program.host().run(line);
    if (printed.status() != 0) {
      var code = SumCode.of(printed.status());
      throw program.failed(
          code.map(SumCode::kind).orElse(Kind.REJECTED),
          line.text().replaceFirst(".* -c ", "-c ").replaceFirst(" && .*", ""),
          "ended with %d (%s): %s"
              .formatted(
                  printed.status(),
                  code.map(SumCode::text).orElse("no code that its guide has for this"),
                  printed.said()));
    }
    return printed;
  }
}
