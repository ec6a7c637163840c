package org.hwautomation.hardware.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.jspecify.annotations.Nullable;

/** A server whose commands are those that tests need. */
final class TestSshServer implements AutoCloseable {
  static final String PASSWORD = "hunter2-s3cret";

  final AtomicInteger passwordTries = new AtomicInteger();
  final AtomicInteger keyTries = new AtomicInteger();
  final CountDownLatch hanging = new CountDownLatch(1);
  final CountDownLatch destroyed = new CountDownLatch(1);
  private final SshServer server;

  TestSshServer(KeyPair hostKey, Path files, int port) throws IOException {
    server = SshServer.setUpDefaultServer();
    server.setHost("127.0.0.1");
    server.setPort(port);
    server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
    server.setPasswordAuthenticator(
        (user, password, session) -> {
          passwordTries.incrementAndGet();
          return user.equals("ubuntu") && password.equals(PASSWORD);
        });
    server.setPublickeyAuthenticator(
        (user, key, session) -> {
          keyTries.incrementAndGet();
          return user.equals("keyed");
        });
    server.setFileSystemFactory(new VirtualFileSystemFactory(files));
    server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
    server.setCommandFactory((channel, line) -> new Scripted(line));
    server.start();
  }

  static KeyPair newKey() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  int port() {
    return server.getPort();
  }

  void dropSessions() {
    server.getActiveSessions().forEach(session -> session.close(true));
  }

  int sessions() {
    return server.getActiveSessions().size();
  }

  @Override
  public void close() throws IOException {
    server.stop(true);
  }

  private final class Scripted implements Command {
    private final String line;
    private @Nullable InputStream in;
    private @Nullable OutputStream out;
    private @Nullable OutputStream err;
    private @Nullable ExitCallback exit;

    Scripted(String line) {
      this.line = line;
    }

    @Override
    public void setInputStream(InputStream stream) {
      in = stream;
    }

    @Override
    public void setOutputStream(OutputStream stream) {
      out = stream;
    }

    @Override
    public void setErrorStream(OutputStream stream) {
      err = stream;
    }

    @Override
    public void setExitCallback(ExitCallback callback) {
      exit = callback;
    }

    @Override
    public void start(ChannelSession channel, Environment environment) {
      Thread.ofVirtual().start(() -> work(channel));
    }

    @Override
    public void destroy(ChannelSession channel) {
      destroyed.countDown();
    }

    private void work(ChannelSession channel) {
      var to = java.util.Objects.requireNonNull(out);
      var errors = java.util.Objects.requireNonNull(err);
      var done = java.util.Objects.requireNonNull(exit);
      try {
        switch (line) {
          case "both" -> {
            say(to, "to out");
            say(errors, "to err");
            done.onExit(3);
          }
          case "huge" -> {
            for (var i = 0; i < 2_000; i++) {
              say(to, "0123456789".repeat(500));
              say(errors, "abcdefghij".repeat(10));
            }
            done.onExit(0);
          }
          case "echo" -> {
            to.write(java.util.Objects.requireNonNull(in).readAllBytes());
            to.flush();
            done.onExit(0);
          }
          case "hang" -> {
            say(to, "the password is " + PASSWORD + ", waiting for the disk");
            hanging.countDown();
          }
          case "vanish" -> {
            say(to, "rebooting");
            channel.close(false);
          }
          case "drop" -> {
            say(to, "half of it");
            channel.getSession().close(true);
          }
          default -> done.onExit(127);
        }
      } catch (IOException e) {
        hanging.countDown();
      }
    }

    private static void say(OutputStream stream, String text) throws IOException {
      stream.write((text + "\n").getBytes(StandardCharsets.UTF_8));
      stream.flush();
    }
  }
}
