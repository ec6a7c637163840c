package org.hwautomation.provisioning.firmware;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Images of the catalog as JSON has them. Stateless. */
public final class ImageDocument {
  private ImageDocument() {}

  /** The document of an image. */
  public static Map<String, @Nullable Object> of(FirmwareImage image) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("vendor", image.vendor());
    fields.put("boards", image.boards());
    fields.put("device_types", image.deviceTypes());
    fields.put("component", image.type().wireName());
    fields.put("items", image.items().stream().map(ItemPattern::glob).toList());
    fields.put("version", image.version());
    fields.put("min_from", image.minFrom());
    fields.put("sha256", image.sha256());
    fields.put("size", image.size());
    fields.put("disruption", image.disruption().wireName());
    fields.put("seconds", image.time().toSeconds());
    fields.put("severity", image.severity().wireName());
    fields.put("security", image.security());
    fields.put("release_notes", image.releaseNotes());
    fields.put("file", image.file());
    return fields;
  }
}
