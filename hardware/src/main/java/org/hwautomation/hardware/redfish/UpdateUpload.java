package org.hwautomation.hardware.redfish;

import static org.hwautomation.hardware.HardwareException.Kind;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.hwautomation.hardware.Secret;
import tools.jackson.databind.node.ObjectNode;

/** Sends images to a BMC: streamed, with a known length, and never twice. */
final class UpdateUpload {
  /** An iLO takes no more in one request (iLOrest, {@code uploadcomp}). */
  static final long HPE_SECTION = 32L << 20;

  /** The slowest that an upload may be, in bytes a second: management networks are slow. */
  private static final long SLOWEST = 128 << 10;

  private static final Duration SHORTEST = Duration.ofMinutes(10);
  private static final Duration SECTION_PAUSE = Duration.ofSeconds(8);
  private static final int SECTION_LOOKS = 60;
  private static final String OCTETS = "application/octet-stream";

  private final Connection connection;

  UpdateUpload(Connection connection) {
    this.connection = connection;
  }

  /** DSP0266, "Multipart HTTP push updates": first the parameters, then the file. */
  Answer multipart(
      String uri,
      ObjectNode parameters,
      UpdateHandle handle,
      UpdateRequest request,
      LongConsumer sent) {
    var boundary = boundary();
    var before =
        field(boundary, "UpdateParameters", "application/json", parameters.toString())
            + file(boundary, "UpdateFile", handle.fileName());
    return send(
        uri,
        request,
        image -> image.between(bytes(before), 0, image.size(), end(boundary), form(boundary), sent),
        Map.of());
  }

  /** The bare image (DSP0268 UpdateService, {@code HttpPushUri}). */
  Answer raw(String uri, UpdateRequest request, LongConsumer sent) {
    return send(
        uri,
        request,
        image -> image.between(new byte[0], 0, image.size(), new byte[0], OCTETS, sent),
        Map.of());
  }

  /**
   * To an iLO, in sections of 32 MiB under one ETag.
   *
   * @param flash whether iLO flashes it; else it puts it into its repository
   */
  void hpe(
      String uri,
      String service,
      boolean flash,
      UpdateHandle handle,
      UpdateRequest request,
      LongConsumer sent) {
    try (var image = open(request)) {
      for (var section = 0; section == 0 || section * HPE_SECTION < image.size(); section++) {
        if (section > 0) {
          settle(service);
        }
        proveLogin();
        section(uri, sessionToken(), flash, handle, image, section, sent);
      }
    } catch (IOException e) {
      throw unreadable(request, e);
    }
  }

  private Secret sessionToken() {
    var token = connection.sessionToken();
    if (token == null) {
      throw RedfishException.notSent(
          Kind.UNAVAILABLE,
          connection.peer(),
          connection.peer()
              + " takes images in a session only, and gave none; end a session of another program"
              + " and try again",
          null);
    }
    return token;
  }

  private void section(
      String uri,
      Secret token,
      boolean flash,
      UpdateHandle handle,
      ImageFile image,
      int section,
      LongConsumer sent) {
    var parameters =
        Json.object()
            .put("UpdateRepository", !flash)
            .put("UpdateTarget", flash)
            .put("ETag", "hwauto" + handle.id().replaceAll("[^A-Za-z0-9]", ""))
            .put("Section", section);
    var boundary = boundary();
    var before =
        token.reveal(key -> field(boundary, "sessionKey", "text/plain", key))
            + field(boundary, "parameters", "application/json", parameters.toString())
            + file(boundary, "file", handle.fileName());
    var from = section * HPE_SECTION;
    var length = Math.min(HPE_SECTION, image.size() - from);
    connection.upload(
        uri,
        image.between(bytes(before), from, length, end(boundary), form(boundary), sent),
        token.reveal(key -> Map.of("Cookie", "sessionKey=" + key)),
        limit(length));
  }

  /** Between two sections: iLO takes the next when it has dealt with the last. */
  private void settle(String service) {
    for (var look = 0; look < SECTION_LOOKS; look++) {
      var state = Json.textOr(connection.get(service).body(), "Idle", "Oem", "Hpe", "State");
      switch (state.toLowerCase(Locale.ROOT)) {
        case "idle", "complete" -> {
          return;
        }
        case "error" ->
            throw RedfishException.unanswered(
                Kind.REJECTED,
                connection.peer(),
                connection.peer() + " refused a section of the image; start the update anew",
                null);
        default -> connection.pause(SECTION_PAUSE);
      }
    }
    throw RedfishException.unanswered(
        Kind.TIMEOUT,
        connection.peer(),
        connection.peer() + " did not take a section of the image in time; look at its state",
        null);
  }

  /** Lets a session that ended in the meantime be renewed before a long body is sent with it. */
  private void proveLogin() {
    var service = Json.link(connection.root(), "UpdateService");
    if (service != null) {
      connection.get(service);
    }
  }

  private interface Body {
    Content of(ImageFile image);
  }

  private Answer send(String uri, UpdateRequest request, Body body, Map<String, String> headers) {
    try (var image = open(request)) {
      proveLogin();
      return connection.upload(uri, body.of(image), headers, limit(image.size()));
    } catch (IOException e) {
      throw unreadable(request, e);
    }
  }

  private static ImageFile open(UpdateRequest request) throws IOException {
    return ImageFile.open(request.image(), request.sha256());
  }

  RedfishException unreadable(UpdateRequest request, IOException e) {
    return RedfishException.notSent(
        Kind.UNAVAILABLE,
        connection.peer(),
        "the image " + request.image() + " can't be sent: " + e.getMessage(),
        e);
  }

  private static Duration limit(long bytes) {
    return SHORTEST.plusSeconds(bytes / SLOWEST);
  }

  private static String boundary() {
    return "hwauto" + UUID.randomUUID().toString().replace("-", "");
  }

  private static String form(String boundary) {
    return "multipart/form-data; boundary=" + boundary;
  }

  private static String field(String boundary, String name, String type, String value) {
    return "--"
        + boundary
        + "\r\nContent-Disposition: form-data; name=\""
        + name
        + "\"\r\nContent-Type: "
        + type
        + "\r\n\r\n"
        + value
        + "\r\n";
  }

  private static String file(String boundary, String name, String fileName) {
    return "--"
        + boundary
        + "\r\nContent-Disposition: form-data; name=\""
        + name
        + "\"; filename=\""
        + fileName
        + "\"\r\nContent-Type: "
        + OCTETS
        + "\r\n\r\n";
  }

  private static byte[] end(String boundary) {
    return bytes("\r\n--" + boundary + "--\r\n");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
