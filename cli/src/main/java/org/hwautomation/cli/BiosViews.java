package org.hwautomation.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.redfish.Bios;
import org.hwautomation.hardware.redfish.BiosValue;
import org.hwautomation.hardware.redfish.RedfishClient;
import org.hwautomation.provisioning.bios.BiosPlan;
import org.hwautomation.provisioning.safety.RefusedException;
import org.hwautomation.provisioning.steps.BiosSources;
import org.jspecify.annotations.Nullable;

/** BIOS settings and plans in a command's words. */
final class BiosViews {
  private BiosViews() {}

  /** The Redfish client of a session; IPMI knows no BIOS settings. */
  static RedfishClient redfish(BmcSession session) {
    return switch (session) {
      case BmcSession.Redfish redfish -> redfish.client();
      case BmcSession.Ipmi ipmi ->
          throw new HardwareException(
              HardwareException.Kind.REJECTED,
              ipmi.client().peer(),
              "this needs Redfish, IPMI does not know it; use --redfish URL or a SERVER");
    };
  }

  /**
   * Reads or stages a server's BIOS settings over Redfish.
   *
   * @throws RefusedException if the BMC does not offer them, with what other way there is
   */
  static <T> T bios(BmcSession session, Function<Bios, T> use) {
    var client = redfish(session);
    try {
      return use.apply(client.bios());
    } catch (HardwareException e) {
      if (e.kind() == HardwareException.Kind.REJECTED) {
        BiosSources.whyNot(client)
            .ifPresent(
                why -> {
                  throw new RefusedException(12, why);
                });
      }
      throw e;
    }
  }

  /** Attribute to String, Long, Boolean or null, as JSON has them. */
  static Map<String, @Nullable Object> values(Map<String, BiosValue> values) {
    var plain = new LinkedHashMap<String, @Nullable Object>();
    values.forEach(
        (name, value) ->
            plain.put(
                name,
                switch (value) {
                  case BiosValue.Text text -> text.value();
                  case BiosValue.Whole whole -> whole.value();
                  case BiosValue.Flag flag -> flag.value();
                  case BiosValue.Unset _ -> null;
                }));
    return plain;
  }

  /** The diff, in colour where the screen has them. */
  static void show(BiosPlan plan, Screen screen) {
    for (var line : plan.lines()) {
      screen.line(
          switch (line.kind()) {
            case SUMMARY, PASS -> screen.strong(line.text());
            case CHANGE -> screen.good(line.text());
            case CONSEQUENCE, CONFLICT -> screen.warn(line.text());
            case REFUSED -> screen.bad(line.text());
            case KEPT, WARNING -> screen.faint(line.text());
          });
    }
  }
}
