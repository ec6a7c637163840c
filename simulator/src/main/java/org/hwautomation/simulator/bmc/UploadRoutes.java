package org.hwautomation.simulator.bmc;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.FirmwareUpdate;
import org.hwautomation.simulator.ReceivedImage;
import org.hwautomation.simulator.UpdateStart;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Pushed images. An iDRAC and a Supermicro take a multipart push (DSP0266, "Multipart HTTP push
 * updates"): {@code UpdateParameters}, then {@code UpdateFile}, of a known length. An iLO takes the
 * form of its own web page: {@code sessionKey} in the form and as a cookie, {@code parameters},
 * {@code file}, in sections of not more than 32 MiB.
 */
final class UploadRoutes {
  private static final JsonMapper JSON = new JsonMapper();
  private static final long MAX_SECTION = 32L << 20;

  private final Tree tree;
  private final Map<String, ImageIntake> sections = new HashMap<>();

  UploadRoutes(Tree tree) {
    this.tree = tree;
  }

  static String path(Dialect dialect) {
    return switch (dialect.personality()) {
      case DELL -> UpdateRoutes.SERVICE + "/MultipartUpload";
      case HPE -> "/cgi-bin/uploadFile";
      case SUPERMICRO -> UpdateRoutes.SERVICE + "/upload";
    };
  }

  List<Route> routes() {
    var hpe = tree.dialect().hpe();
    return List.of(
        Route.upload(
            tree.dialect(),
            path(tree.dialect()),
            hpe,
            request -> {
              try {
                return hpe ? form(request) : push(request);
              } catch (IOException e) {
                // the client went away, or sent no form
                throw new RedfishError(400, tree.base("UnrecognizedRequestBody"));
              }
            }));
  }

  /** What a BMC says that is asked for a second update. */
  static RedfishError busy(Tree tree) {
    return switch (tree.dialect().personality()) {
      case DELL ->
          new RedfishError(
              503,
              tree.idrac(
                  "RED014",
                  "The update cannot be started: another job is in progress.",
                  "Critical"));
      case HPE ->
          new RedfishError(
              400,
              tree.ilo(
                  "FirmwareFlashAlreadyInProgress",
                  "A firmware flash operation is already in progress.",
                  "Warning"));
      case SUPERMICRO ->
          new RedfishError(
              405,
              Message.of(
                  "SMC.1.0.OemFirmwareAlreadyInUpdateMode",
                  "The firmware update was already in update mode.",
                  "Warning"));
    };
  }

  private RedfishResponse push(RedfishRequest request) throws IOException {
    var body = body(request);
    if (tree.server().updates().refuses(Channel.REDFISH)) {
      throw busy(tree);
    }
    var first = body.next();
    if (first == null
        || !first.name().equals("UpdateParameters")
        || !first.type().startsWith("application/json")) {
      throw new RedfishError(400, tree.base("ActionParameterMissing", "push", "UpdateParameters"));
    }
    var parameters = json(body.text());
    var second = body.next();
    if (second == null || !second.name().equals("UpdateFile") || second.fileName() == null) {
      throw new RedfishError(400, tree.base("ActionParameterMissing", "push", "UpdateFile"));
    }
    var start = start(parameters);
    var intake = new ImageIntake();
    intake.take(body::read);
    if (body.next() != null) {
      throw new RedfishError(400, tree.base("UnrecognizedRequestBody"));
    }
    return UpdateTasks.accepted(tree, begin(intake.end(second.fileName()), start));
  }

  private UpdateStart start(JsonNode parameters) {
    var asked = parameters.path("@Redfish.OperationApplyTime").asString("");
    return switch (asked) {
      case "OnReset" -> UpdateStart.AT_RESET;
      case "OnStartUpdateRequest" -> UpdateStart.WHEN_ORDERED;
      case "", "Immediate" -> UpdateStart.AT_ONCE;
      default ->
          throw new RedfishError(
              400, tree.base("PropertyValueNotInList", asked, "@Redfish.OperationApplyTime"));
    };
  }

  private FirmwareUpdate begin(ReceivedImage image, UpdateStart start) {
    return tree.server()
        .updates()
        .begin(image, start, Channel.REDFISH)
        .orElseThrow(() -> busy(tree));
  }

  private RedfishResponse form(RedfishRequest request) throws IOException {
    var token = cookie(request);
    new Gate(tree).admit(Map.of("x-auth-token", token == null ? "" : token));
    var body = body(request);
    @Nullable String key = null;
    @Nullable JsonNode parameters = null;
    for (var part = body.next(); part != null; part = body.next()) {
      switch (part.name()) {
        case "sessionKey" -> key = body.text();
        case "parameters" -> parameters = json(body.text());
        case "compsig" -> {}
        case "file" -> {
          if (key == null || !key.equals(token) || parameters == null) {
            throw new RedfishError(400, tree.base("UnrecognizedRequestBody"));
          }
          return take(body, part.fileName(), parameters);
        }
        default -> throw new RedfishError(400, tree.base("UnrecognizedRequestBody"));
      }
    }
    throw new RedfishError(400, tree.base("UnrecognizedRequestBody"));
  }

  private synchronized RedfishResponse take(
      MultipartBody body, @Nullable String fileName, JsonNode parameters) throws IOException {
    var section = parameters.path("Section").asInt(0);
    var id = parameters.path("ETag").asString("");
    if (section == 0) {
      if (tree.server().updates().refuses(Channel.REDFISH)) {
        throw busy(tree);
      }
      sections.clear();
      sections.put(id, new ImageIntake());
    }
    var intake = Optional.ofNullable(sections.get(id));
    if (intake.isEmpty() || id.isEmpty()) {
      throw new RedfishError(
          400, tree.ilo("ComponentUploadFailed", "A component upload failed.", "Warning"));
    }
    var count = new long[1];
    intake
        .get()
        .take(
            target -> {
              var read = body.read(target);
              count[0] += Math.max(0, read);
              if (count[0] > MAX_SECTION) {
                throw new IOException("a section of more than 32 MiB");
              }
              return read;
            });
    if (intake.get().complete()) {
      sections.clear();
      begin(
          intake.get().end(fileName == null ? "" : fileName),
          parameters.path("UpdateTarget").asBoolean(false)
              ? UpdateStart.AT_ONCE
              : UpdateStart.STORE);
    }
    return new RedfishResponse(200, Map.of(), null, () -> {});
  }

  private static @Nullable String cookie(RedfishRequest request) {
    var header = request.header("Cookie");
    for (var pair : header == null ? new String[0] : header.split(";")) {
      if (pair.strip().startsWith("sessionKey=")) {
        return pair.strip().substring("sessionKey=".length());
      }
    }
    return null;
  }

  private MultipartBody body(RedfishRequest request) {
    if (request.header("Content-Length") == null) {
      throw new RedfishError(411, tree.base("UnrecognizedRequestBody"));
    }
    var type = request.header("Content-Type");
    var body = MultipartBody.of(type == null ? "" : type, request.stream());
    if (body == null) {
      throw new RedfishError(415, tree.base("UnrecognizedRequestBody"));
    }
    return body;
  }

  private JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JacksonException e) {
      throw new RedfishError(400, tree.base("MalformedJSON"));
    }
  }
}
