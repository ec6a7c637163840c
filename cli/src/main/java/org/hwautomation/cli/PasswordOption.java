package org.hwautomation.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.hwautomation.hardware.Secret;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a command takes a new password from: never its own words, which others can see. */
final class PasswordOption {
  /** More is no password. */
  private static final int LONGEST = 4_096;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description =
          "File whose one line is the password, - for standard input; asked for if not given.")
  private @Nullable String file;

  /** The password, asked for twice where a person can be asked. */
  Secret read(Screen screen, String whose) {
    if (file != null) {
      return ofFile(file);
    }
    var console = Terminal.console();
    if (console.isEmpty() || screen.json()) {
      throw new IllegalArgumentException(
          "nobody can be asked for the password here; give it with --password-file FILE, or - for standard input");
    }
    var first = secret(console.get().readPassword("Password for %s: ", whose));
    if (!first.equals(secret(console.get().readPassword("The same again: ")))) {
      throw new IllegalArgumentException("the two are not the same; nothing was changed");
    }
    return first;
  }

  private static Secret secret(char @Nullable [] typed) {
    if (typed == null) {
      throw new IllegalArgumentException("no password was given; nothing was changed");
    }
    var secret = Secret.of(new String(typed));
    Arrays.fill(typed, ' ');
    return secret;
  }

  private static Secret ofFile(String name) {
    try (var in = name.equals("-") ? System.in : Files.newInputStream(Path.of(name))) {
      return oneLine(in, name);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("the password in " + name + " is not UTF-8", e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the password file " + name + " can't be read: " + e.getMessage(), e);
    }
  }

  private static Secret oneLine(InputStream in, String name) throws IOException {
    var bytes = in.readNBytes(LONGEST + 1);
    var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    var line = text.replaceFirst("\r?\n\\z", "");
    if (bytes.length > LONGEST || line.contains("\n")) {
      throw new IllegalArgumentException(
          name + " holds more than one line with a password; nothing was changed");
    }
    return Secret.of(line);
  }
}
