package org.hwautomation.hardware.vendortools;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.HardwareException.Kind;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * HPE's {@code ilorest} on the server itself (iLOrest user guide: local login, {@code rawget},
 * {@code rawpatch}). Over the host's own interface an iLO in its usual security state wants no
 * login, and none is given; one that wants a login is {@code UNAVAILABLE}. Thread-safe.
 */
public final class Ilorest {
  /** Where it may lie, first first. */
  public static final List<String> PLACES =
      List.of("/usr/sbin/ilorest", "/usr/bin/ilorest", "/usr/local/bin/ilorest");

  static final String FILE = "hwautomation-bios-next.json";
  private static final String NAME = "ilorest";
  private static final String BIOS = "/redfish/v1/systems/1/bios/";
  private static final String SETTINGS = "/redfish/v1/systems/1/bios/settings/";
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * The BIOS settings of an HPE; values are String, Long or Boolean.
   *
   * @param current in effect
   * @param pending as the next reset will make them; an iLO shows all of them here
   */
  public record Settings(Map<String, Object> current, Map<String, Object> pending) {
    public Settings {
      current = Map.copyOf(current);
      pending = Map.copyOf(pending);
    }
  }

  private final Program program;

  private Ilorest(Program program) {
    this.program = program;
  }

  /**
   * The one of a host.
   *
   * @throws HardwareException {@code UNAVAILABLE} if it has none, or its iLO wants a login
   */
  public static Ilorest on(ToolHost host) {
    var program =
        Program.find(host, NAME, PLACES).orElseThrow(() -> Program.missing(host, NAME, PLACES));
    var login = host.run(ToolHost.Line.reading(program.line("--nologo", "login"), LIMIT));
    if (login.status() != 0) {
      throw program.failed(
          Kind.UNAVAILABLE,
          "login without a password",
          "is refused by the iLO (%d): %s".formatted(login.status(), login.said()));
    }
    return new Ilorest(program);
  }

  /** Reads what is in effect and what is staged. */
  public Settings settings() {
    return new Settings(attributes(BIOS), attributes(SETTINGS));
  }

  /**
   * Stages settings for the next reset in one PATCH; resets nothing itself.
   *
   * @param wanted String, Long or Boolean by attribute
   */
  public void stage(Map<String, Object> wanted) {
    program.write(FILE, JSON.writeValueAsString(Map.of(SETTINGS, Map.of("Attributes", wanted))));
    program.changing(LIMIT, "--nologo", "rawpatch", FILE);
  }

  private Map<String, Object> attributes(String path) {
    var out = program.reading(LIMIT, "--nologo", "rawget", path).out();
    JsonNode body;
    try {
      // remarks such as "Discovering data" may stand around it
      body = JSON.readTree(out.substring(Math.max(0, out.indexOf('{')), out.lastIndexOf('}') + 1));
    } catch (JacksonException | StringIndexOutOfBoundsException e) {
      throw program.failed(Kind.PROTOCOL, "rawget " + path, "printed no JSON");
    }
    var attributes = new LinkedHashMap<String, Object>();
    for (var entry : body.path("Attributes").properties()) {
      var value = entry.getValue();
      if (value.isString()) {
        attributes.put(entry.getKey(), value.asString());
      } else if (value.isBoolean()) {
        attributes.put(entry.getKey(), value.asBoolean());
      } else if (value.isIntegralNumber()) {
        attributes.put(entry.getKey(), value.asLong());
      }
    }
    if (attributes.isEmpty()) {
      throw program.failed(Kind.PROTOCOL, "rawget " + path, "shows no BIOS attribute");
    }
    return attributes;
  }
}
