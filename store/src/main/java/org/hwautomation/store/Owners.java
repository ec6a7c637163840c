package org.hwautomation.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hwautomation.workflow.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lock files that show who lives: {@code <database>.owners/<id>.lock}, held by the operating
 * system's exclusive lock for as long as the owner's process lives. An id is used once, so a file
 * that nobody locks belongs to the dead and may be deleted by whoever sees it.
 *
 * <p>POSIX locks belong to a process, and closing <em>any</em> channel on a file drops them all; so
 * the files that this JVM holds stand in one registry and are never opened a second time.
 */
final class Owners implements Liveness {
  private static final Logger LOG = LoggerFactory.getLogger(Owners.class);

  /** Lock files held by this JVM. Guarded by itself, probing included. */
  private static final Map<Path, FileChannel> HELD = new HashMap<>();

  private final Path folder;

  Owners(Path database) {
    this.folder = database.resolveSibling(database.getFileName() + ".owners");
  }

  @Override
  @SuppressWarnings("MustBeClosedChecker") // kept open: the lock lives as long as the channel
  public void hold(String id) {
    synchronized (HELD) {
      try {
        Files.createDirectories(folder);
        var file = fileOf(id);
        var channel =
            FileChannel.open(
                file,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
          channel.close();
          throw new IOException("another process locked it at once");
        }
        HELD.put(file, channel);
      } catch (IOException e) {
        throw new StoreException(
            "the owner's lock file can't be made in %s: %s; check the folder's permissions and space"
                .formatted(folder, e.getMessage()),
            e);
      }
    }
  }

  @Override
  public void release(String id) {
    synchronized (HELD) {
      try {
        var file = fileOf(id);
        var channel = HELD.remove(file);
        if (channel != null) {
          Files.deleteIfExists(file);
          channel.close();
        }
      } catch (IOException e) {
        LOG.warn("the lock file of owner {} was not released cleanly: {}", id, e.getMessage());
      }
    }
  }

  /** As described, without the session; deletes what the dead left. */
  @Override
  public boolean isAlive(Session session, String id) {
    synchronized (HELD) {
      Path file;
      try {
        file = fileOf(id);
      } catch (NoSuchFileException e) {
        return false;
      } catch (IOException e) {
        throw unreadable(id, e);
      }
      return HELD.containsKey(file) || isLocked(id, file);
    }
  }

  /** The ids of those that live; deletes what the dead left. */
  List<String> living() {
    synchronized (HELD) {
      if (!Files.isDirectory(folder)) {
        return List.of();
      }
      try (var files = Files.list(folder.toRealPath())) {
        return files
            .filter(file -> String.valueOf(file.getFileName()).endsWith(".lock"))
            .filter(file -> HELD.containsKey(file) || isLocked(file.toString(), file))
            .map(file -> String.valueOf(file.getFileName()).replaceFirst("\\.lock$", ""))
            .toList();
      } catch (IOException e) {
        throw unreadable("of " + folder, e);
      }
    }
  }

  /**
   * Probes with a shared lock, so that two who look at once do not take each other for the owner.
   */
  private static boolean isLocked(String id, Path file) {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      var lock = channel.tryLock(0, Long.MAX_VALUE, true);
      if (lock == null) {
        return true;
      }
      Files.deleteIfExists(file);
      return false;
    } catch (OverlappingFileLockException e) {
      return true; // held by this JVM under another class loader
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw unreadable(id, e);
    }
  }

  private static StoreException unreadable(String id, IOException e) {
    return new StoreException(
        "whether owner %s lives can't be told: %s; its lock file must be readable"
            .formatted(id, e.getMessage()),
        e);
  }

  /** By its real path, so that one file has one name however the database was named. */
  private Path fileOf(String id) throws IOException {
    if (!id.matches("[A-Za-z0-9-]+")) {
      throw new NoSuchFileException(id);
    }
    return folder.toRealPath().resolve(id + ".lock");
  }
}
