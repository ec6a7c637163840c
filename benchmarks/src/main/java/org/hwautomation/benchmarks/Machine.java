package org.hwautomation.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where it was measured.
 *
 * @param disk the kind of file system
 * @param syncMicros what a synced append of 4 KiB costs there, in microseconds
 * @param load how many threads wanted a core on average in the last minute, others' included; below
 *     0 where the system does not tell
 * @param python its version; empty if there is none on the path
 */
public record Machine(
    int cores, String os, String jdk, String disk, double syncMicros, double load, String python) {

  static Machine of(Path folder, Duration sync) throws IOException, InterruptedException {
    return new Machine(
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        System.getProperty("java.vendor") + " " + Runtime.version(),
        Files.getFileStore(folder).type(),
        Math.round(sync.toNanos() / 100.0) / 10.0,
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
        PythonLoop.version().orElse(""));
  }
}
