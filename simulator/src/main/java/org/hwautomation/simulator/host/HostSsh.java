package org.hwautomation.simulator.host;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.sftp.server.SftpSubsystem;
import org.apache.sshd.sftp.server.SftpSubsystemConfigurator;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.hwautomation.simulator.HostBoot;

/**
 * The sshd of one boot of a host: user {@code ubuntu}, keys only, commands and SFTP. Interactive
 * shells are refused. Closing it breaks every session, as a host that goes down does.
 */
final class HostSsh implements AutoCloseable {

  static final String USER = "ubuntu";

  private final SshServer sshd;
  private final HostFiles files;

  private HostSsh(SshServer sshd, HostFiles files) {
    this.sshd = sshd;
    this.files = files;
  }

  /**
   * Opens the server.
   *
   * @param address real loopback address to bind
   * @param commands makes what runs a command line
   * @throws IOException where the address cannot be bound
   */
  static HostSsh open(HostBoot boot, String address, int port, HostFiles files, Commands commands)
      throws IOException {
    SshServer sshd = SshServer.setUpDefaultServer();
    sshd.setHost(address);
    sshd.setPort(port);
    CoreModuleProperties.NIO_WORKERS.set(sshd, 2);
    CoreModuleProperties.SERVER_IDENTIFICATION.set(sshd, "OpenSSH_9.6p1 Ubuntu-3ubuntu13.5");
    sshd.setKeyPairProvider(KeyPairProvider.wrap(boot.hostKey()));
    List<PublicKey> authorized = authorized(boot.authorizedKeys());
    sshd.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
    sshd.setPublickeyAuthenticator(
        (user, key, session) ->
            user.equals(USER)
                && authorized.stream().anyMatch(each -> KeyUtils.compareKeys(each, key)));
    sshd.setFileSystemFactory(new VirtualFileSystemFactory(files.root()));
    sshd.setSubsystemFactories(List.of(new HomeSftp()));
    sshd.setCommandFactory((channel, line) -> commands.command(line));
    sshd.start();
    return new HostSsh(sshd, files);
  }

  /** Makes the SSH command that runs a line. */
  @FunctionalInterface
  interface Commands {
    Command command(String line);
  }

  @Override
  public void close() {
    try {
      sshd.stop(true);
    } catch (IOException e) {
      // closing at once: nobody is left to tell
      sshd.close(true);
    }
    files.close();
  }

  private static List<PublicKey> authorized(List<String> lines) {
    List<PublicKey> keys = new ArrayList<>();
    for (String line : lines) {
      try {
        PublicKey key =
            AuthorizedKeyEntry.parseAuthorizedKeyEntry(line)
                .resolvePublicKey(null, PublicKeyEntryResolver.IGNORING);
        if (key != null) {
          keys.add(key);
        }
      } catch (IOException | java.security.GeneralSecurityException e) {
        throw new IllegalArgumentException("not an OpenSSH public key line: " + line, e);
      }
    }
    return keys;
  }

  /** SFTP whose relative paths begin in the home directory, as sshd's do. */
  private static final class HomeSftp extends SftpSubsystemFactory {
    @Override
    public Command createSubsystem(ChannelSession channel) {
      return new HomeSubsystem(channel, this);
    }
  }

  private static final class HomeSubsystem extends SftpSubsystem {
    HomeSubsystem(ChannelSession channel, SftpSubsystemConfigurator configurator) {
      super(channel, configurator);
    }

    @Override
    public void setFileSystem(FileSystem fileSystem) {
      super.setFileSystem(fileSystem);
      defaultDir = fileSystem.getPath(HostFiles.HOME);
    }
  }
}
