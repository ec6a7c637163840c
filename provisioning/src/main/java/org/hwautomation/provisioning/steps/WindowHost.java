package org.hwautomation.provisioning.steps;

import java.util.List;
import org.hwautomation.hardware.Secret;
import org.hwautomation.hardware.ssh.Command;
import org.hwautomation.hardware.ssh.SshSession;
import org.hwautomation.hardware.vendortools.ToolHost;

/** The host in a run's window, for the makers' programs. */
record WindowHost(SshSession session) implements ToolHost {
  private static final int MOST_OUTPUT = 16 << 20;

  @Override
  public String peer() {
    return session.peer();
  }

  @Override
  public Printed run(Line line) {
    var result =
        session.run(
            new Command(
                line.text(),
                line.changing(),
                line.timeLimit(),
                MOST_OUTPUT,
                Secret.of(line.input()),
                List.of()));
    return new Printed(result.exitStatus().orElse(-1), result.stdout(), result.stderr());
  }
}
