package org.hwautomation.server.alerts;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A receiver on loopback that answers as it is told, and keeps what it got. */
final class HookServer implements AutoCloseable {
  private final HttpServer server;
  private final String scheme;
  private final List<Got> got = new CopyOnWriteArrayList<>();
  private volatile int status = 204;

  /** A request. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Got(String path, Headers headers, byte[] body) {
    String header(String name) {
      return headers.getFirst(name);
    }
  }

  HookServer() throws IOException {
    this(null);
  }

  HookServer(@Nullable SSLContext tls) throws IOException {
    var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    if (tls == null) {
      server = HttpServer.create(loopback, 0);
      scheme = "http";
    } else {
      var secure = HttpsServer.create(loopback, 0);
      secure.setHttpsConfigurator(new HttpsConfigurator(tls));
      server = secure;
      scheme = "https";
    }
    server.createContext(
        "/",
        exchange -> {
          got.add(
              new Got(
                  exchange.getRequestURI().getPath(),
                  exchange.getRequestHeaders(),
                  exchange.getRequestBody().readAllBytes()));
          exchange.getResponseHeaders().add("Location", "/elsewhere");
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
  }

  void answers(int code) {
    status = code;
  }

  String url(String path) {
    return "%s://127.0.0.1:%d%s".formatted(scheme, server.getAddress().getPort(), path);
  }

  List<Got> got() {
    return got;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
