package org.hwautomation.provisioning.bios;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a device type wants of its BIOS.
 *
 * @param settings name to value, in the order of the file. A name is the attribute's, the same
 *     without a Supermicro suffix, its display name, or {@code menu path/display name}
 * @param preserve globs ({@code *}, {@code ?}) of settings that are never changed. Case counts
 *     nothing, and {@code mac_address_*} means MacAddress1 and MAC Address 1 too
 */
public record BiosTemplate(Map<String, BiosValue> settings, List<String> preserve) {
  /** Wants nothing. */
  public static final BiosTemplate EMPTY = new BiosTemplate(Map.of(), List.of());

  public BiosTemplate {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    preserve = List.copyOf(preserve);
  }

  /** The first pattern that keeps a setting of this name as it is; empty if none does. */
  public Optional<String> preservedBy(String name) {
    return preserve.stream()
        .filter(glob -> BiosPlanner.preserved(List.of(glob)).test(name))
        .findFirst();
  }
}
