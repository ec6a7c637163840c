package org.hwautomation.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;

/** What it costs to sync a small append on a disk. */
final class SyncCost {
  private static final int TIMES = 100;

  private SyncCost() {}

  /** The median over {@value #TIMES} appends of 4 KiB. */
  static Duration of(Path folder) throws IOException {
    var file = Files.createTempFile(folder, "sync", ".probe");
    try (var channel = FileChannel.open(file, StandardOpenOption.APPEND)) {
      var block = ByteBuffer.allocate(4096);
      var nanos = new long[TIMES];
      for (var i = 0; i < TIMES; i++) {
        block.clear();
        var start = System.nanoTime();
        while (block.hasRemaining()) {
          channel.write(block);
        }
        channel.force(false);
        nanos[i] = System.nanoTime() - start;
      }
      Arrays.sort(nanos);
      return Duration.ofNanos(nanos[TIMES / 2]);
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
