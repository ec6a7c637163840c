package org.hwautomation.simulator.maas;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hwautomation.simulator.BootAnswer;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.Delay;
import org.hwautomation.simulator.EffectKind;
import org.hwautomation.simulator.Fault;
import org.hwautomation.simulator.HostBoot;
import org.hwautomation.simulator.HostEnvironment;
import org.hwautomation.simulator.MaasStatus;
import org.hwautomation.simulator.PowerAction;
import org.hwautomation.simulator.PowerState;
import org.hwautomation.simulator.SimulatedServer;
import org.jspecify.annotations.Nullable;

/**
 * What MAAS does with machines over time: one virtual thread for each machine that is commissioned,
 * tested, deployed, released or rescued. Starting something else for a machine ends what ran
 * before. How long it takes comes from the server's own delays, so a seed repeats.
 */
final class MachineLife implements AutoCloseable {

  /** How long MAAS waits for a machine to report, before it calls the step failed. */
  private static final Duration REPORT_TIMEOUT = Duration.ofMinutes(30);

  private static final Duration POWER_OFF_TIMEOUT = Duration.ofMinutes(5);

  private static final List<String> TESTING_SCRIPTS = List.of("smartctl-validate");

  private final DataCentre dataCentre;
  private final Machines machines;
  private final PowerDriver driver;
  private final SshKeys keys;
  private final HostWatch watch;
  private final CommissioningScripts scripts;
  private final Map<Machine, Thread> running = new HashMap<>();

  /** A part of a machine's life; ends by itself or is interrupted. */
  private interface Part {
    void live(SimulatedServer server) throws InterruptedException, PowerProblem;
  }

  MachineLife(
      DataCentre dataCentre, Machines machines, PowerDriver driver, SshKeys keys, HostWatch watch) {
    this.dataCentre = dataCentre;
    this.machines = machines;
    this.driver = driver;
    this.keys = keys;
    this.watch = watch;
    this.scripts = new CommissioningScripts(dataCentre);
  }

  /** What a machine shall boot; MAAS decides by its status. */
  BootAnswer networkBoot(SimulatedServer server) {
    synchronized (machines) {
      @Nullable Machine machine = machines.of(server);
      if (machine == null) {
        return BootAnswer.NONE;
      }
      if (server.faults().has(Fault.COMMISSIONING_NO_ADDRESS)) {
        return BootAnswer.NONE;
      }
      machines.event(machine, "INFO", "Performing PXE boot", "");
      return switch (machine.status()) {
        case COMMISSIONING, TESTING, DISK_ERASING ->
            new BootAnswer(
                HostEnvironment.COMMISSIONING, machine.sshKept ? keys.lines() : List.of());
        case ENTERING_RESCUE_MODE, RESCUE_MODE ->
            new BootAnswer(HostEnvironment.RESCUE, keys.lines());
        case DEPLOYING ->
            machine.netboot
                ? new BootAnswer(HostEnvironment.INSTALLER, List.of())
                : BootAnswer.LOCAL_DISK;
        case DEPLOYED -> BootAnswer.LOCAL_DISK;
        case EXITING_RESCUE_MODE ->
            machine.previousStatus == MaasStatus.DEPLOYED
                ? BootAnswer.LOCAL_DISK
                : new BootAnswer(HostEnvironment.POWER_OFF, List.of());
        default -> new BootAnswer(HostEnvironment.POWER_OFF, List.of());
      };
    }
  }

  /** Which options a commissioning was asked for with. */
  record Commissioning(
      boolean enableSsh, boolean skipBmcConfig, List<String> extraScripts, boolean testing) {}

  /** Begins to commission; the status has been checked. */
  void commission(Machine machine, Commissioning how) {
    synchronized (machines) {
      machine.previousStatus = machine.status();
      machine.sshKept = how.enableSsh();
      machine.netboot = true;
      machines.begin(
          machine,
          ScriptSet.Kind.COMMISSIONING,
          scripts.names(how.skipBmcConfig(), how.extraScripts()));
      if (how.testing()) {
        machines.begin(machine, ScriptSet.Kind.TESTING, TESTING_SCRIPTS);
      }
      machines.move(machine, MaasStatus.COMMISSIONING, "");
    }
    effect(machine, EffectKind.COMMISSION, how.toString());
    begin(
        machine,
        MaasStatus.FAILED_COMMISSIONING,
        server -> {
          driver.boot(machine);
          powering(machine);
          runScripts(machine, server, machine.commissioningResult);
          synchronized (machines) {
            machine.hardware = ServerFacts.of(server);
            machine.nics.clear();
            machine.nics.addAll(machine.hardware.nics());
          }
          if (how.testing()) {
            synchronized (machines) {
              machines.move(machine, MaasStatus.TESTING, "");
            }
            test(machine, server);
          }
          finish(machine, server, MaasStatus.READY);
          effect(machine, EffectKind.COMMISSION_FINISHED, "Ready");
        });
  }

  /** Begins hardware tests; the status has been checked. */
  void test(Machine machine, boolean enableSsh) {
    MaasStatus before;
    synchronized (machines) {
      before = machine.status();
      machine.previousStatus = before;
      machine.sshKept = enableSsh;
      machines.begin(machine, ScriptSet.Kind.TESTING, TESTING_SCRIPTS);
      machines.move(machine, MaasStatus.TESTING, "");
    }
    begin(
        machine,
        MaasStatus.FAILED_TESTING,
        server -> {
          driver.boot(machine);
          powering(machine);
          awaitBoot(machine, server, HostEnvironment.COMMISSIONING);
          test(machine, server);
          finish(machine, server, before);
        });
  }

  private void test(Machine machine, SimulatedServer server) throws InterruptedException {
    ScriptSet set = current(machine, machine.testingResult);
    Duration each = server.draw(Delay.TESTING).dividedBy(set.names().size());
    for (String name : set.names()) {
      synchronized (machines) {
        set.started(name, dataCentre.time().now());
      }
      dataCentre.time().sleep(each);
      synchronized (machines) {
        set.ended(
            name, ScriptSet.State.PASSED, "SUCCESS: All tests passed.\n", dataCentre.time().now());
      }
    }
  }

  /** Ends an ephemeral system: it switches itself off, unless SSH was to be kept. */
  private void finish(Machine machine, SimulatedServer server, MaasStatus to) {
    boolean stays;
    synchronized (machines) {
      machines.move(machine, to, "");
      stays = machine.sshKept;
    }
    if (!stays) {
      server.host().shutdown();
    }
  }

  /** Stops what runs: commissioning, testing, deploying or disk erasing. */
  void abort(Machine machine) throws PowerProblem {
    end(machine);
    synchronized (machines) {
      machine.scriptSets.forEach(set -> set.abort(dataCentre.time().now()));
      machine.sshKept = false;
      MaasStatus to =
          switch (machine.status()) {
            case COMMISSIONING -> MaasStatus.NEW;
            case TESTING -> machine.previousStatus;
            case DEPLOYING -> MaasStatus.ALLOCATED;
            default -> MaasStatus.FAILED_DISK_ERASING;
          };
      machines.event(
          machine, "INFO", "Aborted " + machine.status().label().toLowerCase(Locale.ROOT), "");
      machines.move(machine, to, "");
    }
    driver.perform(machine, PowerAction.FORCE_OFF);
    powered(machine, PowerState.OFF);
  }

  /** Begins to install an operating system on an allocated machine. */
  void deploy(Machine machine, String osystem, String series) {
    synchronized (machines) {
      machine.osystem = osystem;
      machine.distroSeries = series;
      machine.netboot = true;
      machine.sshKept = false;
      machines.begin(machine, ScriptSet.Kind.INSTALLATION, List.of("/tmp/install.log"));
      machines.move(machine, MaasStatus.DEPLOYING, "");
    }
    effect(machine, EffectKind.DEPLOY, osystem + "/" + series);
    begin(
        machine,
        MaasStatus.FAILED_DEPLOYMENT,
        server -> {
          driver.boot(machine);
          powering(machine);
          awaitBoot(machine, server, HostEnvironment.INSTALLER);
          ScriptSet set = current(machine, machine.installationResult);
          synchronized (machines) {
            set.started("/tmp/install.log", dataCentre.time().now());
          }
          dataCentre.time().sleep(server.draw(Delay.INSTALL));
          server.host().install(osystem + "/" + series, keys.lines(), Channel.MAAS);
          synchronized (machines) {
            set.ended(
                "/tmp/install.log",
                ScriptSet.State.PASSED,
                "Installation finished. No error reported.\n",
                dataCentre.time().now());
            machine.netboot = false;
            machines.event(machine, "INFO", "Rebooting", "");
          }
          server.host().reboot();
          awaitBoot(machine, server, HostEnvironment.DEPLOYED);
          synchronized (machines) {
            machines.move(machine, MaasStatus.DEPLOYED, "");
          }
        });
  }

  /** Begins to release a machine; its disk is emptied where asked for. */
  void release(Machine machine, boolean erase) {
    synchronized (machines) {
      machine.sshKept = false;
      machine.netboot = true;
      machines.move(machine, erase ? MaasStatus.DISK_ERASING : MaasStatus.RELEASING, "");
    }
    effect(machine, EffectKind.RELEASE, erase ? "with disk erasing" : "");
    begin(
        machine,
        erase ? MaasStatus.FAILED_DISK_ERASING : MaasStatus.FAILED_RELEASING,
        server -> {
          if (erase) {
            driver.boot(machine);
            awaitBoot(machine, server, HostEnvironment.COMMISSIONING);
            dataCentre.time().sleep(server.draw(Delay.TESTING));
            server.host().erase();
            server.host().shutdown();
          } else if (PowerDriver.drives(machine.powerType())) {
            driver.perform(machine, PowerAction.FORCE_OFF);
          }
          boolean off =
              watch.await(POWER_OFF_TIMEOUT, () -> server.power().state() == PowerState.OFF);
          if (!off) {
            throw new PowerProblem("Machine did not power off.");
          }
          synchronized (machines) {
            machine.owner = "";
            machine.osystem = "";
            machine.distroSeries = "";
            machine.powerState = "off";
            machines.move(machine, MaasStatus.READY, "");
          }
        });
  }

  /** Begins to boot the rescue system. */
  void enterRescue(Machine machine) {
    synchronized (machines) {
      if (!machine.status().label().toLowerCase(Locale.ROOT).contains("rescue")) {
        machine.previousStatus = machine.status();
      }
      machines.move(machine, MaasStatus.ENTERING_RESCUE_MODE, "");
    }
    begin(
        machine,
        MaasStatus.FAILED_ENTERING_RESCUE_MODE,
        server -> {
          driver.boot(machine);
          powering(machine);
          awaitBoot(machine, server, HostEnvironment.RESCUE);
          synchronized (machines) {
            machines.move(machine, MaasStatus.RESCUE_MODE, "");
          }
          effect(machine, EffectKind.RESCUE_ENTERED, "");
        });
  }

  /** Begins to leave the rescue system: a deployed machine boots its disk, others go off. */
  void exitRescue(Machine machine) {
    MaasStatus back;
    synchronized (machines) {
      back = machine.previousStatus;
      machines.move(machine, MaasStatus.EXITING_RESCUE_MODE, "");
    }
    begin(
        machine,
        MaasStatus.FAILED_EXITING_RESCUE_MODE,
        server -> {
          if (back == MaasStatus.DEPLOYED) {
            driver.boot(machine);
            awaitBoot(machine, server, HostEnvironment.DEPLOYED);
          } else {
            driver.perform(machine, PowerAction.FORCE_OFF);
            powered(machine, PowerState.OFF);
          }
          synchronized (machines) {
            machines.move(machine, back, "");
          }
          effect(machine, EffectKind.RESCUE_EXITED, "");
        });
  }

  /** Ends what runs for a machine, if anything. */
  void end(Machine machine) {
    Thread thread;
    synchronized (running) {
      thread = running.remove(machine);
    }
    if (thread != null) {
      thread.interrupt();
    }
  }

  @Override
  public void close() {
    List<Thread> threads;
    synchronized (running) {
      threads = new ArrayList<>(running.values());
      running.clear();
    }
    threads.forEach(Thread::interrupt);
  }

  private void begin(Machine machine, MaasStatus failed, Part part) {
    end(machine);
    Thread thread =
        Thread.ofVirtual()
            .name("maas " + machine.hostname)
            .unstarted(
                () -> {
                  try {
                    if (machine.server == null) {
                      throw new PowerProblem("Nothing answers for this machine.");
                    }
                    part.live(machine.server);
                  } catch (InterruptedException e) {
                    // aborted, or the data centre closes: whoever interrupted sets the status
                    Thread.currentThread().interrupt();
                  } catch (PowerProblem e) {
                    fail(machine, failed, e);
                  } finally {
                    synchronized (running) {
                      running.remove(machine, Thread.currentThread());
                    }
                  }
                });
    synchronized (running) {
      running.put(machine, thread);
    }
    thread.start();
  }

  private void fail(Machine machine, MaasStatus to, PowerProblem problem) {
    synchronized (running) {
      if (running.get(machine) != Thread.currentThread()) {
        // aborted at this very moment
        return;
      }
    }
    synchronized (machines) {
      String reason = String.valueOf(problem.getMessage());
      machine.scriptSets.forEach(set -> set.abort(dataCentre.time().now()));
      machine.powerState = "error";
      machines.event(machine, "ERROR", "Failed to power on node", reason);
      machines.event(machine, "ERROR", "Marking node failed", reason);
      machines.move(machine, to, reason);
    }
    if (to == MaasStatus.FAILED_COMMISSIONING) {
      effect(machine, EffectKind.COMMISSION_FINISHED, to.label());
    }
  }

  private void runScripts(Machine machine, SimulatedServer server, @Nullable Integer id)
      throws InterruptedException, PowerProblem {
    ScriptSet set = current(machine, id);
    Duration each = server.draw(Delay.COMMISSIONING).dividedBy(set.names().size());
    boolean done = false;
    while (!done) {
      UUID boot = awaitBoot(machine, server, HostEnvironment.COMMISSIONING).bootId();
      done = true;
      for (String name : set.names()) {
        synchronized (machines) {
          set.started(name, dataCentre.time().now());
        }
        dataCentre.time().sleep(each);
        if (!runs(server, boot)) {
          // somebody reset the host: its next boot begins anew
          done = false;
          break;
        }
        String output = scripts.run(name, machine, server, machines);
        synchronized (machines) {
          set.ended(name, ScriptSet.State.PASSED, output, dataCentre.time().now());
        }
      }
    }
  }

  private static boolean runs(SimulatedServer server, UUID boot) {
    return server.host().boot().filter(now -> now.bootId().equals(boot)).isPresent();
  }

  private HostBoot awaitBoot(Machine machine, SimulatedServer server, HostEnvironment environment)
      throws InterruptedException, PowerProblem {
    boolean up =
        watch.await(
            REPORT_TIMEOUT,
            () ->
                server.host().boot().filter(boot -> boot.environment() == environment).isPresent());
    Optional<HostBoot> boot = server.host().boot();
    if (!up || boot.isEmpty()) {
      throw new PowerProblem(
          "Machine operation '"
              + machine.status().label()
              + "' timed out after "
              + REPORT_TIMEOUT.toMinutes()
              + " minutes.");
    }
    powered(machine, PowerState.ON);
    return boot.get();
  }

  private void powering(Machine machine) {
    synchronized (machines) {
      machines.event(machine, "INFO", "Powering on", "");
    }
    powered(machine, PowerState.ON);
  }

  private void powered(Machine machine, PowerState state) {
    synchronized (machines) {
      machine.powerState = state == PowerState.ON ? "on" : "off";
      machines.event(
          machine, "DEBUG", state == PowerState.ON ? "Node powered on" : "Node powered off", "");
    }
  }

  private ScriptSet current(Machine machine, @Nullable Integer id) {
    synchronized (machines) {
      return machine.scriptSets.stream()
          .filter(set -> id != null && set.id() == id)
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no script set for " + machine));
    }
  }

  private static void effect(Machine machine, EffectKind kind, String detail) {
    if (machine.server != null) {
      machine.server.effect(kind, Channel.MAAS, detail);
    }
  }
}
