package org.hwautomation.provisioning.original;

/** What a file of the Python version is. */
public enum FileKind {
  /** {@code config.yaml}. */
  CONFIGURATION("configuration"),
  /** {@code .env}. */
  VARIABLES("environment variables"),
  /** {@code unified_device_config.yaml}. */
  DEVICE_TYPES("device types"),
  /** {@code device_mappings.yaml}. */
  DEVICE_MAPPINGS("device mappings"),
  /** {@code template_rules.yaml}. */
  TEMPLATE_RULES("BIOS template rules"),
  /** {@code preserve_settings.yaml}. */
  PRESERVE_SETTINGS("BIOS settings to preserve"),
  /** {@code xml_templates/*.xml}. */
  BIOS_TEMPLATE("BIOS template"),
  /** {@code firmware_repository.yaml}. */
  FIRMWARE_REPOSITORY("firmware repository"),
  /** {@code logging.yaml}. */
  LOGGING("logging"),
  /** None of them. */
  UNRECOGNISED("not recognised");

  private final String text;

  FileKind(String text) {
    this.text = text;
  }

  /** For people. */
  public String text() {
    return text;
  }
}
