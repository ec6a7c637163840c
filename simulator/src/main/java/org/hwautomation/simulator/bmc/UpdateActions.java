package org.hwautomation.simulator.bmc;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.FirmwareUpdate;
import org.hwautomation.simulator.ReceivedImage;
import org.hwautomation.simulator.UpdateFault;
import org.hwautomation.simulator.UpdateStart;
import org.hwautomation.simulator.UpdateState;

/**
 * DSP0268 UpdateService's actions: {@code SimpleUpdate} fetches the image over HTTP in two ranges,
 * from loopback addresses alone, and tries again for half an hour; {@code StartUpdate} orders a
 * verified image to be written.
 */
final class UpdateActions {
  static final String SIMPLE = UpdateRoutes.SERVICE + "/Actions/UpdateService.SimpleUpdate";
  static final String START = UpdateRoutes.SERVICE + "/Actions/UpdateService.StartUpdate";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int TRIES = 60;

  /** Simulated. */
  private static final Duration BETWEEN = Duration.ofSeconds(30);

  private static final int FIRST_RANGE = 1 << 16;

  private final Tree tree;

  UpdateActions(Tree tree) {
    this.tree = tree;
  }

  List<Route> routes() {
    var routes = new ArrayList<Route>();
    routes.add(tree.post(SIMPLE, this::simple));
    if (!tree.dialect().hpe()) {
      routes.add(tree.post(START, this::start));
    }
    return routes;
  }

  static List<String> protocols(Dialect dialect) {
    return switch (dialect.personality()) {
      case DELL -> List.of("HTTP", "NFS", "CIFS", "TFTP", "HTTPS");
      case HPE -> List.of("HTTP", "HTTPS");
      case SUPERMICRO -> List.of("HTTP", "HTTPS", "FTP");
    };
  }

  private RedfishResponse simple(RedfishRequest request) {
    var body = request.object(tree.dialect());
    Bodies.only(
        tree,
        body,
        Set.of("ImageURI", "TransferProtocol", "Targets", "Username", "Password", "ForceUpdate"));
    var text = Bodies.actionText(tree, body, "UpdateService.SimpleUpdate", "ImageURI");
    var protocol = Bodies.text(tree, body, "TransferProtocol");
    if (protocol != null && !protocols(tree.dialect()).contains(protocol)) {
      throw new RedfishError(
          400,
          tree.base("ActionParameterValueNotInList", protocol, "TransferProtocol", "SimpleUpdate"));
    }
    var uri = uri(text);
    var start =
        body.path("@Redfish.OperationApplyTime").asString("").equals("OnReset")
            ? UpdateStart.AT_RESET
            : UpdateStart.AT_ONCE;
    var update =
        tree.server()
            .updates()
            .beginDownload(name(uri), start, Channel.REDFISH)
            .orElseThrow(() -> UploadRoutes.busy(tree));
    var _ = Thread.ofVirtual().name("image download").start(() -> fetch(update, uri));
    return UpdateTasks.accepted(tree, update);
  }

  private URI uri(String text) {
    try {
      var uri = URI.create(text);
      // a simulated BMC reaches what the simulation has, and nothing else
      if ("http".equals(uri.getScheme())
          && uri.getHost() != null
          && uri.getHost().matches("127(\\.[0-9]{1,3}){3}")
          && InetAddress.getByName(uri.getHost()).isLoopbackAddress()) {
        return uri;
      }
    } catch (IllegalArgumentException | IOException e) {
      // refused below
    }
    throw new RedfishError(400, tree.base("PropertyValueFormatError", text, "ImageURI"));
  }

  /** Without the query, in which addresses carry their signature. */
  private static String name(URI uri) {
    return "http://" + uri.getHost() + ":" + uri.getPort() + uri.getPath();
  }

  private void fetch(FirmwareUpdate update, URI uri) {
    if (tree.server().faults().has(UpdateFault.IMAGE_UNREACHABLE)) {
      lost(update, "no route to host");
      return;
    }
    try (var http =
        HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build()) {
      for (var tries = 1; ; tries++) {
        try {
          var image = fetched(http, uri);
          tree.server().updates().received(update.number(), image, Channel.REDFISH);
          return;
        } catch (IOException e) {
          if (tries == TRIES) {
            lost(update, String.valueOf(e.getMessage()));
            return;
          }
          tree.server().time().sleep(BETWEEN);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void lost(FirmwareUpdate update, String why) {
    tree.server().updates().fail(update.number(), "The image could not be fetched: " + why);
  }

  private static ReceivedImage fetched(HttpClient http, URI uri)
      throws IOException, InterruptedException {
    var intake = new ImageIntake();
    var range = "bytes=0-" + (FIRST_RANGE - 1);
    for (var ask : List.of(range, "bytes=" + FIRST_RANGE + "-")) {
      var answer =
          http.send(
              HttpRequest.newBuilder(uri).timeout(PATIENCE).header("Range", ask).build(),
              HttpResponse.BodyHandlers.ofInputStream());
      try (var in = answer.body()) {
        if (answer.statusCode() == 416 && !ask.equals(range)) {
          break; // it is that short
        }
        if (answer.statusCode() != 206) {
          throw new IOException("HTTP " + answer.statusCode());
        }
        intake.take(in::read);
      }
    }
    return intake.end(name(uri));
  }

  private RedfishResponse start(RedfishRequest request) {
    var verified = tree.server().updates().active().filter(u -> u.state() == UpdateState.VERIFIED);
    if (verified.isEmpty()
        || !tree.server().updates().order(verified.get().number(), Channel.REDFISH)) {
      throw new RedfishError(
          400,
          Message.of(
              "SMC.1.0.OemBiosUpdateNoImage",
              "There is no verified image; upload one first.",
              "Warning"));
    }
    return UpdateTasks.accepted(
        tree, tree.server().updates().update(verified.get().number()).orElseThrow());
  }
}
