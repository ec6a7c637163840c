package org.hwautomation.provisioning.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import org.hwautomation.hardware.images.ImageServer;
import org.hwautomation.provisioning.configuration.Configuration;
import org.hwautomation.provisioning.firmware.FirmwarePlan;
import org.jspecify.annotations.Nullable;

/**
 * Serves firmware images to BMCs that fetch them, where the configuration says so ({@code
 * firmware.serve_address}). Listens only while something is offered. Addresses are signed with a
 * key that stays in a file of the state folder ({@code image-server.key}, 32 bytes, readable by its
 * owner alone), so that after a crash another process serves the same ones. Thread-safe.
 */
public final class ServedImages {
  private static final int KEY_BYTES = 32;

  private final Configuration configuration;
  private final Set<String> offered = new HashSet<>();
  private @Nullable ImageServer server;

  ServedImages(Configuration configuration) {
    this.configuration = configuration;
  }

  /** An image that is served until this is closed, or its time is over. */
  public final class Offer implements AutoCloseable {
    private final ImageServer from;
    private final String id;
    private final URI address;

    private Offer(ImageServer from, String id, URI address) {
      this.from = from;
      this.id = id;
      this.address = address;
    }

    /** Where it can be fetched by whoever knows the address: a secret. */
    public URI address() {
      return address;
    }

    /** Whether anybody asked for it at that address. */
    public boolean wasAsked() {
      return from.asked(id) > 0;
    }

    @Override
    public void close() {
      withdraw(id, from, address);
    }

    @Override
    public String toString() {
      return "an image at " + address.getHost() + ":" + address.getPort();
    }
  }

  /** Whether images can be served from here. */
  public boolean configured() {
    return configuration.imageServer().isPresent();
  }

  /**
   * Offers an image, hashed first.
   *
   * @param id who it is for; with {@code until} it gives the same address in every process
   * @throws IOException if nothing is configured, the address is not ours, the port is taken, or
   *     the file is not the one that is meant; says what to do
   */
  public synchronized Offer offer(Path file, String sha256, String id, Instant until)
      throws IOException {
    var started = server == null ? start() : server;
    server = started;
    try {
      var address = started.offer(file, sha256, id, until);
      offered.add(id);
      return new Offer(started, id, address);
    } finally {
      stopIfIdle();
    }
  }

  private synchronized void withdraw(String id, ImageServer from, URI address) {
    if (from == server) {
      from.withdraw(address);
      offered.remove(id);
      stopIfIdle();
    }
  }

  private void stopIfIdle() {
    if (offered.isEmpty() && server != null) {
      server.close();
      server = null;
    }
  }

  private ImageServer start() throws IOException {
    var at =
        configuration.imageServer().orElseThrow(() -> new IOException(FirmwarePlan.PULLS_ONLY));
    var host = at.getHostString();
    if (!isOurs(at)) {
      throw new IOException(
          "firmware.serve_address %s is no address of this machine; name one that the BMC reaches"
              .formatted(host));
    }
    try {
      return ImageServer.start(at, host, InstantSource.system(), key());
    } catch (java.net.BindException e) {
      throw new IOException(
          "port %d of %s (firmware.serve_port) is taken: another program, or another hwauto that serves images now. Wait until it has ended, or configure another port"
              .formatted(at.getPort(), host),
          e);
    }
  }

  private static boolean isOurs(InetSocketAddress at) throws IOException {
    var address = at.getAddress();
    return address != null
        && (address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null);
  }

  private byte[] key() throws IOException {
    var file = configuration.stateDir().resolve("image-server.key");
    if (!Files.exists(file)) {
      Files.createDirectories(configuration.stateDir());
      var made = new byte[KEY_BYTES];
      new SecureRandom().nextBytes(made);
      var whole =
          Files.createTempFile(
              configuration.stateDir(),
              "image-server",
              ".new",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      try {
        Files.write(whole, made, StandardOpenOption.WRITE);
        Files.createLink(file, whole); // the first of several processes wins
      } catch (FileAlreadyExistsException e) {
        // another process made one
      } finally {
        Files.delete(whole);
      }
    }
    var key = Files.readAllBytes(file);
    if (key.length != KEY_BYTES) {
      throw new IOException(file + " is not the key of the image server; delete it");
    }
    return key;
  }
}
