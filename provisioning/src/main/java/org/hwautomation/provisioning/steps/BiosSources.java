package org.hwautomation.provisioning.steps;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.redfish.RedfishClient;
import org.hwautomation.hardware.redfish.Vendor;
import org.hwautomation.hardware.vendortools.Ilorest;
import org.hwautomation.hardware.vendortools.Racadm;
import org.hwautomation.hardware.vendortools.SupermicroSum;
import org.hwautomation.workflow.StepRejectedException;

/**
 * Chooses how a run reads and stages BIOS settings, once: over Redfish where the BMC shows settings
 * there; else by the maker's program on the host, in a window of this run (safety rule 12); else
 * not at all.
 */
public final class BiosSources {
  private BiosSources() {}

  /** The maker's program for a BMC's vendor; empty where there is none that we know. */
  static Optional<String> tool(Vendor vendor) {
    return switch (vendor) {
      case SUPERMICRO -> Optional.of(SumSource.METHOD);
      case DELL -> Optional.of(RacadmSource.METHOD);
      case HPE -> Optional.of(IlorestSource.METHOD);
      default -> Optional.empty();
    };
  }

  /**
   * The one of this run.
   *
   * @throws StepRejectedException if there is none, with what was tried and why each is out
   */
  static BiosSource of(ServerWork work) {
    var chosen = work.fields().biosMethod();
    if (chosen.isPresent()) {
      return chosen.get().equals(BiosSource.Redfish.METHOD)
          ? new BiosSource.Redfish(work)
          : inBand(work, chosen.get());
    }
    var source = choose(work);
    work.context().put(ServerFields.BIOS_METHOD, source.method());
    return source;
  }

  /** True if this run reads and stages by a program on the host. */
  static boolean isInBand(ServerWork work) {
    return work.fields()
        .biosMethod()
        .filter(method -> !method.equals(BiosSource.Redfish.METHOD))
        .isPresent();
  }

  private static BiosSource choose(ServerWork work) {
    var out = new ArrayList<String>();
    var redfish = whyNotRedfish(work.bmc().client());
    if (redfish.isEmpty()) {
      return new BiosSource.Redfish(work);
    }
    out.add("redfish: " + redfish.get());
    var tool = tool(work.bmc().client().vendor());
    if (tool.isEmpty()) {
      out.add("a program on the host: none is known for a BMC of " + work.bmc().client().vendor());
    } else if (!work.hasWindow()) {
      out.add(tool.get() + NO_WINDOW);
    } else {
      try {
        return inBand(work, tool.get());
      } catch (HardwareException e) {
        if (e.kind() != HardwareException.Kind.UNAVAILABLE) {
          throw e;
        }
        out.add(tool.get() + ": " + e.getMessage());
      }
    }
    throw new StepRejectedException(refusal(out));
  }

  /** Why a program on the host is out of the question where nothing opened a window. */
  static final String NO_WINDOW =
      ": runs on the host, and nothing is done there outside a window that the run opens itself;"
          + " use a template that commissions with SSH kept on, such as basic_provisioning";

  /** What is said where no method is left. */
  static String refusal(List<String> out) {
    return "there is no way to the BIOS settings of this server; nothing was written\n  "
        + String.join("\n  ", out);
  }

  /** Why Redfish is out; empty if it is not. */
  static Optional<String> whyNotRedfish(RedfishClient client) {
    try {
      return client.bios().settings().attributes().isEmpty()
          ? Optional.of(client.peer() + " shows no BIOS setting")
          : Optional.empty();
    } catch (HardwareException e) {
      if (e.kind() != HardwareException.Kind.REJECTED) {
        throw e;
      }
      return Optional.of(String.valueOf(e.getMessage()).lines().findFirst().orElse("refused"));
    }
  }

  /**
   * Why a command that has no window on the host can't get at a server's BIOS settings; empty if it
   * can, over Redfish.
   */
  public static Optional<String> whyNot(RedfishClient client) {
    return whyNotRedfish(client)
        .map(
            why ->
                refusal(
                    List.of(
                        "redfish: " + why,
                        tool(client.vendor())
                            .map(name -> name + NO_WINDOW)
                            .orElse("a program on the host: none is known for this BMC"))));
  }

  private static BiosSource inBand(ServerWork work, String method) {
    var host = new WindowHost(work.host());
    return switch (method) {
      case SumSource.METHOD -> new SumSource(SupermicroSum.on(host));
      case RacadmSource.METHOD -> new RacadmSource(Racadm.on(host));
      case IlorestSource.METHOD -> new IlorestSource(Ilorest.on(host));
      default -> throw new StepRejectedException("this version knows no BIOS method " + method);
    };
  }
}
