package org.hwautomation.hardware.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.hwautomation.hardware.Credentials;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What the log says of a login, at its most talkative. */
final class SshLogTest {
  private static final HostKeyScope SCOPE = new HostKeyScope("g8xyqs", "boot 1");

  @TempDir Path folder;

  private static final class Kept extends AppenderBase<ILoggingEvent> {
    private final StringBuilder text = new StringBuilder();

    @Override
    protected void append(ILoggingEvent event) {
      text.append(event.getFormattedMessage()).append('\n');
      if (event.getThrowableProxy() != null) {
        text.append(event.getThrowableProxy().getMessage()).append('\n');
      }
    }
  }

  @Test
  void at_debug_no_password_and_no_standard_input_reaches_the_log() throws Exception {
    var wrong = "wr0ng-pw-x";
    var input = "stdin-s3cret-y";
    var kept = new Kept();
    var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    var before = root.getLevel();
    root.addAppender(kept);
    kept.start();
    root.setLevel(Level.DEBUG);
    try (var server = new TestSshServer(TestSshServer.newKey(), folder, 0);
        var ssh = SshClient.builder(HostKeyStore.inMemory()).build()) {
      // the server of the test logs what it gets, which is none of the client's business
      ((Logger) LoggerFactory.getLogger("org.apache.sshd.server")).setLevel(Level.ERROR);
      var right = Credentials.of("ubuntu", Secret.of(TestSshServer.PASSWORD));
      try (var session = ssh.connect("127.0.0.1", server.port(), SshLogin.password(right), SCOPE)) {
        session.run(Command.changing("echo").withStdin(Secret.of(input)));
      }
      var other = SshLogin.password(Credentials.of("ubuntu", Secret.of(wrong)));
      assertThatThrownBy(() -> ssh.connect("127.0.0.1", server.port(), other, SCOPE))
          .isInstanceOf(HardwareException.class);
    } finally {
      root.setLevel(before);
      root.detachAppender(kept);
    }
    var text = kept.text.toString();
    var plain = text.toLowerCase(Locale.ROOT).replaceAll("[\\s:]", "");
    assertThat(text).as("something was logged").contains("sshd");
    for (var secret : List.of(TestSshServer.PASSWORD, wrong, input)) {
      assertThat(text.contains(secret)).as("the log has " + secret).isFalse();
      var hex = HexFormat.of().formatHex(secret.getBytes(StandardCharsets.UTF_8));
      assertThat(plain.contains(hex)).as("the log has the bytes of " + secret).isFalse();
    }
  }

  @Test
  void at_trace_where_packets_are_dumped_nothing_is_sent() throws Exception {
    var mina = (Logger) LoggerFactory.getLogger("org.apache.sshd");
    var login = SshLogin.password(Credentials.of("ubuntu", Secret.of(TestSshServer.PASSWORD)));
    mina.setLevel(Level.TRACE);
    mina.setAdditive(false);
    try (var server = new TestSshServer(TestSshServer.newKey(), folder, 0);
        var ssh = SshClient.builder(HostKeyStore.inMemory()).build()) {
      assertThatThrownBy(() -> ssh.connect("127.0.0.1", server.port(), login, SCOPE))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("org.apache.sshd to DEBUG");
      assertThat(server.passwordTries).hasValue(0);
    } finally {
      mina.setLevel(null);
      mina.setAdditive(true);
    }
  }
}
