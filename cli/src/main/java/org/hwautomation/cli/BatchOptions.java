package org.hwautomation.cli;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.hwautomation.provisioning.batch.AddressRange;
import org.hwautomation.provisioning.batch.BatchFile;
import org.hwautomation.provisioning.batch.BatchRequest;
import org.hwautomation.provisioning.batch.BatchServer;
import org.hwautomation.store.BatchTerms;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Many servers from a file, as the command line has them. */
final class BatchOptions {
  private static final int MOST = 20;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE.csv",
      description =
          "Many servers: a header, then a line each. Columns: server, device_type, rack,"
              + " target_ipmi_ip, and any other input of the template.")
  private @Nullable Path file;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "With -f: the batch's name; the file's without its ending if not given.")
  private @Nullable String name;

  @Option(
      names = "--max",
      paramLabel = "N",
      description = "With -f: so many servers at once; 20 if not given.")
  private @Nullable Integer most;

  @Option(
      names = "--per-rack",
      paramLabel = "N",
      description = "With -f: so many at once in one rack.")
  private @Nullable Integer perRack;

  @Option(
      names = "--stop-after",
      paramLabel = "N|N%%",
      description = "With -f: with so many failures nothing more is started.")
  private @Nullable String stopAfter;

  @Option(
      names = "--address-range",
      paramLabel = "A-B",
      description =
          "With -f: BMCs of servers without target_ipmi_ip get a free address of these, and keep it.")
  private @Nullable String range;

  @Option(names = "--again", description = "With -f: also servers that are ready.")
  private boolean again;

  /** True if a file was given. */
  boolean isGiven() {
    return file != null;
  }

  /**
   * Returns if no option of a batch was given.
   *
   * @throws IllegalArgumentException naming one that was
   */
  void requireNone() {
    var given =
        name != null
            ? "--name"
            : most != null
                ? "--max"
                : perRack != null
                    ? "--per-rack"
                    : stopAfter != null
                        ? "--stop-after"
                        : range != null ? "--address-range" : again ? "--again" : null;
    if (given != null) {
      throw new IllegalArgumentException(given + " goes with a file of servers: -f FILE.csv");
    }
  }

  /** What the file is called. */
  String fileName() {
    return String.valueOf(file);
  }

  /**
   * The batch.
   *
   * @throws IllegalArgumentException listing all that is wrong with the file, by line and column
   */
  BatchRequest request(
      String template,
      Optional<String> deviceType,
      Map<String, String> inputs,
      Optional<String> window,
      Optional<String> allowInUse) {
    var path = file == null ? Path.of("") : file;
    return new BatchRequest(
        name == null ? BatchRequest.nameOf(path.toString()) : name,
        new BatchTerms(
            template,
            deviceType,
            inputs,
            most == null ? MOST : most,
            perRack == null ? OptionalInt.empty() : OptionalInt.of(perRack),
            Optional.ofNullable(stopAfter).map(String::strip),
            again,
            window,
            allowInUse),
        read(path),
        Optional.ofNullable(range).map(AddressRange::parse));
  }

  private static List<BatchServer> read(Path path) {
    try {
      return BatchFile.read(Files.readString(path, StandardCharsets.UTF_8));
    } catch (MalformedInputException e) {
      throw new IllegalArgumentException(path + " is not UTF-8 text; save it as CSV UTF-8", e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "%s can't be read (%s)".formatted(path, e.getClass().getSimpleName()), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("%s:\n  %s".formatted(path, e.getMessage()), e);
    }
  }
}
