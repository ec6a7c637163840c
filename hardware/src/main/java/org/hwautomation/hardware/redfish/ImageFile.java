package org.hwautomation.hardware.redfish;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * An image that is open and whose hash was found right. What is sent comes from the same open file,
 * so that nobody can put another in its place between the two, and never lies in memory as a whole.
 */
final class ImageFile implements AutoCloseable {
  private static final int PIECE = 1 << 16;

  private final FileChannel channel;
  private final long size;

  private ImageFile(FileChannel channel, long size) {
    this.channel = channel;
    this.size = size;
  }

  /**
   * Opens and hashes a file.
   *
   * @param sha256 what its hash must be, lower-case hex
   * @throws IOException if it can't be read or has another hash
   */
  static ImageFile open(Path file, String sha256) throws IOException {
    var channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      var found = hash(channel);
      if (!found.equals(sha256)) {
        throw new IOException(
            "the image "
                + file
                + " has SHA-256 "
                + found
                + " and not "
                + sha256
                + "; nothing was sent. Get the image again");
      }
      return new ImageFile(channel, channel.size());
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static String hash(FileChannel channel) throws IOException {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      var piece = ByteBuffer.allocate(PIECE);
      for (var at = 0L; channel.read(piece, at) >= 0; piece.clear()) {
        at += piece.position();
        digest.update(piece.flip());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime has no SHA-256", e);
    }
  }

  long size() {
    return size;
  }

  /**
   * A part of the file between two texts, as the body of a request with a known length.
   *
   * @param sent told how many bytes of the file were handed over in all
   */
  Content between(
      byte[] before, long from, long length, byte[] after, String type, LongConsumer sent) {
    return new Content(
        type,
        () ->
            BodyPublishers.fromPublisher(
                BodyPublishers.ofInputStream(
                    () ->
                        new SequenceInputStream(
                            Collections.enumeration(
                                List.of(
                                    new ByteArrayInputStream(before),
                                    new Part(from, from + length, sent),
                                    new ByteArrayInputStream(after))))),
                before.length + length + after.length));
  }

  private final class Part extends InputStream {
    private final long end;
    private final LongConsumer sent;
    private long at;

    Part(long from, long end, LongConsumer sent) {
      this.at = from;
      this.end = end;
      this.sent = sent;
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (at >= end) {
        return -1;
      }
      var count =
          channel.read(ByteBuffer.wrap(target, offset, (int) Math.min(length, end - at)), at);
      if (count > 0) {
        at += count;
        sent.accept(at);
      }
      return count;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
