package org.hwautomation.simulator.bmc;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a {@code multipart/form-data} body (RFC 7578, RFC 2046 5.1) part by part, as it comes. */
final class MultipartBody {
  private static final Pattern BOUNDARY =
      Pattern.compile("multipart/form-data\\s*;.*boundary=\"?([^\";]+)\"?.*");
  private static final Pattern NAME = Pattern.compile("(?:^|;)\\s*name=\"([^\"]*)\"");
  private static final Pattern FILE_NAME = Pattern.compile("filename=\"([^\"]*)\"");

  private final InputStream in;
  private final byte[] delimiter;
  private final byte[] buffer = new byte[1 << 17];
  private int from;
  private int to;
  private boolean inPart;

  private MultipartBody(InputStream in, String boundary) {
    this.in = in;
    this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    // the first delimiter needs no line break before it
    buffer[0] = '\r';
    buffer[1] = '\n';
    to = 2;
  }

  /**
   * A part's head.
   *
   * @param fileName null for a part that is no file
   */
  record Part(String name, @Nullable String fileName, String type) {}

  /** A reader for this content type, or null if it is another type. */
  static @Nullable MultipartBody of(String contentType, InputStream in) {
    var match = BOUNDARY.matcher(contentType);
    return match.matches() ? new MultipartBody(in, match.group(1)) : null;
  }

  /** The next part, the rest of the one before being skipped; null after the last. */
  @Nullable Part next() throws IOException {
    inPart = true;
    var skipped = new byte[8192];
    while (read(skipped) >= 0) {
      // to the delimiter
    }
    from += delimiter.length;
    var tail = line();
    if (tail.startsWith("--")) {
      return null;
    }
    var headers = new HashMap<String, String>();
    for (var line = line(); !line.isEmpty(); line = line()) {
      var colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
    }
    inPart = true;
    var disposition = headers.getOrDefault("content-disposition", "");
    var name = first(NAME, disposition);
    return new Part(
        name == null ? "" : name,
        first(FILE_NAME, disposition),
        headers.getOrDefault("content-type", "text/plain"));
  }

  private static @Nullable String first(Pattern pattern, String text) {
    var match = pattern.matcher(text);
    return match.find() ? match.group(1) : null;
  }

  /** Reads from the part; -1 at its end. */
  int read(byte[] target) throws IOException {
    if (!inPart) {
      return -1;
    }
    while (true) {
      var end = find();
      if (end == from) {
        inPart = false;
        return -1;
      }
      // what may be the beginning of a delimiter stays
      var sure = end >= 0 ? end : to - delimiter.length + 1;
      if (sure > from) {
        var count = Math.min(target.length, sure - from);
        System.arraycopy(buffer, from, target, 0, count);
        from += count;
        return count;
      }
      fill();
    }
  }

  /** The whole part as text, not more than 64 KiB of it. */
  String text() throws IOException {
    var text = new java.io.ByteArrayOutputStream();
    var piece = new byte[4096];
    for (var count = read(piece); count >= 0; count = read(piece)) {
      if (text.size() + count > 1 << 16) {
        throw new IOException("a part that should be short is long");
      }
      text.write(piece, 0, count);
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  private int find() {
    for (var at = from; at <= to - delimiter.length; at++) {
      var i = 0;
      while (i < delimiter.length && buffer[at + i] == delimiter[i]) {
        i++;
      }
      if (i == delimiter.length) {
        return at;
      }
    }
    return -1;
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    while (true) {
      if (from == to) {
        fill();
      }
      var c = (char) (buffer[from++] & 0xFF);
      if (c == '\n') {
        return line.toString().stripTrailing();
      }
      if (line.length() > 8192) {
        throw new IOException("a line of a part's head is too long");
      }
      line.append(c);
    }
  }

  private void fill() throws IOException {
    if (from > 0) {
      System.arraycopy(buffer, from, buffer, 0, to - from);
      to -= from;
      from = 0;
    }
    var count = in.read(buffer, to, buffer.length - to);
    if (count < 0) {
      throw new EOFException("the body ends within a part");
    }
    to += count;
  }
}
