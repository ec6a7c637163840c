package org.hwautomation.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.hwautomation.hardware.redfish.RedfishClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lights what helps people to find a server. Servers in use may be lit, too. */
@Command(name = "identify", description = "Light the lamp that helps to find a server.")
final class BmcIdentifyCommand implements Callable<Integer> {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration LONGEST = Duration.ofSeconds(255);

  @Mixin private GlobalOptions options = new GlobalOptions();
  @Mixin private BmcTarget target = new BmcTarget();
  @Mixin private WriteOptions write = new WriteOptions();

  @Option(names = "--off", description = "Switch it off.")
  private boolean off;

  @Override
  public Integer call() {
    try (var manager = options.manager(write, "bmc identify")) {
      var place = target.place(manager);
      var word = off ? "off" : "on";
      return new BmcWrite(manager, options.screen(), place, write)
          .harmless()
          .run(
              "identify-" + word,
              "switch the lamp " + word,
              this::send,
              wait ->
                  wait.until(
                      "the lamp to be " + word,
                      LIMIT,
                      fresh ->
                          switch (fresh) {
                            case BmcSession.Redfish redfish -> shown(redfish.client());
                            case BmcSession.Ipmi _ ->
                                Optional.of(
                                    Map.of(
                                        "lamp",
                                        off
                                            ? "off accepted; IPMI can't read it back"
                                            : "on accepted, for 255 s; IPMI can't read it back"));
                          }));
    }
  }

  private void send(BmcSession session) {
    switch (session) {
      case BmcSession.Redfish redfish -> redfish.client().identify(redfish.client().system(), !off);
      case BmcSession.Ipmi ipmi -> ipmi.client().identify(off ? Duration.ZERO : LONGEST);
    }
  }

  private Optional<Map<String, Object>> shown(RedfishClient client) {
    var system = client.system();
    var places = new ArrayList<>(List.of(system.uri()));
    places.addAll(system.chassisUris());
    for (var uri : places) {
      var body = client.get(uri).body();
      var active = body.path("LocationIndicatorActive");
      var led = body.path("IndicatorLED").asString("");
      if (active.isBoolean() || !led.isEmpty()) {
        var lit = active.isBoolean() ? active.booleanValue() : !led.equals("Off");
        return lit == off ? Optional.empty() : Optional.of(Map.of("lamp", off ? "off" : "on"));
      }
    }
    return Optional.empty();
  }
}
