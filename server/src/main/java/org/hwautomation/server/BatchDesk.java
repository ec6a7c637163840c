package org.hwautomation.server;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.batch.BatchRunner;
import org.hwautomation.store.BatchRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes on with the batches that no other living process has. On threads of its own; what fails is
 * logged and tried again.
 */
final class BatchDesk implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BatchDesk.class);
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final WorkflowManager manager;
  private final BatchRunner runner;
  private final Set<String> tended = ConcurrentHashMap.newKeySet();
  private final Thread thread;

  private BatchDesk(WorkflowManager manager, String owner) {
    this.manager = manager;
    this.runner = new BatchRunner(manager, owner);
    this.thread = Thread.ofVirtual().name("batches").unstarted(this::run);
  }

  /**
   * Starts it.
   *
   * @param owner who starts servers here, as registered with the store
   */
  static BatchDesk start(WorkflowManager manager, String owner) {
    var desk = new BatchDesk(manager, owner);
    desk.thread.start();
    return desk;
  }

  private void run() {
    try {
      while (true) {
        look();
        manager.engine().time().sleep(LOOK);
      }
    } catch (InterruptedException e) {
      LOG.debug("no batch is gone on with any more");
    }
  }

  private void look() {
    try {
      manager.store().batches().running().stream()
          .map(BatchRecord::name)
          .filter(tended::add)
          .forEach(name -> Thread.ofVirtual().name("batch " + name).start(() -> tend(name)));
    } catch (RuntimeException e) {
      LOG.warn("looking for batches failed, and is tried again: {}", e.getMessage());
    }
  }

  private void tend(String name) {
    try {
      var _ = runner.tend(name);
    } catch (InterruptedException e) {
      LOG.debug("batch {} is left", name);
    } catch (RuntimeException e) {
      LOG.warn("batch {} can't be gone on with, and is tried again: {}", name, e.getMessage());
    } finally {
      tended.remove(name);
    }
  }

  /** Starts no more; what was started goes on as runs do. */
  @Override
  public void close() {
    runner.close();
    thread.interrupt();
  }
}
