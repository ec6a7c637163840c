package org.hwautomation.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.hwautomation.definitions.file.Position;
import org.hwautomation.provisioning.UpdatePolicy;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.device.DeviceType;
import org.hwautomation.provisioning.firmware.Approval;
import org.hwautomation.provisioning.firmware.FirmwareBaseline;
import org.hwautomation.provisioning.firmware.FirmwareCatalog;
import org.hwautomation.provisioning.firmware.FirmwarePlanner;
import org.hwautomation.provisioning.firmware.ItemPattern;
import org.hwautomation.provisioning.firmware.MachineFirmware;
import org.hwautomation.provisioning.firmware.PlanDocument;
import org.hwautomation.provisioning.firmware.PlanRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Plans what firmware a server would get. */
@Command(
    name = "plan",
    description = {
      "Show what firmware a server would get, in which order and over which versions, and why",
      "anything is left alone. The server is read and nothing is written to it."
    })
final class FirmwarePlanCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();
  @Mixin private BmcTarget target = new BmcTarget();

  @Option(
      names = "--policy",
      paramLabel = "P",
      description =
          "baseline (the device type's versions), manual, recommended, latest or security_only; ${DEFAULT-VALUE}.")
  private String policy = "baseline";

  @Option(
      names = "--device-type",
      paramLabel = "T",
      description = "As configured; needed for baseline.")
  private @Nullable String deviceType;

  @Option(
      names = "--choose",
      paramLabel = "COMPONENT=VERSION",
      description = "For policy manual; may be repeated. COMPONENT:GLOB=VERSION for some items.")
  private List<String> choices = new ArrayList<>();

  @Option(
      names = "--approve",
      paramLabel = "WHAT",
      description = "Allow downgrade, cpld or psu; may be repeated, and needs --reason.")
  private List<String> approve = new ArrayList<>();

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why --approve is right.")
  private @Nullable String reason;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write the plan to a file that is not there yet.")
  private @Nullable Path out;

  @Override
  public Integer call() throws IOException {
    var screen = options.screen();
    var wanted = policy();
    var approvals = approvals();
    if (out != null && Files.exists(out)) {
      throw new FileAlreadyExistsException(
          out + ": exists already; a plan is never overwritten, name another file");
    }
    try (var manager = options.manager("firmware plan")) {
      var catalog = FirmwareCatalog.load(manager.configuration().firmwareCatalog());
      var type = deviceType == null ? null : manager.deviceTypes().get(deviceType);
      var request =
          new PlanRequest(
              wanted,
              switch (wanted) {
                case BASELINE -> type == null ? FirmwareBaseline.NONE : type.firmware();
                case MANUAL -> chosen();
                case RECOMMENDED, LATEST, SECURITY_ONLY -> FirmwareBaseline.NONE;
              },
              type == null ? null : type.name(),
              approvals,
              approvals.isEmpty() ? null : reason);
      if (wanted == UpdatePolicy.BASELINE && type == null) {
        throw new IllegalArgumentException(
            "policy baseline means a device type's versions: name it with --device-type T, or another policy with --policy P");
      }
      var read = read(manager);
      var machine = read.machine();
      if (type != null) {
        requireType(machine, type);
      }
      var made = new FirmwarePlanner(catalog).plan(machine, request, Instant.now());
      var plan =
          read.pullsOnly() && !manager.connections().images().configured()
              ? made.forPullOnly()
              : made;
      if (out != null) {
        var folder = out.toAbsolutePath().getParent();
        if (folder != null) {
          Files.createDirectories(folder);
        }
        Files.writeString(
            out, PlanDocument.write(plan), StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
      }
      screen.result(
          PlanDocument.document(plan),
          () -> {
            FirmwareViews.show(screen, plan);
            catalog.warnings().forEach(warning -> screen.line("! " + warning));
          });
      if (out != null) {
        screen.say("The plan is in " + out);
      }
      return ExitCodes.DONE;
    }
  }

  /** What the plan is made of. */
  private record Read(MachineFirmware machine, boolean pullsOnly) {}

  private Read read(WorkflowManager manager) {
    var place = target.place(manager);
    try (var session = place.open(manager.connections(), BmcPlace.READ_ONLY)) {
      var client = BiosViews.redfish(session);
      return new Read(
          MachineFirmware.read(place.name(), client, session.identity()),
          client.updates().pullsOnly());
    }
  }

  /** A server of another vendor or board than the type's must not get the type's images. */
  private static void requireType(MachineFirmware machine, DeviceType type) {
    var known = !type.board().toLowerCase(Locale.ROOT).equals("unknown");
    if (!machine.vendorIs(type.vendor())
        || (known && !machine.boardIs(type.board()) && !machine.boardIs(type.boardModel()))) {
      throw new IllegalArgumentException(
          "%s is no %s: that is %s %s%s, and its BMC says %s, %s; name the right device type"
              .formatted(
                  machine.server(),
                  type.name(),
                  type.vendorName(),
                  type.board(),
                  type.boardModel().isEmpty() ? "" : " / " + type.boardModel(),
                  machine.vendor(),
                  String.join(", ", machine.boards().stream().sorted().toList())));
    }
  }

  private UpdatePolicy policy() {
    var known = FirmwareViews.policy(policy);
    if (!choices.isEmpty() && known != UpdatePolicy.MANUAL) {
      throw new IllegalArgumentException("--choose goes with --policy manual only");
    }
    return known;
  }

  private EnumSet<Approval> approvals() {
    var approvals = EnumSet.noneOf(Approval.class);
    for (var word : approve) {
      approvals.add(FirmwareViews.known("--approve", word, Approval.named(word), Approval.names()));
    }
    if (approvals.isEmpty() != (reason == null || reason.isBlank())) {
      throw new IllegalArgumentException("--approve and --reason TEXT go together (safety rule 9)");
    }
    return approvals;
  }

  private FirmwareBaseline chosen() {
    var entries = new ArrayList<FirmwareBaseline.Entry>();
    for (var choice : choices) {
      var equals = choice.indexOf('=');
      if (equals <= 0 || equals == choice.length() - 1) {
        throw new IllegalArgumentException(
            "--choose '%s' is not COMPONENT=VERSION".formatted(choice));
      }
      var what = choice.substring(0, equals);
      var colon = what.indexOf(':');
      entries.add(
          new FirmwareBaseline.Entry(
              FirmwareViews.type(colon < 0 ? what : what.substring(0, colon)),
              colon < 0 ? ItemPattern.ANY : new ItemPattern(what.substring(colon + 1)),
              choice.substring(equals + 1).strip(),
              new Position("--choose", 1, 1)));
    }
    return new FirmwareBaseline(entries);
  }
}
