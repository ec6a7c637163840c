package org.hwautomation.simulator;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hwautomation.simulator.Faults.Lie;
import org.jspecify.annotations.Nullable;

/**
 * Power and boot of a server: off, POST, what the network or the disk gives it to run. Thread-safe.
 */
public final class PowerControl {
  private final SimulatedServer server;
  private BootPhase phase = BootPhase.OFF;
  private BootOverride override = BootOverride.NONE;
  private @Nullable Instant lastReset;
  private int boots;
  private int epoch;

  PowerControl(SimulatedServer server) {
    this.server = server;
  }

  /** What became of a power action. */
  public enum Result {
    /** Done or begun. */
    CHANGED,
    /** It was so already. */
    ALREADY,
    /** Not possible in this state: a reset of a server that is off. */
    REFUSED,
    /** Nobody listened: a soft action where no system is up. */
    IGNORED
  }

  public PowerState state() {
    return phase() == BootPhase.OFF ? PowerState.OFF : PowerState.ON;
  }

  public BootPhase phase() {
    synchronized (server.lock) {
      return phase;
    }
  }

  public BootOverride override() {
    synchronized (server.lock) {
      return override;
    }
  }

  /** When the server was last switched on or reset (simulated), or empty if never. */
  public Optional<Instant> lastReset() {
    synchronized (server.lock) {
      return Optional.ofNullable(lastReset);
    }
  }

  /** Sets the boot override. */
  public void override(BootOverride wanted, Channel channel) {
    synchronized (server.lock) {
      server.noticeWrite(channel, "boot override");
      override = wanted;
      server.effect(EffectKind.BOOT_OVERRIDE, channel, wanted.target() + " " + wanted.lasting());
    }
  }

  /** Does a power action. Returns at once; what takes time goes on. */
  public Result perform(PowerAction action, Channel channel) {
    synchronized (server.lock) {
      var on = phase != BootPhase.OFF;
      return switch (action) {
        case ON -> {
          if (on) {
            yield Result.ALREADY;
          }
          noticeTouch(channel, action);
          switchOn(channel);
          yield Result.CHANGED;
        }
        case FORCE_OFF -> {
          if (!on) {
            yield Result.ALREADY;
          }
          noticeTouch(channel, action);
          switchOff(channel);
          yield Result.CHANGED;
        }
        case RESET -> {
          if (!on) {
            yield Result.REFUSED;
          }
          noticeTouch(channel, action);
          restart(channel);
          yield Result.CHANGED;
        }
        case CYCLE -> {
          if (!on) {
            yield Result.REFUSED;
          }
          noticeTouch(channel, action);
          switchOff(channel);
          var planned = epoch;
          server.after(Delay.POWER_CYCLE_PAUSE, () -> onAgain(planned, channel));
          yield Result.CHANGED;
        }
        case SOFT_OFF, SOFT_RESTART -> on ? ask(action, channel) : Result.ALREADY;
        case BUTTON -> on ? ask(PowerAction.SOFT_OFF, channel) : perform(PowerAction.ON, channel);
      };
    }
  }

  private Result ask(PowerAction action, Channel channel) {
    noticeTouch(channel, action);
    server.effect(EffectKind.SHUTDOWN_REQUESTED, channel, action.toString());
    if (phase != BootPhase.RUNNING || server.faults().tells(Lie.SHUTDOWN_IGNORED)) {
      return Result.IGNORED;
    }
    hostGone();
    phase = BootPhase.SHUTTING_DOWN;
    var planned = ++epoch;
    server.after(
        Delay.GRACEFUL_SHUTDOWN,
        () -> {
          synchronized (server.lock) {
            if (planned != epoch) {
              return;
            }
            if (action == PowerAction.SOFT_OFF) {
              switchOff(channel);
            } else {
              restart(channel);
            }
          }
        });
    return Result.CHANGED;
  }

  private void switchOn(Channel channel) {
    server.effect(EffectKind.POWER_ON, channel, "");
    server.publish(listener -> listener.powerChanged(server, PowerState.ON));
    post();
  }

  private void onAgain(int planned, Channel channel) {
    synchronized (server.lock) {
      if (planned == epoch && phase == BootPhase.OFF) {
        switchOn(channel);
      }
    }
  }

  private void switchOff(Channel channel) {
    hostGone();
    epoch++;
    phase = BootPhase.OFF;
    server.effect(EffectKind.POWER_OFF, channel, "");
    server.publish(listener -> listener.powerChanged(server, PowerState.OFF));
  }

  private void restart(Channel channel) {
    hostGone();
    server.effect(EffectKind.RESET, channel, "");
    post();
  }

  private void post() {
    phase = BootPhase.POST;
    lastReset = server.time().now();
    var planned = ++epoch;
    server.effect(EffectKind.POST_STARTED, Channel.CONSOLE, "");
    server.publish(listener -> listener.postStarted(server));
    if (server.faults().has(Fault.SHARED_PORT)) {
      server.bmc().lostLink();
    }
    if (!server.updates().bricked()) {
      server.after(Delay.POST, () -> memoryTested(planned));
    }
  }

  private void firmwareWritten(int planned) {
    synchronized (server.lock) {
      if (planned != epoch) {
        return;
      }
      if (server.updates().endInPost()) {
        post(); // a new BIOS posts again
      } else if (!server.updates().bricked()) {
        memoryTested(planned);
      }
    }
  }

  private void memoryTested(int planned) {
    synchronized (server.lock) {
      if (planned != epoch) {
        return;
      }
      var writing = server.updates().beginInPost();
      if (writing.isPresent()) {
        phase = BootPhase.FLASHING;
        server.time().after(writing.get(), () -> firmwareWritten(planned));
        return;
      }
      phase = BootPhase.POST;
      if (!server.bios().hasPending()) {
        boot();
        return;
      }
      phase = BootPhase.APPLYING_BIOS;
      server.after(Delay.BIOS_APPLY, () -> settingsWritten(planned));
    }
  }

  private void settingsWritten(int planned) {
    synchronized (server.lock) {
      if (planned != epoch) {
        return;
      }
      var outcomes = server.bios().applyPending();
      server.publish(listener -> listener.biosApplied(server, outcomes));
      boot();
    }
  }

  private void boot() {
    server.effect(EffectKind.POST_FINISHED, Channel.CONSOLE, "");
    server.publish(listener -> listener.postFinished(server));
    var target =
        override.lasting() == BootOverride.Lasting.DISABLED ? BootTarget.NONE : override.target();
    if (override.lasting() == BootOverride.Lasting.ONCE) {
      override = new BootOverride(BootTarget.NONE, BootOverride.Lasting.DISABLED, override.uefi());
    }
    if (target == BootTarget.BIOS_SETUP) {
      phase = BootPhase.SETUP;
      return;
    }
    phase = BootPhase.LOADING;
    var planned = epoch;
    var fromDisk =
        target == BootTarget.DISK || (target == BootTarget.NONE && !server.bios().networkFirst());
    // asked without the lock: the boot server looks at the model
    var _ =
        Thread.ofVirtual()
            .name("boot " + server.hostname())
            .start(
                () -> {
                  var answer = fromDisk ? BootAnswer.LOCAL_DISK : server.askNetwork();
                  load(planned, answer);
                });
  }

  private void load(int planned, BootAnswer answer) {
    synchronized (server.lock) {
      if (planned != epoch) {
        return;
      }
      var environment = answer.environment();
      var keys = answer.authorizedKeys();
      if (environment == HostEnvironment.NONE || environment == HostEnvironment.DEPLOYED) {
        if (server.host().installed().isEmpty()) {
          phase = BootPhase.NO_BOOT_DEVICE;
          return;
        }
        environment = HostEnvironment.DEPLOYED;
        keys = server.host().installedKeys();
      }
      var loaded = environment;
      var allowed = List.copyOf(keys);
      server.after(Delay.OS_BOOT, () -> up(planned, loaded, allowed));
    }
  }

  private void up(int planned, HostEnvironment environment, List<String> keys) {
    var hostKey = HostKeys.generate();
    synchronized (server.lock) {
      if (planned != epoch) {
        return;
      }
      phase = BootPhase.RUNNING;
      var boot =
          new HostBoot(
              ++boots,
              UUID.nameUUIDFromBytes(
                  (server.hostname() + "/" + boots).getBytes(StandardCharsets.UTF_8)),
              environment,
              server.host().address(),
              environment == HostEnvironment.DEPLOYED ? server.host().diskKey(hostKey) : hostKey,
              keys);
      server.host().boot = boot;
      server.effect(EffectKind.HOST_UP, Channel.CONSOLE, boot.toString());
      server.publish(listener -> listener.hostUp(server, boot));
      if (environment == HostEnvironment.POWER_OFF) {
        server.host().shutdown();
      }
    }
  }

  private void hostGone() {
    if (server.host().boot != null) {
      server.host().boot = null;
      server.effect(EffectKind.HOST_DOWN, Channel.CONSOLE, "");
      server.publish(listener -> listener.hostDown(server));
    }
  }

  private void noticeTouch(Channel channel, PowerAction action) {
    if (channel != Channel.CONSOLE) {
      server.updates().disturbed(channel, "power " + action, false);
    }
    if (channel == Channel.SSH || channel == Channel.CONSOLE) {
      return;
    }
    server.noticeWrite(channel, "power " + action);
    if (phase == BootPhase.APPLYING_BIOS && action != PowerAction.ON) {
      server.unsafe(UnsafeKind.POWER_DURING_BIOS_APPLY, channel, action.toString());
    }
    if (server.host().working()) {
      server.unsafe(UnsafeKind.POWER_DURING_IN_BAND_WORK, channel, action.toString());
    }
  }
}
