package org.hwautomation.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a measurement works with.
 *
 * @param folder its own
 */
record Workbench(BenchRow row, Path folder, boolean quick, int rounds) {
  private static final AtomicInteger DATABASES = new AtomicInteger();

  /** A size: {@code full}, or {@code small} in a quick measurement. */
  int size(int full, int small) {
    return quick ? small : full;
  }

  /** How often both sides are tried before anything counts. */
  int warmUps(int full) {
    return quick ? 0 : full;
  }

  /** What a JVM that measures one side is started with. */
  List<String> flags() {
    return quick ? ChildJvm.STARTS_FAST : List.of();
  }

  /** Where no database is yet, in a folder of its own. */
  Path freshDatabase() throws IOException {
    return Files.createDirectories(folder.resolve("db" + DATABASES.incrementAndGet()))
        .resolve("bench.db");
  }

  /** Removes a database that {@link #freshDatabase} named, with all that stands beside it. */
  static void discard(Path database) throws IOException {
    var folder = database.getParent();
    if (folder != null) {
      delete(folder);
    }
  }

  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
