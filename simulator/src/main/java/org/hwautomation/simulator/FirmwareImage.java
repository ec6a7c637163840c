package org.hwautomation.simulator;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Locale;
import java.util.Optional;

/**
 * A firmware image that simulated BMCs take: a text header of {@link #HEADER} bytes that says what
 * it is for, then zeros. It is no format of a vendor.
 *
 * <pre>{@code
 * var file = FirmwareImage.of(server, "BIOS", "1.9.2").write(folder.resolve("bios.bin"));
 * }</pre>
 *
 * @param board for which base board, as {@link Personality#board()}
 * @param component short name, as {@link FirmwareItem#id()}
 * @param size of the whole image in bytes; a BMC refuses one of another size
 */
public record FirmwareImage(
    Personality vendor, String board, String component, String version, long size) {
  /** Length of the header in bytes. */
  public static final int HEADER = 512;

  private static final String MAGIC = "SIMULATED FIRMWARE 1";

  public FirmwareImage {
    if (size < HEADER) {
      throw new IllegalArgumentException("an image has at least " + HEADER + " bytes, not " + size);
    }
  }

  /** An image of 1 MiB for one component of this server. */
  public static FirmwareImage of(SimulatedServer server, String component, String version) {
    var vendor = server.personality();
    return new FirmwareImage(vendor, vendor.board(), component, version, 1 << 20);
  }

  public FirmwareImage withSize(long bytes) {
    return new FirmwareImage(vendor, board, component, version, bytes);
  }

  public FirmwareImage withBoard(String value) {
    return new FirmwareImage(vendor, value, component, version, size);
  }

  public FirmwareImage withVendor(Personality value) {
    return new FirmwareImage(value, board, component, version, size);
  }

  /** The first {@link #HEADER} bytes. */
  public byte[] header() {
    var text =
        MAGIC
            + "\nvendor: "
            + vendor.key()
            + "\nboard: "
            + board
            + "\ncomponent: "
            + component
            + "\nversion: "
            + version
            + "\nsize: "
            + size
            + "\n\n";
    var bytes = new byte[HEADER];
    var filled = text.getBytes(StandardCharsets.UTF_8);
    if (filled.length > HEADER) {
      throw new IllegalArgumentException("the header of " + this + " is too long");
    }
    System.arraycopy(filled, 0, bytes, 0, filled.length);
    return bytes;
  }

  /** Writes the image to a file, whose zeros need no space on disk, and returns the file. */
  public Path write(Path file) throws IOException {
    try (var channel =
        java.nio.channels.FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(header()));
      if (size > HEADER) {
        channel.write(ByteBuffer.allocate(1), size - 1);
      }
    }
    return file;
  }

  /** Reads a header; empty if it is none. */
  public static Optional<FirmwareImage> read(byte[] head) {
    var text = new String(head, StandardCharsets.UTF_8);
    if (!text.startsWith(MAGIC + "\n")) {
      return Optional.empty();
    }
    var fields = new HashMap<String, String>();
    for (var line : text.split("\n")) {
      var colon = line.indexOf(": ");
      if (colon > 0) {
        fields.put(line.substring(0, colon), line.substring(colon + 2));
      }
    }
    try {
      return Optional.of(
          new FirmwareImage(
              Personality.valueOf(fields.getOrDefault("vendor", "").toUpperCase(Locale.ROOT)),
              fields.getOrDefault("board", ""),
              fields.getOrDefault("component", ""),
              fields.getOrDefault("version", ""),
              Long.parseLong(fields.getOrDefault("size", ""))));
    } catch (IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }
}
