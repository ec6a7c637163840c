package org.hwautomation.definitions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The JSON Schema (draft 2020-12) of definition files, for editors. Stateless. */
public final class DefinitionSchema {
  private static final String RESOURCE = "definition.schema.json";

  private DefinitionSchema() {}

  /** Its text. */
  public static String text() {
    try (var resource = DefinitionSchema.class.getResourceAsStream(RESOURCE)) {
      if (resource == null) {
        throw new IllegalStateException(RESOURCE + " is missing from the installation");
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
