package org.hwautomation.hardware.redfish;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.hwautomation.hardware.Secret;
import org.jspecify.annotations.Nullable;

/**
 * An update to be made. That vendor, model and board fit is the caller's to know: a BMC does not
 * always refuse what is not for it.
 *
 * @param sha256 what the image's hash must be, hex
 * @param targets resources to be updated; empty lets the BMC tell from the image, which most want
 * @param applyTime null for what the BMC does by itself
 * @param method null for the best that the BMC advertises
 * @param imageUri where the BMC can fetch the image, for {@link UpdateMethod#SIMPLE_UPDATE}; kept
 *     as a secret, because a signed address opens the file to whoever has it
 */
public record UpdateRequest(
    Path image,
    String sha256,
    FirmwareComponent component,
    List<String> targets,
    @Nullable ApplyTime applyTime,
    @Nullable UpdateMethod method,
    @Nullable Secret imageUri) {
  public UpdateRequest {
    sha256 = sha256.toLowerCase(Locale.ROOT);
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("'" + sha256 + "' is no SHA-256 (64 hex digits)");
    }
    targets = List.copyOf(targets);
  }

  public static UpdateRequest of(Path image, String sha256, FirmwareComponent component) {
    return new UpdateRequest(image, sha256, component, List.of(), null, null, null);
  }

  public UpdateRequest withTargets(List<String> value) {
    return new UpdateRequest(image, sha256, component, value, applyTime, method, imageUri);
  }

  public UpdateRequest withApplyTime(ApplyTime value) {
    return new UpdateRequest(image, sha256, component, targets, value, method, imageUri);
  }

  public UpdateRequest withMethod(UpdateMethod value) {
    return new UpdateRequest(image, sha256, component, targets, applyTime, value, imageUri);
  }

  public UpdateRequest withImageUri(URI value) {
    return new UpdateRequest(
        image, sha256, component, targets, applyTime, method, Secret.of(value.toString()));
  }

  /** The image's name, with nothing in it that an HTTP header or an iLO could trip over. */
  String fileName() {
    var name = image.getFileName();
    return name == null ? "image" : name.toString().replaceAll("[^A-Za-z0-9._-]", "_");
  }
}
