package org.hwautomation.simulator.maas;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.interfaces.ECPublicKey;
import java.time.InstantSource;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.DataCentreService;
import org.hwautomation.simulator.MaasStatus;
import org.hwautomation.simulator.PowerAction;
import org.hwautomation.simulator.SimulatedServer;
import org.jspecify.annotations.Nullable;

/**
 * MAAS: the API 2.0 at {@code http://127.0.0.1:PORT/MAAS/api/2.0/}, on a free port, and what MAAS
 * does by itself. The address and the API key stand in {@link DataCentre#configuration()} as {@code
 * maas.url} and {@code maas.api_key}. Thread-safe.
 */
public final class MaasService implements DataCentreService {

  private @Nullable HttpServer http;
  private @Nullable ExecutorService threads;
  private @Nullable MachineLife life;
  private @Nullable PowerPoller poller;
  private String apiKey = "";

  /** For {@link java.util.ServiceLoader}. */
  public MaasService() {}

  @Override
  public void start(DataCentre dataCentre) {
    apiKey = dataCentre.maasKey().orElseGet(() -> key(dataCentre));
    EventLog events = new EventLog();
    Machines machines = new Machines(dataCentre, events);
    PowerDriver driver = new PowerDriver(dataCentre);
    HostWatch watch = new HostWatch(dataCentre.time());
    SshKeys keys = new SshKeys();
    if (dataCentre.sshKey().getPublic() instanceof ECPublicKey publicKey) {
      keys.add(OpenSshKey.line(publicKey, "simulated-operator"));
    }
    MachineLife lives = new MachineLife(dataCentre, machines, driver, keys, watch);
    PowerPoller polling = new PowerPoller(machines, driver);
    life = lives;
    poller = polling;
    dataCentre.listen(watch);
    dataCentre.networkBoot(lives::networkBoot);
    for (SimulatedServer server : dataCentre.servers()) {
      machines.enlist(server);
      if (server.maas().status() == MaasStatus.DEPLOYED) {
        server.host().install("ubuntu/noble", keys.lines(), Channel.CONSOLE);
        server.power().perform(PowerAction.ON, Channel.CONSOLE);
      }
      polling.follow(server);
    }
    MachineOperations operations = new MachineOperations(machines, lives, driver);
    MachineEdits edits = new MachineEdits(machines, operations, lives);
    MaasApi api = new MaasApi(machines, operations, edits, new Tags(machines), keys, events);
    open(new MaasHttp(dataCentre, api, new OAuthPlaintext(apiKey, InstantSource.system())));
  }

  private void open(MaasHttp handler) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
      ExecutorService executor =
          Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("maas-http").factory());
      server.setExecutor(executor);
      server.createContext("/", handler);
      server.start();
      http = server;
      threads = executor;
    } catch (IOException e) {
      throw new UncheckedIOException("MAAS could not bind a port on 127.0.0.1", e);
    }
  }

  /** Where MAAS answers: {@code http://127.0.0.1:PORT/MAAS}. */
  public URI url() {
    HttpServer server = http;
    if (server == null) {
      throw new IllegalStateException("MAAS is not started");
    }
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/MAAS");
  }

  @Override
  public Map<String, String> configuration() {
    return Map.of("maas.url", url().toString(), "maas.api_key", apiKey);
  }

  @Override
  public void close() {
    if (poller != null) {
      poller.close();
    }
    if (life != null) {
      life.close();
    }
    if (http != null) {
      http.stop(0);
    }
    if (threads != null) {
      threads.shutdownNow();
    }
  }

  /** Three parts of 18, 18 and 32 letters and digits, as MAAS makes them; the seed repeats them. */
  private static String key(DataCentre dataCentre) {
    long seed =
        dataCentre.servers().isEmpty()
            ? 1
            : dataCentre.servers().getFirst().identity().uuid().getLeastSignificantBits();
    SplittableRandom luck = new SplittableRandom(seed);
    return text(luck, 18) + ":" + text(luck, 18) + ":" + text(luck, 32);
  }

  private static String text(SplittableRandom luck, int length) {
    String letters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789";
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(letters.charAt(luck.nextInt(letters.length())));
    }
    return text.toString();
  }
}
