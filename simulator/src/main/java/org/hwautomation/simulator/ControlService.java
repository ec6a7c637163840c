package org.hwautomation.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The simulator's own endpoint, for tests in another process: what happened, as JSON over HTTP on a
 * free port of 127.0.0.1. Its address is the configuration's {@code simulator.control}.
 *
 * <pre>
 * GET  /simulator/v1/servers
 * GET  /simulator/v1/effects[?server=NAME][&amp;kind=KIND]
 * GET  /simulator/v1/counts                               server -> kind -> how often
 * GET  /simulator/v1/requests[?server=NAME]
 * GET  /simulator/v1/unsafe                               what {@link DataCentre#check()} says
 * GET  /simulator/v1/configuration
 * POST /simulator/v1/faults?fault=FAULT[&amp;count=N][&amp;server=NAME]   of a BMC, or of MAAS
 * POST /simulator/v1/lies?lie=LIE&amp;server=NAME
 * POST /simulator/v1/faults?fault=NAME&amp;server=NAME           one of {@link Fault}
 * GET  /simulator/v1/faults                               their names, with what they mean
 * DELETE /simulator/v1/faults?server=NAME                 ends what can be taken back
 * POST /simulator/v1/mains-cut?server=NAME                mains power goes, and comes back
 * POST /simulator/v1/impostor?server=NAME                 and DELETE: {@link Faults#impostor(boolean)}
 * </pre>
 */
public final class ControlService implements DataCentreService {
  private static final String BASE = "/simulator/v1/";
  private static final JsonMapper JSON = new JsonMapper();

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private @Nullable HttpServer http;

  /** For {@link java.util.ServiceLoader}. */
  public ControlService() {}

  @Override
  public void start(DataCentre started) {
    try {
      var created =
          HttpServer.create(
              new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 16);
      created.setExecutor(threads);
      created.createContext(BASE, exchange -> handle(started, exchange));
      created.start();
      http = created;
    } catch (IOException e) {
      throw new UncheckedIOException("the control endpoint cannot listen on 127.0.0.1", e);
    }
  }

  @Override
  public Map<String, String> configuration() {
    return http == null
        ? Map.of()
        : Map.of("simulator.control", "http://127.0.0.1:" + http.getAddress().getPort() + "/");
  }

  @Override
  public void close() {
    if (http != null) {
      http.stop(0);
    }
    threads.shutdownNow();
  }

  private static void handle(DataCentre dataCentre, HttpExchange exchange) throws IOException {
    try (exchange) {
      Object answer;
      var status = 200;
      try {
        var path = exchange.getRequestURI().getPath().substring(BASE.length());
        answer = answer(dataCentre, exchange.getRequestMethod(), path, query(exchange));
      } catch (IllegalArgumentException e) {
        status = 400;
        answer = Map.of("error", String.valueOf(e.getMessage()));
      }
      var bytes = JSON.writeValueAsBytes(answer);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private static Object answer(
      DataCentre dataCentre, String method, String path, Map<String, String> query) {
    var server = query.getOrDefault("server", "");
    var kind = query.getOrDefault("kind", "");
    return switch (method + " " + path) {
      case "GET servers" -> dataCentre.servers().stream().map(ControlService::server).toList();
      case "GET effects" ->
          dataCentre.recorder().effects().stream()
              .filter(effect -> server.isEmpty() || effect.server().equals(server))
              .filter(effect -> kind.isEmpty() || effect.kind().name().equals(kind))
              .toList();
      case "GET counts" -> dataCentre.recorder().counts();
      case "GET requests" ->
          dataCentre.recorder().requests().stream()
              .filter(request -> server.isEmpty() || request.server().equals(server))
              .toList();
      case "GET unsafe" -> dataCentre.check();
      case "GET configuration" -> dataCentre.configuration();
      case "GET faults" ->
          Arrays.stream(Fault.values())
              .map(fault -> Map.of("fault", fault.wireName(), "explanation", fault.explanation()))
              .toList();
      case "POST faults" -> {
        var name = query.getOrDefault("fault", "");
        if (Fault.known(name)) {
          Fault.named(name).apply(dataCentre.server(server));
          yield Map.of();
        }
        var queue =
            server.isEmpty() ? dataCentre.maasFaults() : dataCentre.server(server).faults().bmc();
        queue.next(
            Integer.parseInt(query.getOrDefault("count", "1")),
            HttpFault.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_')));
        yield Map.of();
      }
      case "POST lies" -> {
        dataCentre
            .server(server)
            .faults()
            .lie(Faults.Lie.valueOf(query.getOrDefault("lie", "").toUpperCase(Locale.ROOT)));
        yield Map.of();
      }
      case "POST mains-cut" -> {
        dataCentre.server(server).cutMains();
        yield Map.of();
      }
      case "POST impostor", "DELETE impostor" -> {
        dataCentre.server(server).faults().impostor(method.equals("POST"));
        yield Map.of();
      }
      case "DELETE faults" -> {
        dataCentre.server(server).faults().end();
        yield Map.of();
      }
      case "DELETE lies" -> {
        dataCentre.server(server).faults().honest();
        yield Map.of();
      }
      default -> throw new IllegalArgumentException("there is no " + method + " " + BASE + path);
    };
  }

  private static Map<String, Object> server(SimulatedServer server) {
    var shown = new LinkedHashMap<String, Object>();
    shown.put("hostname", server.hostname());
    shown.put("system_id", server.identity().systemId());
    shown.put("serial", server.identity().serial());
    shown.put("uuid", server.identity().uuid().toString());
    shown.put("personality", server.personality().key());
    shown.put("bmc_address", server.bmc().address());
    shown.put("bmc_reachable", server.bmc().reachable());
    shown.put("host_address", server.host().address());
    shown.put("power", server.power().state().name());
    shown.put("phase", server.power().phase().name());
    shown.put("environment", server.host().environment().name());
    shown.put("maas_status", server.maas().status().label());
    shown.put("bios", server.bios().current());
    var firmware = new LinkedHashMap<String, String>();
    server.firmware().items().forEach(item -> firmware.put(item.id(), item.version()));
    shown.put("firmware", firmware);
    shown.put("firmware_writing", server.updates().writing());
    shown.put("bricked", server.updates().bricked());
    return shown;
  }

  private static Map<String, String> query(HttpExchange exchange) {
    var query = new HashMap<String, String>();
    var text = exchange.getRequestURI().getQuery();
    for (var pair : text == null ? new String[0] : text.split("&")) {
      var equals = pair.indexOf('=');
      if (equals > 0) {
        query.put(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    return query;
  }
}
