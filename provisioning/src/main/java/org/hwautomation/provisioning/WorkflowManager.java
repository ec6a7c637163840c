package org.hwautomation.provisioning;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.hwautomation.definitions.CelExpressions;
import org.hwautomation.definitions.DefinitionLibrary;
import org.hwautomation.definitions.DefinitionReader;
import org.hwautomation.definitions.file.BadFileException;
import org.hwautomation.hardware.Credentials;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.MutationGuard;
import org.hwautomation.hardware.Secret;
import org.hwautomation.hardware.maas.Machine;
import org.hwautomation.provisioning.configuration.Configuration;
import org.hwautomation.provisioning.device.DeviceTypes;
import org.hwautomation.provisioning.device.UnknownDeviceTypeException;
import org.hwautomation.provisioning.firmware.FirmwarePlan;
import org.hwautomation.provisioning.maintenance.WindowsOfRuns;
import org.hwautomation.provisioning.safety.MaasView;
import org.hwautomation.provisioning.safety.RefusedException;
import org.hwautomation.provisioning.safety.UseVerdict;
import org.hwautomation.provisioning.server.BmcAccess;
import org.hwautomation.provisioning.server.BmcLocator;
import org.hwautomation.provisioning.server.Connections;
import org.hwautomation.provisioning.server.LockKeys;
import org.hwautomation.provisioning.server.Pace;
import org.hwautomation.provisioning.server.RackLocation;
import org.hwautomation.provisioning.server.StoredInventory;
import org.hwautomation.provisioning.server.StoredQuarantine;
import org.hwautomation.provisioning.steps.ServerFields;
import org.hwautomation.provisioning.steps.ServerValueTypes;
import org.hwautomation.provisioning.steps.StepLibrary;
import org.hwautomation.store.ServerIdentity;
import org.hwautomation.store.SqlStore;
import org.hwautomation.workflow.Action;
import org.hwautomation.workflow.ErrorClass;
import org.hwautomation.workflow.RunQuery;
import org.hwautomation.workflow.RunRecord;
import org.hwautomation.workflow.RunState;
import org.hwautomation.workflow.Spelling;
import org.hwautomation.workflow.StatusReport;
import org.hwautomation.workflow.ValueTypes;
import org.hwautomation.workflow.Workflow;
import org.hwautomation.workflow.WorkflowContext;
import org.hwautomation.workflow.WorkflowEngine;
import org.jspecify.annotations.Nullable;

/**
 * The way in: opens store and clients as configured, creates and tracks workflows. Thread-safe.
 *
 * <pre>{@code
 * try (var manager = WorkflowManager.open(Configuration.load(Path.of("hwauto.yaml")))) {
 *   var factory = new WorkflowFactory(manager);
 *   var workflow = factory.basicProvisioning("prov-001", "server-123", "a1.c5.large");
 *   var context = manager.createContext("server-123", "a1.c5.large")
 *       .targetIpmiIp("10.0.1.100").build();
 *   boolean success = workflow.execute(context);
 * }
 * }</pre>
 */
public final class WorkflowManager implements AutoCloseable {
  private final Configuration configuration;
  private final SqlStore store;
  private final DeviceTypes deviceTypes;
  private final Connections connections;
  private final WorkflowEngine engine;
  private final DefinitionLibrary library;
  private final String actor;
  private final Map<String, Workflow> workflows = new ConcurrentHashMap<>();

  private WorkflowManager(
      Configuration configuration, Pace pace, String actor, String what, Collection<Action> more) {
    this.configuration = configuration;
    this.actor = actor;
    this.deviceTypes = DeviceTypes.configured(configuration);
    this.store = ConfiguredStore.open(configuration);
    this.connections =
        new Connections(
            configuration, new StoredInventory(store), new StoredQuarantine(store), pace);
    var building =
        WorkflowEngine.builder(store)
            .actions(StepLibrary.actions(connections, deviceTypes))
            .actions(more)
            .classifier(WorkflowManager::errorClass)
            .types(ServerValueTypes.of(deviceTypes))
            .expressions(new CelExpressions())
            .likeness(WorkflowManager::likeness)
            .windows(windows(configuration))
            .description(what);
    configuration.limits().forEach(building::limit);
    this.engine = building.build();
    this.library =
        DefinitionLibrary.reading(
                DefinitionReader.of(StepLibrary.actions(connections, deviceTypes))
                    .withTypes(ServerValueTypes.of(deviceTypes)))
            .shipped(WorkflowFactory.class, WorkflowFactory.SHIPPED)
            .folder(configuration.definitionsFolder())
            .build();
  }

  /**
   * Opens everything as configured. Executes nothing yet.
   *
   * @throws BadFileException if the device types are wrong
   * @throws org.hwautomation.workflow.StoreException if the database can't be used
   */
  public static WorkflowManager open(Configuration configuration) {
    return open(configuration, Pace.REAL, "java", "process " + ProcessHandle.current().pid());
  }

  /**
   * As {@link #open(Configuration)}.
   *
   * @param pace how often waits look; faster for simulated servers only
   * @param actor who does it, for journal and audit, such as {@code cli:alice}
   * @param what what others are told holds a run, such as {@code hwauto provision, process 4711}
   */
  public static WorkflowManager open(
      Configuration configuration, Pace pace, String actor, String what) {
    return open(configuration, pace, actor, what, List.of());
  }

  /**
   * As {@link #open(Configuration, Pace, String, String)}.
   *
   * @param more actions beside those of the step library
   */
  public static WorkflowManager open(
      Configuration configuration, Pace pace, String actor, String what, Collection<Action> more) {
    return new WorkflowManager(configuration, pace, actor, what, more);
  }

  private static WindowsOfRuns windows(Configuration configuration) {
    return new WindowsOfRuns(
        configuration.maintenance(), server -> configuration.server(server).window());
  }

  /** Which maintenance window is whose. */
  public WindowsOfRuns windows() {
    return windows(configuration);
  }

  /** The error classes of what clients and safety rules throw. */
  public static Optional<ErrorClass> errorClass(Throwable error) {
    return switch (error) {
      case HardwareException hardware ->
          Optional.of(
              switch (hardware.kind()) {
                case CONNECTION -> ErrorClass.CONNECTION;
                case BUSY -> ErrorClass.BUSY;
                case TIMEOUT -> ErrorClass.TIMEOUT;
                // neither side is let in: never tried again, and none of the work's own fault
                case AUTHENTICATION, IDENTITY -> ErrorClass.AUTHENTICATION;
                case PROTOCOL -> ErrorClass.UNKNOWN;
                case REJECTED, UNAVAILABLE -> ErrorClass.REJECTED;
              });
      case RefusedException refused ->
          Optional.of(refused.rule() == 4 ? ErrorClass.AUTHENTICATION : ErrorClass.REJECTED);
      case BadFileException file -> Optional.of(ErrorClass.REJECTED);
      case UnknownDeviceTypeException unknown -> Optional.of(ErrorClass.REJECTED);
      default -> Optional.empty();
    };
  }

  /** Runs on servers of one vendor and model are alike; before that is known, of one type. */
  public static String likeness(RunState state) {
    return state
        .values()
        .text(ServerFields.SERVER_MODEL)
        .or(state::deviceType)
        .orElse("any server");
  }

  /** The templates: those of the definitions folder, and the shipped ones behind them. */
  public DefinitionLibrary library() {
    return library;
  }

  /** A workflow without steps yet; an id in use in this process gives the same one. */
  public Workflow createWorkflow(String workflowId) {
    var workflow = engine.workflow(workflowId);
    workflow.preparedBy(context -> prepare(context, false));
    workflows.put(workflowId, workflow);
    return workflow;
  }

  /** A workflow of this process, or a handle on one that the store knows. */
  public Optional<Workflow> workflow(String workflowId) {
    var known = workflows.get(workflowId);
    return known != null
        ? Optional.of(known)
        : store.latestRun(workflowId).map(run -> engine.workflow(workflowId));
  }

  /** The ids of all workflows the store knows, newest first. */
  public List<String> workflowIds() {
    return store.runs(RunQuery.ALL).stream().map(RunRecord::workflowId).distinct().toList();
  }

  /** The status of every live run, newest first. */
  public List<Map<String, @Nullable Object>> activeWorkflows() {
    return reports(RunQuery.LIVE);
  }

  /** The status of every run, newest first. */
  public List<Map<String, @Nullable Object>> allWorkflows() {
    return reports(RunQuery.ALL);
  }

  private List<Map<String, @Nullable Object>> reports(RunQuery query) {
    return store.runs(query).stream()
        .flatMap(run -> engine.state(run.runId()).stream())
        .map(state -> StatusReport.of(state, store.progress(state.runId())))
        .toList();
  }

  /** Cancels the latest run of a workflow id; false if there is none or it had ended. */
  public boolean cancelWorkflow(String workflowId) {
    return store
        .latestRun(workflowId)
        .map(run -> engine.cancel(run.runId(), actor, "cancelled"))
        .orElse(false);
  }

  /** Forgets a workflow of this process; refuses while a run of it is live. Its runs stay. */
  public boolean cleanupWorkflow(String workflowId) {
    var live = store.latestRun(workflowId).filter(run -> !run.status().isTerminal()).isPresent();
    return !live && workflows.remove(workflowId) != null;
  }

  /** Begins the context of a run about a server. */
  public ServerContextBuilder createContext(String serverId, String deviceType) {
    return new ServerContextBuilder(serverId, deviceType, actor);
  }

  /**
   * Completes a context right before a run starts: the server by its MAAS system id, the safety
   * rules that need no login, and the lock keys. For work on the BMC that is its identity, learned
   * by a first login.
   *
   * @param contact true to contact the BMC
   * @throws UnknownServerException if MAAS knows no such server
   * @throws RefusedException if somebody uses it, or MAAS can't be asked
   */
  WorkflowContext prepare(WorkflowContext context, boolean contact) {
    if (context.serverId().isEmpty() || (!contact && configuration.maas().url().isEmpty())) {
      return context;
    }
    var name = context.serverId().get();
    try (var maas = connections.maas(MutationGuard.OPEN)) {
      var machine = machine(name);
      UseVerdict.of(
              new MaasView.Known(machine.statusName(), machine.locked()),
              context.values().text(ServerFields.ALLOW_IN_USE),
              false)
          .require(machine.hostname());
      var prepared =
          context.toBuilder()
              .server(machine.systemId())
              .value(ServerFields.HOSTNAME, machine.hostname())
              .lock(LockKeys.ofServer(machine.systemId()));
      context
          .values()
          .text(ServerFields.ALLOW_IN_USE)
          .ifPresent(
              reason ->
                  connections
                      .inventory()
                      .audit(context.startedBy(), "allow in use", machine.hostname(), reason));
      var approval = new ServerFields(context.values()).approval();
      if (!approval.settings().isEmpty()) {
        connections
            .inventory()
            .audit(
                context.startedBy(), "approve BIOS settings", machine.hostname(), approval.text());
      }
      if (contact) {
        identify(machine);
        var access =
            given(
                context,
                new BmcLocator(configuration, connections.inventory())
                    .locate(machine, maas.powerParameters(machine.systemId())));
        try (var bmc = connections.bmc(access, MutationGuard.OPEN)) {
          bmc.lockKeys().forEach(prepared::lock);
        }
      }
      return prepared.build();
    }
  }

  /** Address and login of the BMC that the run was given go before what is known of it. */
  private static BmcAccess given(WorkflowContext context, BmcAccess known) {
    var there =
        context
            .values()
            .text(ServerFields.BMC_ADDRESS)
            .map(address -> known.at(address, "this run"))
            .orElse(known);
    var password = context.secrets().get(ServerFields.BMC_PASSWORD);
    var user = context.values().text(ServerFields.BMC_USERNAME);
    return password == null || user.isEmpty()
        ? there
        : there.as(Credentials.of(user.get(), Secret.of(password)), "this run");
  }

  /**
   * The inventory knows the server by the names that MAAS gave it, and where its tags say that it
   * stands, also while MAAS is away.
   */
  public void identify(Machine machine) {
    var info = machine.hardwareInfo();
    store
        .inventory()
        .identify(
            machine.systemId(),
            ServerIdentity.EMPTY
                .withNames(machine.hostname(), machine.systemId())
                .withMachine(
                    known(info.systemVendor()),
                    known(info.systemSerial()),
                    known(machine.hardwareUuid()),
                    Optional.empty()));
    RackLocation.ofTags(machine.tagNames())
        .ifPresent(
            at -> store.inventory().update(machine.systemId(), Map.of("rack_location", at.text())));
  }

  private static Optional<String> known(String text) {
    return Optional.of(text).filter(t -> !t.isBlank());
  }

  /**
   * The machine of a host name or system id.
   *
   * @throws UnknownServerException if there is none; names the nearest
   */
  public Machine machine(String name) {
    try (var maas = connections.maas(MutationGuard.OPEN)) {
      return maas.find(name)
          .orElseThrow(
              () ->
                  new UnknownServerException(
                      name,
                      Spelling.hint(
                          name, maas.machines().stream().map(Machine::hostname).toList())));
    }
  }

  /** True if firmware workflows can be made: there is a firmware catalog, and it reads well. */
  public boolean isFirmwareAvailable() {
    return FirmwareWorkflowHandler.obstacle(this).isEmpty();
  }

  /** Begins a firmware-first workflow; see {@link FirmwareWorkflowHandler}. */
  public FirmwareWorkflowHandler.Builder firmwareFirst(
      String workflowId, String serverId, String deviceType) {
    return new FirmwareWorkflowHandler(this).firmwareFirst(workflowId, serverId, deviceType);
  }

  /**
   * A workflow that carries out one firmware plan, exactly, or nothing if it does not hold any
   * more.
   *
   * @param serverId MAAS host name or system id
   * @throws UnavailableException if there is no firmware catalog
   */
  public Workflow firmwareUpdate(String workflowId, String serverId, FirmwarePlan plan) {
    return new FirmwareWorkflowHandler(this).carryingOut(workflowId, serverId, plan);
  }

  public Configuration configuration() {
    return configuration;
  }

  public DeviceTypes deviceTypes() {
    return deviceTypes;
  }

  /** The kinds of values that inputs may have. */
  public ValueTypes valueTypes() {
    return ServerValueTypes.of(deviceTypes);
  }

  /** The names of all device types. */
  public Set<String> supportedDeviceTypes() {
    return Set.copyOf(deviceTypes.names());
  }

  public Connections connections() {
    return connections;
  }

  public WorkflowEngine engine() {
    return engine;
  }

  public SqlStore store() {
    return store;
  }

  /** Stops gently: running steps end, the rest stays resumable. */
  @Override
  public void close() {
    engine.close();
    store.close();
  }

  /** What is known of how this is set up. */
  public Map<String, Object> configurationStatus() {
    var status = new LinkedHashMap<String, Object>();
    status.put("unified_config_available", true);
    status.put(
        "config_source",
        configuration.devicesFile().map(Object::toString).orElse("shipped with the product"));
    status.put("supported_device_count", deviceTypes.names().size());
    status.put(
        "vendor_count", deviceTypes.all().stream().map(type -> type.vendor()).distinct().count());
    return status;
  }
}
