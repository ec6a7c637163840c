package org.hwautomation.hardware.ssh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One line a key: machine, boot and fingerprint with tabs between. Lines are only added, under a
 * lock that other processes see, and reach the disk before the key counts.
 */
final class FileHostKeyStore implements HostKeyStore {
  // file locks are per process, so threads need one of their own
  private static final ReentrantLock IN_PROCESS = new ReentrantLock();

  private final Path file;

  FileHostKeyStore(Path file) {
    this.file = file.toAbsolutePath();
  }

  @Override
  public String firstSeen(HostKeyScope scope, String fingerprint) {
    IN_PROCESS.lock();
    try (var channel = open();
        var lock = channel.lock()) {
      var earlier = find(read(channel), scope);
      if (earlier != null) {
        return earlier;
      }
      var line = scope.machine() + "\t" + scope.boot() + "\t" + fingerprint + "\n";
      channel.position(channel.size());
      var bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
      return fingerprint;
    } catch (IOException e) {
      throw new UncheckedIOException("the host key file " + file + " can't be used", e);
    } finally {
      IN_PROCESS.unlock();
    }
  }

  @Override
  public Optional<String> recorded(HostKeyScope scope) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(find(Files.readString(file), scope));
    } catch (IOException e) {
      throw new UncheckedIOException("the host key file " + file + " can't be read", e);
    }
  }

  private FileChannel open() throws IOException {
    var folder = file.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private static String read(FileChannel channel) throws IOException {
    var bytes = ByteBuffer.allocate(Math.toIntExact(channel.size()));
    while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
      // until it is full
    }
    return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
  }

  private static @Nullable String find(String text, HostKeyScope scope) {
    return text.lines()
        .map(line -> line.split("\t", -1))
        .filter(
            parts ->
                parts.length == 3
                    && parts[0].equals(scope.machine())
                    && parts[1].equals(scope.boot()))
        .map(parts -> parts[2])
        .findFirst()
        .orElse(null);
  }
}
