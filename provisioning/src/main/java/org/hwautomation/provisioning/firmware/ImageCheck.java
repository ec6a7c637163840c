package org.hwautomation.provisioning.firmware;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Whether an image's file is the one that the catalog means. The file is streamed, never held in
 * memory.
 *
 * @param message one sentence for people
 */
public record ImageCheck(Verdict verdict, String message) {
  private static final int CHUNK = 1 << 20;

  /** What was found. */
  public enum Verdict {
    GOOD,
    /** The catalog has no SHA-256, so that nothing can be said. */
    NO_CHECKSUM,
    /** There is no such file. */
    MISSING,
    /** It is not a plain file in the catalog's folder: a link, or a path that leads out. */
    OUTSIDE,
    UNREADABLE,
    WRONG_SIZE,
    WRONG_CHECKSUM
  }

  /** What a file is. */
  record Content(String sha256, long size) {}

  public boolean good() {
    return verdict == Verdict.GOOD;
  }

  /**
   * Reads the whole file.
   *
   * @throws CancellationException if the thread is interrupted; it stays so
   */
  public static ImageCheck of(FirmwareImage image) {
    var sha256 = image.sha256();
    if (sha256 == null) {
      return new ImageCheck(
          Verdict.NO_CHECKSUM, "%s: the catalog has no SHA-256 of it".formatted(image.path()));
    }
    try {
      var path = inside(image.folder(), image.path());
      if (path == null) {
        return new ImageCheck(
            Verdict.OUTSIDE,
            "%s is not a plain file inside %s; links and ways out are refused"
                .formatted(image.path(), image.folder()));
      }
      var size = image.size();
      if (size != null && Files.size(path) != size) {
        return new ImageCheck(
            Verdict.WRONG_SIZE,
            "%s has %d bytes, the catalog says %d".formatted(path, Files.size(path), size));
      }
      var content = read(path);
      return content.sha256().equals(sha256)
          ? new ImageCheck(Verdict.GOOD, path + " is as the catalog says")
          : new ImageCheck(
              Verdict.WRONG_CHECKSUM,
              "%s has SHA-256 %s, the catalog says %s".formatted(path, content.sha256(), sha256));
    } catch (NoSuchFileException e) {
      return new ImageCheck(Verdict.MISSING, image.path() + " does not exist");
    } catch (IOException e) {
      return new ImageCheck(
          Verdict.UNREADABLE,
          "%s can't be read (%s)".formatted(image.path(), e.getClass().getSimpleName()));
    }
  }

  /**
   * The file, if it lies in the folder with no link on the way from there; null if not.
   *
   * @throws NoSuchFileException if there is none
   */
  static @Nullable Path inside(Path folder, Path file) throws IOException {
    var base = folder.toAbsolutePath().normalize();
    var path = base.resolve(file).normalize();
    if (!path.startsWith(base) || path.equals(base)) {
      return null;
    }
    var step = base;
    for (var name : base.relativize(path)) {
      step = step.resolve(name);
      if (Files.isSymbolicLink(step)) {
        return null;
      }
    }
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new NoSuchFileException(path.toString());
    }
    return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) ? path : null;
  }

  /**
   * Streams a file through SHA-256.
   *
   * @throws CancellationException if the thread is interrupted; it stays so
   */
  static Content read(Path path) throws IOException {
    var digest = Sha256.digest();
    var buffer = ByteBuffer.allocate(CHUNK);
    var size = 0L;
    try (var channel =
        Files.newByteChannel(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      while (channel.read(buffer) >= 0) {
        buffer.flip();
        size += buffer.remaining();
        digest.update(buffer);
        buffer.clear();
      }
    } catch (ClosedByInterruptException e) {
      var cancelled = new CancellationException("interrupted while reading " + path);
      cancelled.initCause(e);
      throw cancelled;
    }
    return new Content(Sha256.hex(digest.digest()), size);
  }
}
