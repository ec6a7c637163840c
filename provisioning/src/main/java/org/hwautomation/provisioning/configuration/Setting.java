package org.hwautomation.provisioning.configuration;

import java.util.Optional;

/**
 * One setting as {@code config check} shows it.
 *
 * @param name as in the file, {@code maas.url}
 * @param value as it was written, or {@code ***} for a secret; empty where nothing is set
 * @param origin where it came from
 */
public record Setting(String name, Optional<String> value, Origin origin) {}
