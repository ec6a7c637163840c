package org.hwautomation.provisioning.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.hwautomation.definitions.file.BadFileException;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.maas.Machine;
import org.hwautomation.provisioning.UnknownServerException;
import org.hwautomation.provisioning.UpdatePolicy;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.bios.BiosPlan;
import org.hwautomation.provisioning.device.DeviceType;
import org.hwautomation.provisioning.device.UnknownDeviceTypeException;
import org.hwautomation.provisioning.firmware.FirmwareBaseline;
import org.hwautomation.provisioning.firmware.FirmwareCatalog;
import org.hwautomation.provisioning.firmware.FirmwarePlan;
import org.hwautomation.provisioning.firmware.FirmwarePlanner;
import org.hwautomation.provisioning.firmware.MachineFirmware;
import org.hwautomation.provisioning.firmware.PlanRequest;
import org.hwautomation.provisioning.maintenance.MaintenanceWindow;
import org.hwautomation.provisioning.plan.ServerPlan.PlannedStep;
import org.hwautomation.provisioning.plan.ServerPlan.PlannedWindow;
import org.hwautomation.provisioning.runs.PreparedStart;
import org.hwautomation.provisioning.runs.RunStart;
import org.hwautomation.provisioning.runs.StartRequest;
import org.hwautomation.provisioning.safety.RefusedException;
import org.hwautomation.provisioning.safety.VendorVerdict;
import org.hwautomation.provisioning.server.Bmc;
import org.hwautomation.provisioning.steps.BiosWords;
import org.hwautomation.workflow.ExpectedPoint;
import org.hwautomation.workflow.LockHeldException;
import org.hwautomation.workflow.PlacedStep;
import org.hwautomation.workflow.WorkflowDefinition;

/**
 * Finds out what a start would do to each server: MAAS and the BMCs are read, nothing is written
 * and nothing kept. Thread-safe.
 */
public final class StartPlanner {
  /** So many BMCs are read at once. */
  private static final int AT_ONCE = 16;

  private final WorkflowManager manager;

  public StartPlanner(WorkflowManager manager) {
    this.manager = manager;
  }

  /**
   * The plans, in the order of the requests.
   *
   * @param requests all of one definition, each about one server or none
   * @throws IllegalArgumentException if an input does not fit
   */
  public List<ServerPlan> plan(List<StartRequest> requests) throws InterruptedException {
    var places = new Semaphore(AT_ONCE);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var plans = new ArrayList<Future<ServerPlan>>();
      for (var request : requests) {
        plans.add(
            threads.submit(
                () -> {
                  places.acquire();
                  try {
                    return plan(request);
                  } finally {
                    places.release();
                  }
                }));
      }
      var done = new ArrayList<ServerPlan>();
      for (var plan : plans) {
        done.add(answer(plan));
      }
      return done;
    }
  }

  private static ServerPlan answer(Future<ServerPlan> plan) throws InterruptedException {
    try {
      return plan.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private ServerPlan plan(StartRequest request) {
    var name = request.server().orElse(request.definition().name());
    try {
      return plan(name, new RunStart(manager).check(request));
    } catch (UnknownServerException
        | UnknownDeviceTypeException
        | RefusedException
        | LockHeldException
        | HardwareException e) {
      return new ServerPlan(
          name,
          Optional.empty(),
          request.deviceType(),
          Optional.of(String.valueOf(e.getMessage())),
          steps(request.definition()),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }
  }

  private ServerPlan plan(String name, PreparedStart start) {
    var definition = start.request().definition();
    var firmware = Optional.<FirmwarePlan>empty();
    var bios = Optional.<BiosPlan>empty();
    var unread = Optional.<String>empty();
    var problem = Optional.<String>empty();
    var type = start.deviceType().map(manager.deviceTypes()::get);
    if (start.machine().isPresent() && type.isPresent() && readsBmc(definition)) {
      try {
        var read = read(start, start.machine().get(), type.get());
        firmware = read.firmware();
        bios = read.bios();
        problem = read.problem();
      } catch (HardwareException | RefusedException e) {
        unread = Optional.of(String.valueOf(e.getMessage()));
      } catch (BadFileException e) { // the firmware catalog
        problem = Optional.of(String.valueOf(e.getMessage()));
      }
    }
    return new ServerPlan(
        name,
        start.machine(),
        start.deviceType(),
        problem,
        steps(definition),
        start.window().map(this::window),
        firmware,
        bios,
        unread);
  }

  /**
   * What was read of a server.
   *
   * @param problem why it would not be started; nothing else was read then
   */
  private record Read(
      Optional<String> problem, Optional<FirmwarePlan> firmware, Optional<BiosPlan> bios) {}

  private Read read(PreparedStart start, Machine machine, DeviceType type) {
    var definition = start.request().definition();
    return ManagedBmc.of(manager, machine)
        .read(
            manager,
            bmc -> {
              var problem =
                  VendorVerdict.problem(
                      type, machine.hostname(), bmc.client().system().manufacturer());
              if (problem.isPresent()) {
                return new Read(problem, Optional.empty(), Optional.empty());
              }
              return new Read(
                  problem,
                  uses(definition, "firmware.plan")
                      ? Optional.of(firmware(machine, type, policy(start), bmc))
                      : Optional.empty(),
                  uses(definition, "bios.stage")
                      ? Optional.of(
                          BiosWords.read(bmc.client().bios())
                              .plan(type.bios(), start.request().approval().settings()))
                      : Optional.empty());
            });
  }

  private static UpdatePolicy policy(PreparedStart start) {
    return start
        .values()
        .text("firmware_policy")
        .flatMap(
            word ->
                Arrays.stream(UpdatePolicy.values())
                    .filter(each -> each.wireName().equalsIgnoreCase(word))
                    .findFirst())
        .orElse(UpdatePolicy.BASELINE);
  }

  /**
   * What firmware a server would get; its BMC is read, nothing is written.
   *
   * @throws HardwareException if the BMC can't be read
   */
  public FirmwarePlan firmware(Machine machine, DeviceType type, UpdatePolicy policy) {
    return ManagedBmc.of(manager, machine)
        .read(manager, bmc -> firmware(machine, type, policy, bmc));
  }

  private FirmwarePlan firmware(Machine machine, DeviceType type, UpdatePolicy policy, Bmc bmc) {
    var request =
        PlanRequest.of(
            policy,
            policy == UpdatePolicy.BASELINE ? type.firmware() : FirmwareBaseline.NONE,
            type.name());
    var path = manager.configuration().firmwareCatalog();
    var catalog =
        policy == UpdatePolicy.BASELINE && request.wanted().entries().isEmpty()
            ? FirmwareCatalog.parse(path, "images: []\n")
            : FirmwareCatalog.load(path);
    var plan =
        new FirmwarePlanner(catalog)
            .plan(
                MachineFirmware.read(machine.hostname(), bmc.client(), bmc.identity()),
                request,
                manager.engine().time().now());
    return !plan.isEmpty()
            && !manager.connections().images().configured()
            && bmc.client().updates().pullsOnly()
        ? plan.forPullOnly()
        : plan;
  }

  private PlannedWindow window(MaintenanceWindow window) {
    return new PlannedWindow(
        window.name(),
        window.words(),
        window
            .firstFor(Duration.ZERO, manager.engine().time().now())
            .map(MaintenanceWindow.Opening::from));
  }

  private static boolean readsBmc(WorkflowDefinition definition) {
    return uses(definition, "server.validate")
        || uses(definition, "firmware.plan")
        || uses(definition, "bios.stage");
  }

  private static boolean uses(WorkflowDefinition definition, String action) {
    return definition.placed().values().stream()
        .flatMap(step -> step.action().stream())
        .anyMatch(name -> name.equals(action) || name.startsWith(action + "@"));
  }

  private List<PlannedStep> steps(WorkflowDefinition definition) {
    return definition.placed().values().stream()
        .filter(step -> step.role() == PlacedStep.Role.MAIN)
        .map(this::step)
        .toList();
  }

  private PlannedStep step(PlacedStep step) {
    var action =
        step.action().flatMap(name -> Optional.ofNullable(manager.engine().actions().get(name)));
    return new PlannedStep(
        step.path(),
        step.description(),
        step.action(),
        step.action().flatMap(this::usual),
        action.stream()
            .flatMap(each -> each.pointsOfNoReturn().stream())
            .map(ExpectedPoint::description)
            .toList());
  }

  /** The longest of what it usually takes on servers that are alike: a plan promises no less. */
  private Optional<Long> usual(String action) {
    return manager.engine().usualDurations(action).entrySet().stream()
        .map(Map.Entry::getValue)
        .map(usual -> usual.median().toSeconds())
        .max(Long::compare);
  }
}
