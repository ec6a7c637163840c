package org.hwautomation.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.redfish.RedfishClient;
import org.hwautomation.hardware.redfish.RunningUpdate;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.maintenance.Maintenance;
import org.hwautomation.provisioning.safety.Identity;
import org.hwautomation.provisioning.safety.IdentityVerdict;
import org.hwautomation.provisioning.safety.RefusedException;
import org.hwautomation.provisioning.safety.UseVerdict;
import org.hwautomation.provisioning.server.LockKeys;
import org.hwautomation.provisioning.steps.ServerFields;
import org.hwautomation.workflow.Phase;
import org.hwautomation.workflow.StepContext;
import org.hwautomation.workflow.WorkflowContext;
import org.hwautomation.workflow.WorkflowStatus;
import org.hwautomation.workflow.WorkflowStep;
import org.jspecify.annotations.Nullable;

/**
 * One write to a BMC, by the safety rules: asked for by name, refused on a server in use, made by a
 * run of one step that holds the server's locks, and believed only after a fresh read.
 */
final class BmcWrite {
  /** What is sent. */
  interface Act {
    void send(BmcSession session);
  }

  /** All requests of an act that takes several, in order; empty for an act of one. */
  interface Plan {
    List<String> requests(BmcSession session);
  }

  /** Waits until a fresh session shows the effect, and says what it shows. */
  interface Proof {
    Map<String, Object> look(Wait wait) throws Exception;
  }

  /** Stops a dry run at its first request. */
  private static final class WouldSend extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WouldSend(String request) {
      super(request);
    }
  }

  private static final Duration STEP_LIMIT = Duration.ofMinutes(20);

  private final WorkflowManager manager;
  private final Screen screen;
  private final BmcPlace place;
  private final WriteOptions options;
  private boolean mayBeInUse;
  private Plan plan = session -> List.of();

  BmcWrite(WorkflowManager manager, Screen screen, BmcPlace place, WriteOptions options) {
    this.manager = manager;
    this.screen = screen;
    this.place = place;
    this.options = options;
  }

  /**
   * Nothing that anybody depends on changes, such as a light: safety rule 2 does not speak of it.
   */
  BmcWrite harmless() {
    mayBeInUse = true;
    return this;
  }

  /** Says for {@code --dry-run} what an act of several requests sends. */
  BmcWrite planned(Plan requests) {
    plan = requests;
    return this;
  }

  /**
   * Does it.
   *
   * @param kind for the run's name, such as {@code power-off}
   * @param what for people, such as {@code switch the power off at once}
   */
  int run(String kind, String what, Act act, Proof proof) {
    var reason = options.allowInUse();
    Identity identity;
    try (var session = place.open(manager.connections(), BmcPlace.READ_ONLY)) {
      identity = session.identity();
      requireNoFlash(session);
    }
    var owner = Ownership.of(manager, place, identity);
    var subject =
        "%s at %s, serial %s, %s"
            .formatted(
                owner.machine().map(m -> m.hostname()).orElse(place.name()),
                place.address(),
                identity.serial() == null ? "not told" : identity.serial(),
                owner.text());
    var document = new LinkedHashMap<String, Object>();
    document.put("host", owner.machine().map(m -> m.hostname()).orElse(place.name()));
    document.put("address", place.address());
    document.put("serial", identity.serial() == null ? "" : identity.serial());
    document.put("maas_state", owner.text());
    document.put("action", kind);
    if (!mayBeInUse) {
      UseVerdict.of(owner.view(), reason, false).require(place.name());
    }
    if (options.dryRun()) {
      return dryRun(what, subject, act, plan, document);
    }
    if (!options.yes()) {
      ask(what, subject);
    }
    return execute(kind, what, act, proof, identity, owner, document);
  }

  private int dryRun(
      String what, String subject, Act act, Plan plan, Map<String, Object> document) {
    List<String> requests = List.of();
    try (var session =
        place.open(
            manager.connections(),
            sent -> {
              throw new WouldSend(sent);
            })) {
      requests = plan.requests(session);
      if (requests.isEmpty()) {
        act.send(session);
      }
    } catch (WouldSend e) {
      requests = List.of(String.valueOf(e.getMessage()));
    }
    var all = requests.isEmpty() ? List.of("nothing: it is so already") : requests;
    document.put("dry_run", true);
    document.put("would_send", all);
    screen.result(
        document,
        () -> {
          screen.line("would " + what + ": " + subject);
          all.forEach(request -> screen.line("would send: " + request));
          screen.line("nothing was sent");
        });
    return ExitCodes.DONE;
  }

  private void ask(String what, String subject) {
    var console = Terminal.console();
    if (console.isEmpty() || screen.json()) {
      throw new RefusedException(
          14,
          "about to %s: %s. Nobody can be asked here; say --yes to do it, or --dry-run to see what"
                  .formatted(what, subject)
              + " would be sent");
    }
    var answer = console.get().readLine("About to %s: %s. Go on? [y/N] ", what, subject);
    if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).matches("y|yes")) {
      throw new RefusedException(14, "not confirmed; nothing was sent");
    }
  }

  private int execute(
      String kind,
      String what,
      Act act,
      Proof proof,
      Identity identity,
      Ownership owner,
      Map<String, Object> document) {
    var failure = new AtomicReference<Throwable>();
    var seen = new AtomicReference<Map<String, Object>>(Map.of());
    var workflow =
        manager.createWorkflow(
            "bmc-%s-%s-%d"
                .formatted(
                    kind,
                    place.name().replaceAll("[^A-Za-z0-9.-]", "-"),
                    System.currentTimeMillis()));
    workflow.named("bmc-" + kind);
    workflow.addStep(
        WorkflowStep.named(kind.replace('-', '_'))
            .description(what)
            .attempts(1)
            .timeout(STEP_LIMIT)
            .run(
                context -> {
                  try {
                    seen.set(attempt(context, act, proof, identity));
                    return "done";
                  } catch (Exception e) {
                    failure.set(e);
                    throw e;
                  }
                }));
    var run = workflow.start(context(identity, owner));
    try {
      var end = run.await();
      document.put("run_id", run.runId());
      document.put("workflow_id", end.workflowId());
      if (end.status() != WorkflowStatus.COMPLETED) {
        if (end.phase() == Phase.HELD) {
          // one step that nothing can go on from: who typed it must be able to type the next one
          manager
              .engine()
              .release(
                  run.runId(), GlobalOptions.actor(), "a direct command has no rest to resume");
        }
        throw failed(failure.get(), end.error().orElse("the run is " + end.status().wireName()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted; see hwauto run show " + run.runId(), e);
    }
    document.putAll(seen.get());
    screen.result(
        document,
        () ->
            seen.get()
                .forEach((name, value) -> screen.line(name.replace('_', ' ') + ": " + value)));
    return ExitCodes.DONE;
  }

  private static RuntimeException failed(@Nullable Throwable cause, String otherwise) {
    return cause instanceof RuntimeException known
        ? known
        : new IllegalStateException(otherwise, cause);
  }

  private WorkflowContext context(Identity identity, Ownership owner) {
    var context =
        WorkflowContext.builder()
            .startedBy(GlobalOptions.actor())
            .value(ServerFields.MAINTENANCE_WINDOW, Maintenance.ANY_TIME); // a person stands by
    var keys = LockKeys.of(identity);
    keys.forEach(context::lock);
    if (keys.isEmpty()) {
      context.lock("bmc/address/" + place.address());
    }
    owner
        .machine()
        .ifPresent(
            machine -> {
              if (mayBeInUse) {
                context.lock(LockKeys.ofServer(machine.systemId()));
              } else {
                context.server(machine.systemId());
              }
            });
    options.allowInUse().ifPresent(why -> context.value(ServerFields.ALLOW_IN_USE, why));
    return context.build();
  }

  private Map<String, Object> attempt(StepContext context, Act act, Proof proof, Identity identity)
      throws Exception {
    try (var session = place.open(manager.connections(), context::guard)) {
      requireSame(identity, session.identity());
      requireNoFlash(session);
      act.send(session);
    }
    return proof.look(new Wait(context, identity));
  }

  /**
   * Safety rule 8: nothing of ours disturbs a flash. IPMI can't tell of one; there the lock of the
   * run that writes it is what refuses.
   */
  private void requireNoFlash(BmcSession session) {
    if (!mayBeInUse && session instanceof BmcSession.Redfish redfish) {
      active(redfish.client()).stream()
          .filter(RunningUpdate::untouchable)
          .findFirst()
          .ifPresent(
              update -> {
                throw new RefusedException(
                    8,
                    "%s is writing firmware: %s. Do not power off or reset it; wait, and look again with: hwauto firmware inventory %s"
                        .formatted(place.name(), update, place.name()));
              });
    }
  }

  private static List<RunningUpdate> active(RedfishClient client) {
    try {
      return client.updates().active();
    } catch (HardwareException e) {
      if (e.kind() == HardwareException.Kind.REJECTED) {
        return List.of(); // no update service, so no update over Redfish
      }
      throw e;
    }
  }

  private void requireSame(Identity before, Identity now) {
    if (!before.equals(now)) {
      IdentityVerdict.of(
              List.of(
                  before,
                  new Identity(
                      "the same address now",
                      now.serial(),
                      now.uuid(),
                      now.boardSerial(),
                      now.bmcMac(),
                      now.nicMacs())),
              false)
          .require(place.name());
    }
  }

  /** Fresh looks at the BMC until they show what is wanted. */
  final class Wait {
    private final StepContext context;
    private final Identity identity;
    private int away;

    Wait(StepContext context, Identity identity) {
      this.context = context;
      this.identity = identity;
    }

    /** A question to a fresh session. */
    interface Question<T> {
      Optional<T> ask(BmcSession session);
    }

    /** How many looks met nobody. */
    int away() {
      return away;
    }

    /**
     * Asks in a fresh session every two seconds. A BMC that does not answer for a moment is asked
     * again.
     *
     * @param what the effect waited for, {@code the power to be off}
     * @throws HardwareException {@code REJECTED} if it does not show in time
     */
    <T> T until(String what, Duration limit, Question<T> question) throws InterruptedException {
      var began = System.nanoTime();
      var last = "";
      while (true) {
        try (var session = place.open(manager.connections(), BmcPlace.READ_ONLY)) {
          requireSame(identity, session.identity());
          var answer = question.ask(session);
          if (answer.isPresent()) {
            return answer.get();
          }
        } catch (HardwareException e) {
          switch (e.kind()) {
            case CONNECTION, BUSY, TIMEOUT -> {
              last = "; last, " + e.getMessage();
              away += e.kind() == HardwareException.Kind.BUSY ? 0 : 1;
            }
            default -> throw e;
          }
        }
        if (System.nanoTime() - began > manager.connections().pace().every(limit).toNanos()) {
          throw new HardwareException(
              HardwareException.Kind.REJECTED,
              place.name(),
              "the BMC %s accepted the request, and a fresh read does not show %s after %d s%s"
                  .formatted(place.address(), what, limit.toSeconds(), last));
        }
        context.reportSubTask("Waiting for " + what);
        context.sleep(manager.connections().pace().every(Duration.ofSeconds(2)));
      }
    }
  }
}
