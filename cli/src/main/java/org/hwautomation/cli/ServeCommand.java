package org.hwautomation.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.hwautomation.bridge.Scripts;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.configuration.Configuration;
import org.hwautomation.provisioning.server.Pace;
import org.hwautomation.server.HwautoServer;
import org.hwautomation.server.ServerSettings;
import org.hwautomation.simulator.DataCentre;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The service: REST API, live events and the web page, until Ctrl-C. */
@Command(
    name = "serve",
    description = {
      "Run the service: REST API, live events, metrics, and the web page.",
      "It executes the runs that are started with it, and takes over those whose process died. It"
          + " runs until Ctrl-C, which stops gently: runs can be resumed, or go on when it is started"
          + " again."
    },
    footer = "Exit codes: 2 bad input, 130 Ctrl-C.")
final class ServeCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();
  @Mixin private PaceOption pace = new PaceOption();

  @Option(names = "--host", paramLabel = "A", description = "Listen there; ${DEFAULT-VALUE}.")
  private String host = "127.0.0.1";

  @Option(names = "--port", paramLabel = "P", description = "0 for any; ${DEFAULT-VALUE}.")
  private int port = 8080;

  @Option(names = "--tls-cert", paramLabel = "FILE", description = "Certificate chain, PEM.")
  private @Nullable Path certificate;

  @Option(names = "--tls-key", paramLabel = "FILE", description = "Its key, PEM, PKCS #8.")
  private @Nullable Path key;

  @Option(
      names = "--plain-http",
      description = "Also without TLS where others can reach it; passwords can be read there.")
  private boolean plainHttp;

  @Option(names = "--site", paramLabel = "NAME", description = "What the page calls the place.")
  private String site = "default";

  @Option(
      names = "--simulate",
      paramLabel = "N",
      description = "With a simulated data centre of so many servers, to try everything out.")
  private @Nullable Integer simulated;

  @Option(
      names = "--speed",
      paramLabel = "X",
      description = "How much faster than the world simulated time runs; ${DEFAULT-VALUE}.")
  private double speed = 60;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var settings = settings();
    if (simulated == null) {
      return serve(settings, options.configuration(), pace.pace(), options.state());
    }
    if (simulated < 1 || simulated > 200) {
      throw new IllegalArgumentException("--simulate " + simulated + " is not between 1 and 200");
    }
    var kept = options.state();
    var state = kept == null ? Files.createTempDirectory("hwauto-serve") : kept;
    Files.createDirectories(state);
    try (var dataCentre = DataCentre.builder().servers(simulated).speed(speed).start()) {
      var configuration = new SimulatedSetup(dataCentre).configuration(state);
      new SimulatedCatalog(dataCentre).write(configuration.firmwareCatalog());
      return serve(settings, configuration, new Pace(Math.max(1, speed)), state);
    }
  }

  private ServerSettings settings() {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("--port " + port + " is not between 0 and 65535");
    }
    if ((certificate == null) != (key == null)) {
      throw new IllegalArgumentException("--tls-cert and --tls-key go together");
    }
    if (certificate == null && !plainHttp && !isLoopback()) {
      throw new IllegalArgumentException(
          "--host %s can be reached by others, and passwords would go there in clear; give --tls-cert and --tls-key, or --plain-http if a proxy in front does TLS"
              .formatted(host));
    }
    var settings =
        new ServerSettings(host, port, Optional.empty(), site, new Version().getVersion()[0]);
    return certificate == null || key == null
        ? settings
        : settings.withTls(new ServerSettings.TlsFiles(certificate, key));
  }

  private boolean isLoopback() {
    return host.equals("localhost") || host.equals("::1") || host.startsWith("127.");
  }

  private int serve(
      ServerSettings settings, Configuration configuration, Pace howOften, @Nullable Path state)
      throws InterruptedException {
    var scripts = new Scripts();
    try (var manager =
        GlobalOptions.manager(configuration, howOften, "serve", List.of(scripts.function()))) {
      var ended = new CountDownLatch(1);
      var server = HwautoServer.start(manager, settings, new SimulatedLab(configuration), scripts);
      var stopped = new CountDownLatch(1);
      var hook =
          Thread.ofPlatform()
              .name("gentle stop")
              .unstarted(
                  () -> {
                    stop(server, manager);
                    ended.countDown();
                    stopped.countDown();
                  });
      Runtime.getRuntime().addShutdownHook(hook);
      tell(server, state);
      ended.await();
      stopped.await();
      return ExitCodes.INTERRUPTED;
    }
  }

  private void stop(HwautoServer server, WorkflowManager manager) {
    options.screen().problem("Stopping ...");
    server.close();
    manager.engine().close();
  }

  private void tell(HwautoServer server, @Nullable Path state) {
    var screen = options.screen();
    var token = server.access().firstAdminToken();
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("address", server.address().toString());
    document.put(
        "first_admin_token", token.map(secret -> secret.<String>reveal(text -> text)).orElse(null));
    document.put("simulated_servers", simulated);
    document.put("state", state == null ? null : state.toString());
    screen.result(
        document,
        () -> {
          screen.line("The service runs at " + server.address());
          if (simulated != null) {
            screen.line("Behind it: a simulated data centre of %d servers".formatted(simulated));
          }
          token.ifPresent(
              secret -> {
                screen.line("");
                screen.line("Log in with this admin token; it is shown this once:");
                secret.reveal(
                    text -> {
                      screen.line("  " + text);
                      return text;
                    });
              });
          screen.line("");
          screen.line("Ctrl-C stops it.");
        });
  }
}
