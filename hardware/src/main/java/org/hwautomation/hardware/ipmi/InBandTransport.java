package org.hwautomation.hardware.ipmi;

import java.util.List;
import java.util.Objects;

/**
 * Runs {@code ipmitool} on the server whose BMC it is, by a shell that somebody else provides, such
 * as an SSH session.
 */
public final class InBandTransport implements IpmiTransport {
  /** Runs one line in a shell on the server. */
  @FunctionalInterface
  public interface Shell {
    /**
     * Runs {@code line}; {@code request} has the time limit and the standard input.
     *
     * @throws org.hwautomation.hardware.HardwareException if it could not be run or its time was up
     */
    IpmiOutput run(String line, IpmiRequest request);
  }

  private final String peer;
  private final List<String> program;
  private final Shell shell;

  private InBandTransport(String peer, List<String> program, Shell shell) {
    this.peer = Objects.requireNonNull(peer, "peer is null");
    this.program = List.copyOf(program);
    this.shell = Objects.requireNonNull(shell, "shell is null");
  }

  /**
   * With {@code sudo -n ipmitool}: as any user that may use sudo without a password.
   *
   * @param peer whose BMC it is, for messages
   */
  public static InBandTransport of(String peer, Shell shell) {
    return new InBandTransport(peer, List.of("sudo", "-n", "ipmitool"), shell);
  }

  /** With another program, such as {@code ipmitool} alone for root. */
  public InBandTransport withProgram(List<String> words) {
    return new InBandTransport(peer, words, shell);
  }

  @Override
  public String peer() {
    return peer;
  }

  @Override
  public IpmiOutput run(IpmiRequest request) {
    return shell.run(request.shellLine(program), request);
  }

  @Override
  public boolean throughBmcAddress() {
    return false;
  }
}
