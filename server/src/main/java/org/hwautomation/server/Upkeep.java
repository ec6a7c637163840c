package org.hwautomation.server;

import java.time.Duration;
import java.util.HashMap;
import java.util.Optional;
import org.hwautomation.hardware.MutationGuard;
import org.hwautomation.hardware.maas.Machine;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.server.RackLocation;
import org.hwautomation.store.ServerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the service does by itself: it takes over runs whose process died, keeps the inventory's
 * list of servers as MAAS has it, and deletes runs that are older than they are to be kept. On a
 * thread of its own; what fails is logged and tried again.
 */
final class Upkeep implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
  private static final Duration PAUSE = Duration.ofSeconds(15);

  /** MAAS is asked once in so many rounds. */
  private static final int MAAS_ROUNDS = 4;

  /** Old runs are looked for once in so many rounds, the first time a few after the start. */
  private static final int RETENTION_ROUNDS = 240;

  private static final int RETENTION_BEGINS = 4;

  private final WorkflowManager manager;
  private final Retention retention;
  private final Thread thread;

  private Upkeep(WorkflowManager manager, Retention retention) {
    this.manager = manager;
    this.retention = retention;
    this.thread = Thread.ofVirtual().name("upkeep").unstarted(this::run);
  }

  static Upkeep start(WorkflowManager manager, Retention retention) {
    var upkeep = new Upkeep(manager, retention);
    upkeep.thread.start();
    return upkeep;
  }

  private void run() {
    try {
      for (var round = 0; ; round++) {
        attempt("taking over runs", this::takeOver);
        if (round % MAAS_ROUNDS == 0) {
          attempt("reading the list of servers from MAAS", this::readMachines);
        }
        if (round % RETENTION_ROUNDS == RETENTION_BEGINS) {
          attempt("deleting old runs", retention::look);
        }
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException e) {
      LOG.debug("upkeep ends");
    }
  }

  private static void attempt(String what, Runnable work) throws InterruptedException {
    try {
      work.run();
    } catch (RuntimeException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      LOG.warn("{} failed, and is tried again: {}", what, e.getMessage());
    }
  }

  private void takeOver() {
    for (var run : manager.engine().recover()) {
      LOG.info("run {} of a process that is gone goes on here", run.runId());
    }
  }

  private void readMachines() {
    if (manager.configuration().maas().url().isEmpty()) {
      return;
    }
    var known = new HashMap<String, ServerRecord>();
    manager.store().inventory().list().forEach(server -> known.put(server.serverId(), server));
    try (var maas = manager.connections().maas(MutationGuard.OPEN)) {
      for (var machine : maas.machines()) {
        if (!says(known.get(machine.systemId()), machine)) {
          manager.identify(machine);
        }
      }
    }
  }

  /** True if nothing that MAAS says of a machine is news: then nothing is written. */
  private static boolean says(@Nullable ServerRecord server, Machine machine) {
    if (server == null) {
      return false;
    }
    var known = server.identity();
    var info = machine.hardwareInfo();
    return known.hostname().equals(Optional.of(machine.hostname()))
        && known.maasSystemId().equals(Optional.of(machine.systemId()))
        && says(known.vendor(), info.systemVendor())
        && says(known.serial(), info.systemSerial())
        && says(known.uuid(), machine.hardwareUuid())
        && RackLocation.ofTags(machine.tagNames())
            .map(RackLocation::text)
            .filter(place -> !server.rackLocation().equals(Optional.of(place)))
            .isEmpty();
  }

  private static boolean says(Optional<String> known, String told) {
    return told.isBlank() || known.equals(Optional.of(told));
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
