package org.hwautomation.simulator.bmc;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.LoopbackBlock;
import org.hwautomation.simulator.SimulatedServer;
import org.hwautomation.simulator.UnsafeKind;
import org.jspecify.annotations.Nullable;

/**
 * The Redfish service of one BMC: an HTTPS listener that opens and shuts with the BMC, and what it
 * remembers. Certificate and jobs stay when the BMC restarts, sessions do not.
 */
final class RedfishEndpoint {
  private final SimulatedServer server;
  private final Sessions sessions;
  private final HardwareLog log;
  private final DellJobs jobs;
  private final Exchange exchange;
  private SSLContext tls;
  private int certificates;
  private @Nullable SSLContext impostorTls;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private @Nullable HttpsServer listener;
  private boolean closed;

  RedfishEndpoint(SimulatedServer server) {
    this.server = server;
    this.sessions = new Sessions(server);
    this.jobs = new DellJobs(server);
    this.log = new HardwareLog(server);
    var tree = new Tree(server, Dialect.of(server.personality()), sessions, jobs);
    this.exchange = new Exchange(tree, routes(tree, log));
    this.tls = certificate();
  }

  private SSLContext certificate() {
    return Certificates.selfSigned(
        server.personality().bmcModel() + " " + server.identity().serial(), server.time().now());
  }

  /** An impostor names itself as the BMC does; only the key tells them apart. */
  private SSLContext impostor() {
    if (impostorTls == null) {
      impostorTls = certificate();
    }
    return impostorTls;
  }

  private static List<Route> routes(Tree tree, HardwareLog log) {
    var routes = new ArrayList<Route>();
    routes.addAll(new RootRoutes(tree).routes());
    routes.addAll(new SessionRoutes(tree).routes());
    routes.addAll(new AccountRoutes(tree).routes());
    routes.addAll(new SystemRoutes(tree).routes());
    routes.addAll(new BiosRoutes(tree).routes());
    routes.addAll(new ManagerRoutes(tree).routes());
    routes.addAll(new ChassisRoutes(tree).routes());
    routes.addAll(new LogRoutes(tree, log).routes());
    routes.addAll(new SensorRoutes(tree).routes());
    routes.addAll(new RegistryRoutes(tree).routes());
    routes.addAll(new UpdateRoutes(tree).routes());
    routes.addAll(new UploadRoutes(tree).routes());
    routes.addAll(new UpdateActions(tree).routes());
    routes.addAll(new UpdateTasks(tree).routes());
    routes.addAll(new TaskRoutes(tree).routes());
    routes.addAll(DellRoutes.of(tree));
    return routes;
  }

  DellJobs jobs() {
    return jobs;
  }

  HardwareLog log() {
    return log;
  }

  /** Listens at a simulated address. */
  synchronized void open(String address) {
    shut();
    if (closed) {
      return;
    }
    if (certificates != server.bmc().certificates()) {
      certificates = server.bmc().certificates();
      tls = certificate();
    }
    try {
      var created =
          HttpsServer.create(
              new InetSocketAddress(
                  server.dataCentre().block().local(address), LoopbackBlock.REDFISH_PORT),
              64);
      var impostor = server.faults().impostor();
      created.setHttpsConfigurator(new HttpsConfigurator(impostor ? impostor() : tls));
      created.setExecutor(threads);
      created.createContext("/", impostor ? overheard(exchange::handle) : exchange::handle);
      created.start();
      listener = created;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the BMC of " + server.hostname() + " cannot listen at " + address, e);
    }
  }

  /** Notices the passwords and tokens that an impostor is told; it passes the requests on. */
  private HttpHandler overheard(HttpHandler handler) {
    return http -> {
      var headers = http.getRequestHeaders();
      var login =
          http.getRequestMethod().equals("POST")
              && http.getRequestURI().getPath().matches("/redfish/v1/SessionService/Sessions.*");
      if (login || headers.containsKey("Authorization") || headers.containsKey("X-Auth-Token")) {
        server.unsafe(
            UnsafeKind.CREDENTIAL_TO_IMPOSTOR,
            Channel.REDFISH,
            http.getRequestMethod() + " " + http.getRequestURI().getPath());
      }
      handler.handle(http);
    };
  }

  /** Goes silent: open connections break, sessions are gone. */
  synchronized void shut() {
    sessions.closeAll();
    if (listener != null) {
      listener.stop(0);
      listener = null;
    }
  }

  synchronized void close() {
    closed = true;
    shut();
    threads.shutdownNow();
  }
}
