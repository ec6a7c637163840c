package org.hwautomation.definitions.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads files that must be UTF-8 text and no larger than they need to be. Stateless. */
public final class TextFile {
  private TextFile() {}

  /**
   * The text of a file.
   *
   * @throws BadFileException if it is absent, a folder, too large, unreadable or no UTF-8
   */
  public static String read(Path path, int maxBytes) {
    try {
      if (Files.isDirectory(path)) {
        throw new BadFileException(path + ": is a folder; name a file");
      }
      if (Files.size(path) > maxBytes) {
        throw tooLarge(path.toString(), maxBytes);
      }
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(Files.readAllBytes(path)))
          .toString();
    } catch (NoSuchFileException e) {
      throw withCause(path + ": does not exist; check the path", e);
    } catch (CharacterCodingException e) {
      throw withCause(path + ": is not UTF-8 text; save it as UTF-8", e);
    } catch (IOException e) {
      throw withCause(path + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  /** What to say of a file that is larger than {@code maxBytes}. */
  public static BadFileException tooLarge(String file, int maxBytes) {
    var limit = maxBytes % (1 << 20) == 0 ? (maxBytes >> 20) + " MiB" : (maxBytes >> 10) + " KiB";
    return new BadFileException(file + ": is larger than " + limit + "; that is no file of ours");
  }

  private static BadFileException withCause(String problem, Throwable cause) {
    var exception = new BadFileException(problem);
    exception.initCause(cause);
    return exception;
  }
}
