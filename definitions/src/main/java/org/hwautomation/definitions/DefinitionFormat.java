package org.hwautomation.definitions;

import java.util.Locale;

/** What a definition's file is written in. */
public enum DefinitionFormat {
  YAML,
  JSON;

  /** The name in a {@link org.hwautomation.workflow.DefinitionSource}: lower case. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** {@link #JSON} for a name that ends so, else {@link #YAML}. */
  public static DefinitionFormat of(String file) {
    return file.toLowerCase(Locale.ROOT).endsWith(".json") ? JSON : YAML;
  }
}
