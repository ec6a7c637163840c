package org.hwautomation.simulator.bmc;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.hwautomation.simulator.FirmwareImage;
import org.hwautomation.simulator.ReceivedImage;

/** Takes an image in, piece by piece: keeps its head and its hash, never all of it. */
final class ImageIntake {
  private final ByteArrayOutputStream head = new ByteArrayOutputStream();
  private final MessageDigest hash;
  private long bytes;

  ImageIntake() {
    try {
      this.hash = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Where bytes come from; -1 at the end. */
  @FunctionalInterface
  interface Source {
    int read(byte[] target) throws IOException;
  }

  /** Takes all that the source has; can be called again for what follows. */
  void take(Source source) throws IOException {
    var piece = new byte[1 << 16];
    for (var count = source.read(piece); count >= 0; count = source.read(piece)) {
      if (head.size() < FirmwareImage.HEADER) {
        head.write(piece, 0, Math.min(count, FirmwareImage.HEADER - head.size()));
      }
      hash.update(piece, 0, count);
      bytes += count;
    }
  }

  /** Whether all came that the header announces; true too if there is no header to tell. */
  boolean complete() {
    return FirmwareImage.read(head.toByteArray()).map(i -> bytes >= i.size()).orElse(true);
  }

  /** What came; ends the intake. */
  ReceivedImage end(String fileName) {
    return new ReceivedImage(
        fileName,
        FirmwareImage.read(head.toByteArray()),
        HexFormat.of().formatHex(hash.digest()),
        bytes);
  }
}
