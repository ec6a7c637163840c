package org.hwautomation.provisioning.original;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.hwautomation.definitions.file.Position;
import org.hwautomation.hardware.Secret;
import org.hwautomation.provisioning.device.DeviceTypes;

/**
 * All that a folder of the Python version's files says. Immutable; printing it shows no secret.
 *
 * @param folder as the user named it
 * @param files what was found, in the order of their paths
 * @param settings what goes into {@code hwauto.yaml}
 * @param deviceTypes those of its files, with their BIOS templates in them; empty if there are none
 */
public record OriginalSetup(
    Path folder,
    List<OriginalFile> files,
    List<Taken> settings,
    Optional<DeviceTypes> deviceTypes) {
  /**
   * A setting that was understood.
   *
   * @param name as it stands in {@code hwauto.yaml}
   * @param value hidden, since it may be a secret
   * @param secret true if it must not be shown
   * @param variable the variable that gave it; empty if a file of settings did
   */
  public record Taken(
      String name, Secret value, boolean secret, Position position, Optional<String> variable) {}

  public OriginalSetup {
    files = List.copyOf(files);
    settings = List.copyOf(settings);
  }

  /** How many remarks are of a kind. */
  public int count(Remark.Verdict verdict) {
    return files.stream().mapToInt(file -> file.count(verdict)).sum();
  }

  /** The files that are none of the Python version's. */
  public List<OriginalFile> unrecognised() {
    return files.stream().filter(file -> file.kind() == FileKind.UNRECOGNISED).toList();
  }
}
