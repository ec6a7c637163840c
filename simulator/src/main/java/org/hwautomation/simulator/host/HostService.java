package org.hwautomation.simulator.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.DataCentreService;
import org.hwautomation.simulator.EffectKind;
import org.hwautomation.simulator.HostBoot;
import org.hwautomation.simulator.HostEnvironment;
import org.hwautomation.simulator.LoopbackBlock;
import org.hwautomation.simulator.ServerListener;
import org.hwautomation.simulator.SimulatedServer;
import org.hwautomation.simulator.UnsafeKind;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hosts' operating systems behind SSH. An sshd is there while a system is up, at the host's
 * address, port {@link LoopbackBlock#SSH_PORT}. The user and the private key that may log in stand
 * in {@link DataCentre#configuration()} as {@code ssh.username} and {@code ssh.key_path}.
 * Thread-safe.
 */
public final class HostService implements DataCentreService, ServerListener {

  private static final Logger log = LoggerFactory.getLogger(HostService.class);

  private final Map<SimulatedServer, HostSsh> open = new ConcurrentHashMap<>();
  private final Map<SimulatedServer, InBandLan> lans = new ConcurrentHashMap<>();
  private @Nullable DataCentre dataCentre;
  private @Nullable Path keyFile;
  private volatile boolean closed;

  /** For {@link java.util.ServiceLoader}. */
  public HostService() {}

  @Override
  public void start(DataCentre centre) {
    dataCentre = centre;
    keyFile = writeKey(centre);
    centre.listen(this);
  }

  @Override
  public Map<String, String> configuration() {
    Map<String, String> configuration = new LinkedHashMap<>();
    configuration.put("ssh.username", HostSsh.USER);
    configuration.put("ssh.key_path", String.valueOf(keyFile));
    return configuration;
  }

  @Override
  public void hostUp(SimulatedServer server, HostBoot boot) {
    DataCentre centre = dataCentre;
    if (closed || centre == null || boot.environment() == HostEnvironment.POWER_OFF) {
      return;
    }
    HostFiles files = new HostFiles(server.hostname());
    InBandLan lan = lans.computeIfAbsent(server, InBandLan::new);
    RunningCommands running = new RunningCommands();
    HostShell shell = HostTools.install(server, boot, files, lan, running);
    try {
      HostSsh ssh =
          HostSsh.open(
              boot,
              centre.block().local(boot.address()).getHostAddress(),
              LoopbackBlock.SSH_PORT,
              files,
              line ->
                  new ShellCommand(
                      line, (in, out, err) -> run(server, shell, running, line, in, out, err)));
      HostSsh before = open.put(server, ssh);
      if (before != null) {
        before.close();
      }
    } catch (IOException e) {
      files.close();
      log.warn("{}: no sshd at {}", server.hostname(), boot.address(), e);
    }
  }

  @Override
  public void hostDown(SimulatedServer server) {
    HostSsh ssh = open.remove(server);
    if (ssh != null) {
      ssh.close();
    }
  }

  @Override
  public void close() {
    closed = true;
    open.keySet().forEach(this::hostDown);
    Path file = keyFile;
    if (file != null) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new UncheckedIOException("could not delete " + file, e);
      }
    }
  }

  private static int run(
      SimulatedServer server,
      HostShell shell,
      RunningCommands running,
      String line,
      InputStream in,
      OutputStream out,
      OutputStream err)
      throws IOException, InterruptedException {
    if (SecretWords.in(line)) {
      server.unsafe(UnsafeKind.PASSWORD_IN_ARGV, Channel.SSH, SecretWords.hide(line));
    }
    server.host().beginWork();
    running.begin();
    int status = -1;
    try {
      status = shell.run(line, in, out, err);
      return status;
    } finally {
      running.end();
      server.host().endWork();
      String shown = SecretWords.hide(line);
      server.effect(EffectKind.COMMAND_RUN, Channel.SSH, shown);
      server.dataCentre().recorder().request(Channel.SSH, server.hostname(), "exec", shown, status);
    }
  }

  /** In OpenSSH's own format, readable by its owner alone. */
  private static Path writeKey(DataCentre centre) {
    try {
      Path file =
          Files.createTempFile(
              "simulated-ssh-",
              ".key",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      try (OutputStream out = Files.newOutputStream(file)) {
        OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(
            centre.sshKey(), "simulated-operator", null, out);
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("could not write the SSH key", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("an EC key can be written", e);
    }
  }
}
