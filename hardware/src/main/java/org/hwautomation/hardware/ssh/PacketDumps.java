package org.hwautomation.hardware.ssh;

import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * MINA writes whole packets to the log at TRACE, before they are encrypted: passwords and standard
 * input in clear. Nothing is sent while that is on.
 */
final class PacketDumps {
  private static final List<String> WRITERS =
      List.of(
          "org.apache.sshd",
          "org.apache.sshd.client.session.ClientSessionImpl",
          "org.apache.sshd.client.session.ClientUserAuthService",
          "org.apache.sshd.client.channel.ChannelExec",
          "org.apache.sshd.common.channel.ChannelOutputStream",
          "org.apache.sshd.common.io.nio2.Nio2Session");

  private PacketDumps() {}

  /** Throws {@link IllegalStateException} if a packet would be written to the log. */
  static void refuse() {
    for (var name : WRITERS) {
      if (LoggerFactory.getLogger(name).isTraceEnabled()) {
        throw new IllegalStateException(
            "the log level TRACE of "
                + name
                + " would write passwords to the log; set org.apache.sshd to DEBUG or higher");
      }
    }
  }
}
