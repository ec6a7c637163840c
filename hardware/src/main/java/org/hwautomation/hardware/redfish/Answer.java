package org.hwautomation.hardware.redfish;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A successful answer.
 *
 * @param uri the path that was asked
 * @param status 200 to 299
 * @param body the JSON; a missing node if there is no body
 * @param etag from the header, else from the body; null if there is none
 * @param location the {@code Location} header: a new resource or a task monitor
 * @param retryAfter when to ask again, if the BMC says so
 */
public record Answer(
    String uri,
    int status,
    JsonNode body,
    @Nullable String etag,
    @Nullable String location,
    @Nullable Duration retryAfter) {

  static Answer of(RawAnswer raw, JsonNode body) {
    var header = raw.header("ETag");
    var etag = header == null ? Json.text(body, "@odata.etag") : header;
    return new Answer(
        raw.uri(),
        raw.status(),
        body,
        etag == null || etag.equals("\"\"") ? null : etag,
        raw.header("Location"),
        raw.retryAfter());
  }

  /** The messages in the body. */
  public List<RedfishMessage> messages() {
    return RedfishMessage.allOf(body);
  }
}
