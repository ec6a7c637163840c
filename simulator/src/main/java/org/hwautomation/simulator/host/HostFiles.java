package org.hwautomation.simulator.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The file system of one boot: what the kernel shows under {@code /proc} and {@code /sys}, and real
 * files in a directory of its own, the same that SFTP serves. They are gone with the boot, as in a
 * system in memory. Thread-safe.
 */
final class HostFiles implements AutoCloseable {

  static final String HOME = "/home/ubuntu";

  /** A file the kernel makes up when it is read. */
  private record Shown(boolean rootOnly, Supplier<String> text) {}

  /** A file that may only be read as root. */
  static final class PermissionDenied extends IOException {
    PermissionDenied(String path) {
      super(path);
    }
  }

  private final Path root;
  private final Map<String, Shown> shown = new LinkedHashMap<>();

  HostFiles(String name) {
    try {
      this.root = Files.createTempDirectory("simulated-" + name + "-");
      Files.createDirectories(root.resolve("." + HOME));
      Files.createDirectories(root.resolve("./tmp"));
      Files.createDirectories(root.resolve("./etc"));
    } catch (IOException e) {
      throw new UncheckedIOException("no directory for the files of " + name, e);
    }
  }

  Path root() {
    return root;
  }

  /** Adds a file that is made up on each reading. Only before the host answers. */
  void show(String path, boolean rootOnly, Supplier<String> text) {
    shown.put(path, new Shown(rootOnly, text));
  }

  /**
   * Reads a file.
   *
   * @throws NoSuchFileException where there is none
   * @throws PermissionDenied where it needs root
   */
  byte[] read(String path, boolean asRoot) throws IOException {
    if (path.equals("/dev/null")) {
      return new byte[0];
    }
    Shown made = shown.get(absolute(path));
    if (made == null) {
      return Files.readAllBytes(real(path));
    }
    if (made.rootOnly() && !asRoot) {
      throw new PermissionDenied(path);
    }
    return made.text().get().getBytes(StandardCharsets.UTF_8);
  }

  boolean exists(String path) {
    return path.equals("/dev/null")
        || shown.containsKey(absolute(path))
        || Files.exists(real(path));
  }

  /** Whether the kernel makes this file up, so that nobody can write it. */
  boolean made(String path) {
    String absolute = absolute(path);
    return shown.containsKey(absolute)
        || absolute.startsWith("/proc/")
        || absolute.startsWith("/sys/");
  }

  /** Where the file really lies; never outside this host's directory. */
  Path real(String path) {
    Path within = root.resolve("." + absolute(path)).normalize();
    return within.startsWith(root) ? within : root;
  }

  static String absolute(String path) {
    String full = path.startsWith("/") ? path : HOME + "/" + path;
    return Path.of(full).normalize().toString();
  }

  @Override
  public void close() {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      // a client that still uploads can race this; the files lie in the temporary directory
      root.toFile().deleteOnExit();
    }
  }
}
