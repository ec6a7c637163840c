package org.hwautomation.server.api;

import static org.hwautomation.server.Shape.any;
import static org.hwautomation.server.Shape.integer;
import static org.hwautomation.server.Shape.list;
import static org.hwautomation.server.Shape.map;
import static org.hwautomation.server.Shape.named;
import static org.hwautomation.server.Shape.number;
import static org.hwautomation.server.Shape.object;
import static org.hwautomation.server.Shape.required;
import static org.hwautomation.server.Shape.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hwautomation.bridge.RpcCodec;
import org.hwautomation.bridge.RpcException;
import org.hwautomation.bridge.Session;
import org.hwautomation.server.Answer;
import org.hwautomation.server.Call;
import org.hwautomation.server.Problem;
import org.hwautomation.server.Route;
import org.hwautomation.server.RouteParameter;
import org.hwautomation.server.access.Role;
import org.hwautomation.server.scripts.ConnectedScript;
import org.hwautomation.server.scripts.ScriptDesk;
import org.jspecify.annotations.Nullable;

/** Scripts that use the service as their engine. */
public final class ScriptResource {
  private static final RouteParameter ID =
      RouteParameter.path("script", "as it was given when the script connected");

  private static final org.hwautomation.server.Shape WELCOME =
      named(
          "ScriptWelcome",
          object(
              required("script", text(), "its id, for what follows; keep it secret"),
              required("protocol", integer(1, 1_000), "the version of what is said"),
              required("version", text(), "of the product"),
              required(
                  "heartbeat_seconds", number(), "how often both sides say that they are there"),
              required("silence_seconds", number(), "who is silent for longer is taken for gone")));

  private final ScriptDesk desk;
  private final String version;

  public ScriptResource(ScriptDesk desk, String version) {
    this.desk = desk;
    this.version = version;
  }

  public List<Route> routes() {
    return List.of(
        Route.post("/api/v1/scripts", "connectScript", "Connects a script that has functions")
            .role(Role.OPERATOR)
            .takes(
                object(
                    required("protocol", integer(1, 1_000), "the version that the script speaks"),
                    required("client", text(500), "what people call it")))
            .gives(201, WELCOME)
            .by(this::connect),
        Route.get(
                "/api/v1/scripts/{script}/messages",
                "hearScript",
                "What the service asks and tells the script")
            .role(Role.OPERATOR)
            .with(ID)
            .givesMedia(StreamResource.EVENTS)
            .by(this::hear),
        Route.post(
                "/api/v1/scripts/{script}/messages",
                "tellScript",
                "What the script asks and answers")
            .role(Role.OPERATOR)
            .with(ID)
            .takes(object(required("messages", list(map(any())), "JSON-RPC 2.0, in order")))
            .givesNothing()
            .by(this::take),
        Route.delete("/api/v1/scripts/{script}", "leaveScript", "Leaves; its runs are parked")
            .role(Role.OPERATOR)
            .with(ID)
            .givesNothing()
            .by(this::leave));
  }

  private Answer connect(Call call) {
    if (!Integer.valueOf(Session.PROTOCOL).equals(call.body().get("protocol"))) {
      throw Problem.of(
              "other-protocol",
              409,
              "The versions do not fit",
              "the script speaks version %s of the protocol, and the service %d"
                  .formatted(call.body().get("protocol"), Session.PROTOCOL))
          .withHint("Use the package that comes with this version of the service.")
          .exception();
    }
    var id = desk.connect(call.actor(), call.text("client"));
    Map<String, @Nullable Object> welcome = new LinkedHashMap<>();
    welcome.put("script", id);
    welcome.put("protocol", Session.PROTOCOL);
    welcome.put("version", version);
    welcome.put("heartbeat_seconds", desk.heartbeat().every().toMillis() / 1e3);
    welcome.put("silence_seconds", desk.heartbeat().silence().toMillis() / 1e3);
    return Answer.created("/api/v1/scripts/" + id, welcome);
  }

  private ConnectedScript find(Call call) {
    return desk.find(call.in("script"), call.actor())
        .orElseThrow(
            () ->
                Problem.of("not-found", 404, "There is none", "this script is not connected")
                    .withHint("Connect it again: POST /api/v1/scripts.")
                    .exception());
  }

  private Answer hear(Call call) {
    var script = find(call);
    if (!script.beginListening()) {
      throw Problem.of(
              "not-possible", 409, "That can't be done now", "the script has a listener already")
          .exception();
    }
    return Answer.events(script::tell);
  }

  private Answer take(Call call) {
    var script = find(call);
    if (call.body().get("messages") instanceof List<?> messages) {
      for (var message : messages) {
        try {
          script.take(RpcCodec.of((Map<?, ?>) message));
        } catch (RpcException e) {
          throw Problem.of("bad-input", 400, "A value does not fit", e.error().message())
              .exception();
        }
      }
    }
    return Answer.nothing();
  }

  private Answer leave(Call call) {
    find(call).leave("said goodbye while they were under way");
    return Answer.nothing();
  }
}
