package org.hwautomation.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.hwautomation.provisioning.WorkflowManager;

/** A file in which a copy of what a BMC holds is kept; it is never written over another. */
final class KeptFile {
  private KeptFile() {}

  /** In {@code backups/SERVER/} of the state folder: {@code KIND-TIME.json}. */
  static Path usual(WorkflowManager manager, BmcPlace place, String kind, Instant now) {
    return manager
        .connections()
        .stateDir()
        .resolve("backups")
        .resolve(place.name().replaceAll("[^A-Za-z0-9.-]", "-"))
        .resolve(kind + "-" + now.toString().replaceAll("[:.]", "-") + ".json");
  }

  /** Writes a document and reads it back; makes the folder. */
  static void write(Path file, Object document) throws IOException {
    var text = Screen.text(document);
    var folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.writeString(file, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
    if (!Files.readString(file, StandardCharsets.UTF_8).equals(text)) {
      throw new IOException(file + " does not read back as it was written");
    }
  }
}
