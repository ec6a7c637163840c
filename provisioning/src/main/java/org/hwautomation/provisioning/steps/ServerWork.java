package org.hwautomation.provisioning.steps;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.hwautomation.hardware.Credentials;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.Secret;
import org.hwautomation.hardware.ipmi.InBandTransport;
import org.hwautomation.hardware.ipmi.IpmiClient;
import org.hwautomation.hardware.ipmi.IpmiOutput;
import org.hwautomation.hardware.maas.MaasClient;
import org.hwautomation.hardware.maas.Machine;
import org.hwautomation.hardware.ssh.Command;
import org.hwautomation.hardware.ssh.CommandResult;
import org.hwautomation.hardware.ssh.HostKeyScope;
import org.hwautomation.hardware.ssh.SshSession;
import org.hwautomation.provisioning.device.DeviceType;
import org.hwautomation.provisioning.device.DeviceTypes;
import org.hwautomation.provisioning.discovery.ExpectedHardware;
import org.hwautomation.provisioning.discovery.OutOfBandReports;
import org.hwautomation.provisioning.discovery.SourceReport;
import org.hwautomation.provisioning.safety.Identity;
import org.hwautomation.provisioning.safety.IdentityVerdict;
import org.hwautomation.provisioning.safety.MaasView;
import org.hwautomation.provisioning.safety.UseVerdict;
import org.hwautomation.provisioning.server.Bmc;
import org.hwautomation.provisioning.server.BmcAccess;
import org.hwautomation.provisioning.server.BmcLocator;
import org.hwautomation.provisioning.server.Connections;
import org.hwautomation.provisioning.server.Inventory;
import org.hwautomation.provisioning.server.MaasIdentity;
import org.hwautomation.workflow.ExpectedPoint;
import org.hwautomation.workflow.PointOfNoReturn;
import org.hwautomation.workflow.RunParkedException;
import org.hwautomation.workflow.StepContext;
import org.hwautomation.workflow.StepRejectedException;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt of a step works with: the server's fields, and connections that are opened when
 * first asked for, proven to lead to the right server, and closed with it. Belongs to one thread.
 */
final class ServerWork implements AutoCloseable {
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(30);

  private final StepContext context;
  private final Connections connections;
  private final StepTools tools;
  private final Declaration declaration;
  private final Given given;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private @Nullable MaasClient maas;
  private @Nullable String certificate;
  private @Nullable Bmc bmc;
  private Connections.@Nullable HostShell host;

  ServerWork(StepContext context, StepTools tools, Declaration declaration) {
    this.context = context;
    this.connections = tools.connections();
    this.tools = tools;
    this.declaration = declaration;
    this.given = new Given(context, declaration, tools.witness());
  }

  StepContext context() {
    return context;
  }

  Connections connections() {
    return connections;
  }

  Inventory inventory() {
    return connections.inventory();
  }

  /** What the attempt was given, as its action declares. */
  Given given() {
    return given;
  }

  /** Enters a declared point of no return; {@code description} begins as declared. */
  PointOfNoReturn pointOfNoReturn(String description) {
    return context.pointOfNoReturn(
        description, connections.pace().every(declared(description).expected()));
  }

  /** The same where it is known better how long it usually takes. */
  PointOfNoReturn pointOfNoReturn(String description, Duration expected) {
    declared(description);
    return context.pointOfNoReturn(description, connections.pace().every(expected));
  }

  private ExpectedPoint declared(String description) {
    var declared =
        declaration
            .point(description)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        declaration.name()
                            + " enters '"
                            + description
                            + "', which it does not declare"));
    tools.witness().saw(declaration.name(), Witness.What.POINT_ENTERED, declared.description());
    return declared;
  }

  /** What earlier steps of the run left. */
  ServerFields fields() {
    return new ServerFields(context.values());
  }

  String systemId() {
    return context
        .serverId()
        .orElseThrow(() -> new StepRejectedException("this run is about no server"));
  }

  DeviceType deviceType() {
    return deviceType(given.deviceType());
  }

  /** A device type that the run was given before. */
  DeviceType deviceType(String name) {
    return tools.deviceTypes().get(name);
  }

  DeviceTypes deviceTypes() {
    return tools.deviceTypes();
  }

  /** Of this server: what its device type says, under what the configuration says of it alone. */
  ExpectedHardware expectedHardware() {
    var configuration = connections.configuration();
    var machine = machine();
    return deviceType()
        .expected()
        .with(configuration.server(systemId()).hardware())
        .with(configuration.server(machine.hostname()).hardware());
  }

  /** Reads BMC and MAAS anew and keeps it; with the host's word, if this run has read it. */
  List<SourceReport> reports() {
    context.reportSubTask("Reading the parts that the BMC lists");
    var proven = bmc();
    var fresh =
        List.of(
            OutOfBandReports.redfish(
                proven.client(),
                proven.identity().serial(),
                proven.identity().boardSerial(),
                proven.access().address()),
            OutOfBandReports.maas(machine()));
    inventory().keepReports(systemId(), fresh);
    var readHere = context.values().get(ServerFields.DISCOVERY).isPresent();
    return inventory().reports(systemId()).stream()
        .filter(report -> readHere || !report.source().inBand())
        .toList();
  }

  Duration every(int seconds) {
    return connections.pace().every(Duration.ofSeconds(seconds));
  }

  MaasClient maas() {
    if (maas == null) {
      maas = keep(connections.maas(context::guard));
    }
    return maas;
  }

  /** The machine as MAAS has it now. */
  Machine machine() {
    return maas().machine(systemId());
  }

  /**
   * Safety rule 2, asked right before something is written: nobody may have taken the server since
   * the run began.
   *
   * @throws RunParkedException if somebody has
   */
  Machine requireFree() {
    var machine = machine();
    var verdict =
        UseVerdict.of(
            new MaasView.Known(machine.statusName(), machine.locked()),
            fields().allowInUse(),
            false);
    if (!verdict.isAllowed()) {
      throw new RunParkedException(
          machine.hostname()
              + " was free when this run began, and now it is not: "
              + verdict.reason()
              + ". Nothing more was written");
    }
    return machine;
  }

  /** Where the BMC is now: where this run moved it, or as {@link BmcLocator} finds it. */
  BmcAccess bmcAccess() {
    var found =
        new BmcLocator(connections.configuration(), inventory())
            .locate(machine(), maas().powerParameters(systemId()));
    var moved = fields().bmcAddress();
    var there = moved.map(address -> found.at(address, "this run")).orElse(found);
    var access =
        fields()
            .bmcLogin()
            .map(
                login ->
                    there.as(
                        Credentials.of(
                            login.username(), Secret.of(context.secret(login.password()))),
                        "this run"))
            .orElse(there);
    return Optional.ofNullable(certificate)
        .or(() -> fields().bmcCertificate())
        .map(access::pinned)
        .orElse(access);
  }

  /** The BMC shows another certificate from now on; {@link #bmc} proves the rest. */
  void pin(String fingerprint) {
    forgetBmc();
    certificate = fingerprint;
  }

  /** The BMC, logged in and proven to be this server's (safety rule 1). */
  Bmc bmc() {
    if (bmc == null) {
      bmc = bmcAt(bmcAccess());
    }
    return bmc;
  }

  /** A fresh login at {@code access}, proven to be this server's. */
  Bmc bmcAt(BmcAccess access) {
    var fresh = keep(connections.bmc(access, context::guard));
    requireSameServer(fresh.identity());
    return fresh;
  }

  /** Ends the session to the BMC, so that the next use logs in anew. */
  void forgetBmc() {
    if (bmc != null) {
      open.remove(bmc);
      bmc.close();
      bmc = null;
    }
  }

  /**
   * Leaves for later steps who the server is and which certificate its BMC shows; the certificate
   * for later runs too, which may find the BMC at another address.
   */
  void remember(Machine machine, Bmc proven) {
    context.put(ServerFields.HOSTNAME, machine.hostname());
    context.put(ServerFields.IDENTITY, ServerFields.stored(proven.identity()));
    proven
        .certificate()
        .ifPresent(
            pin -> {
              context.put(ServerFields.BMC_CERTIFICATE, pin);
              inventory().pin(machine.systemId(), pin);
            });
  }

  /**
   * Safety rule 1: what {@code seen} says must be the server this run began with; in a run that no
   * step has validated the server of, the one that MAAS means.
   */
  void requireSameServer(Identity seen) {
    var begun = fields().identity();
    if (begun.isEmpty()) {
      var machine = machine();
      IdentityVerdict.of(List.of(seen, MaasIdentity.of(machine)), false)
          .require(machine.hostname());
      return;
    }
    var verdict = IdentityVerdict.of(List.of(begun.get(), seen), false);
    if (!verdict.isProven()) {
      throw new RunParkedException(
          systemId() + ": " + verdict.text() + ". Nothing was written to it");
    }
  }

  /** True if this run opened a window on the host, and it has not closed it. */
  boolean hasWindow() {
    return fields().window().isPresent();
  }

  /**
   * A shell on the host in the window that this run opened (safety rule 12); the host is proven to
   * be this server.
   */
  SshSession host() {
    if (host == null) {
      var window =
          fields()
              .window()
              .orElseThrow(
                  () ->
                      new StepRejectedException(
                          "this run opened no window on the host (commissioning with SSH), and"
                              + " nothing is done on a host outside one"));
      var shell =
          keep(
              connections.host(
                  window.address(), new HostKeyScope(systemId(), window.boot()), context::guard));
      var seen =
          Identity.from("the host at " + window.address())
              .withSerial(read(shell.session(), "sudo -n dmidecode -s system-serial-number"))
              .withUuid(read(shell.session(), "sudo -n dmidecode -s system-uuid"));
      requireSameServer(seen);
      host = shell;
    }
    return host.session();
  }

  /** Ends the session to the host, so that the next use logs in anew: in another window. */
  void forgetHost() {
    if (host != null) {
      open.remove(host);
      host.close();
      host = null;
    }
  }

  private static @Nullable String read(SshSession session, String line) {
    return session.runOrThrow(Command.reading(line)).stdout().strip();
  }

  /** IPMI in band, through the host's own interface to its BMC. */
  IpmiClient inBandIpmi() {
    var session = host();
    return IpmiClient.over(
            InBandTransport.of(
                "BMC of " + systemId(),
                (line, request) -> {
                  var command =
                      new Command(
                          line,
                          false,
                          request.timeLimit(),
                          1 << 20,
                          request.stdin().orElseGet(() -> Secret.of("")),
                          List.of());
                  var result = session.run(command);
                  return new IpmiOutput(
                      result.exitStatus().orElse(255), result.stdout(), result.stderr());
                }))
        .withGuard(context::guard)
        .withSettling(Duration.ofSeconds(30), every(2));
  }

  /** What a tool on the host prints; empty if it is missing or fails. */
  Optional<String> tool(String line) {
    CommandResult result = host().run(Command.reading(line));
    return result.succeeded() ? Optional.of(result.stdout()) : Optional.empty();
  }

  /**
   * Waits out a peer that is away: errors that pass are no answer yet.
   *
   * @throws StepRejectedException if it is away for half an hour
   */
  <T> T whenBack(String subTask, int seconds, Callable<Optional<T>> look) throws Exception {
    var silence = new Patience(this, LONGEST_SILENCE);
    return whenBack(
        subTask,
        seconds,
        silence,
        error ->
            new StepRejectedException(
                "%s: nobody answered for %s, so nobody knows how that went. Look at the server's console and its BMC, then hwauto run resume (%s)"
                    .formatted(subTask, silence.text(), firstLine(error))),
        look);
  }

  /**
   * The same with a patience of the caller's.
   *
   * @param givenUp what is thrown when it is over
   */
  <T> T whenBack(
      String subTask,
      int seconds,
      Patience silence,
      Function<HardwareException, RuntimeException> givenUp,
      Callable<Optional<T>> look)
      throws Exception {
    return context.poll(
        subTask,
        every(seconds),
        () -> {
          try {
            var seen = look.call();
            silence.renew();
            return seen;
          } catch (HardwareException e) {
            return switch (e.kind()) {
              case CONNECTION, BUSY, TIMEOUT, PROTOCOL -> {
                if (silence.isOver()) {
                  throw givenUp.apply(e);
                }
                context.reportSubTask(subTask + " (" + firstLine(e) + ")");
                yield Optional.empty();
              }
              default -> throw e;
            };
          }
        });
  }

  private static String firstLine(Throwable error) {
    return String.valueOf(error.getMessage()).lines().findFirst().orElse("no answer");
  }

  private <T extends AutoCloseable> T keep(T resource) {
    open.push(resource);
    context.closing(resource);
    return resource;
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        context.reportSubTask("closing a connection: " + e.getMessage());
      }
    }
  }
}
