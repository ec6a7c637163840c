package org.hwautomation.provisioning.batch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.batch.BatchProgress.Result;
import org.hwautomation.provisioning.batch.BatchProgress.ServerResult;
import org.hwautomation.provisioning.runs.RunNames;
import org.hwautomation.provisioning.runs.RunStart;
import org.hwautomation.provisioning.runs.StartRequest;
import org.hwautomation.provisioning.server.RackLocation;
import org.hwautomation.store.BatchMember;
import org.hwautomation.store.BatchMember.State;
import org.hwautomation.store.BatchRecord;
import org.hwautomation.store.RunSearch;
import org.hwautomation.workflow.StoreException;
import org.hwautomation.workflow.WorkflowAlreadyRunningException;
import org.hwautomation.workflow.WorkflowDefinition;
import org.hwautomation.workflow.WorkflowStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the servers of batches as places get free. Only who has claimed a batch does; a claim dies
 * with its process, and whoever claims it then goes on. A server's row says that its run is about
 * to be started before it is, and the run's name follows from batch, server and attempt: who finds
 * such a row looks for that run first. Thread-safe, but for one batch from one thread at a time.
 */
public final class BatchRunner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BatchRunner.class);

  private final WorkflowManager manager;
  private final String owner;
  private volatile boolean closed;

  /**
   * @param owner who starts them, as registered with the store
   */
  public BatchRunner(WorkflowManager manager, String owner) {
    this.manager = manager;
    this.owner = owner;
  }

  /**
   * Looks at a batch once: takes over its runs that nobody executes, stops it if too many failed,
   * else starts what there is place for. Returns when that has been started.
   *
   * @return false if it does not run, or a living other one has it
   */
  public boolean tend(String name) throws InterruptedException {
    var batches = manager.store().batches();
    if (closed || !batches.claim(name, owner)) {
      return false;
    }
    var batch = batches.find(name).orElseThrow();
    var definition = manager.library().get(batch.terms().template());
    var progress = BatchProgress.of(manager.store(), batch);
    var left = settle(progress, definition);
    var stopsAt = progress.stopsAt();
    if (stopsAt.isPresent() && progress.failures() >= stopsAt.get()) {
      batches.halt(
          name,
          BatchRecord.State.STOPPED,
          "batch:" + name,
          "%d of %d servers failed".formatted(progress.failures(), progress.servers().size()));
      return true;
    }
    start(batch, definition, next(progress, left));
    if (BatchProgress.of(manager.store(), batch).isOver()) {
      batches.done(name, owner);
    }
    return true;
  }

  /** Begins no more; starts that are under way are not noted as refused. */
  @Override
  public void close() {
    closed = true;
  }

  /** Gives a batch up, so that another may have it. */
  public void release(String name) {
    manager.store().batches().release(name, owner);
  }

  /** Notes starts that came about, and takes over what nobody executes; what did not is left. */
  private List<BatchMember> settle(BatchProgress progress, WorkflowDefinition definition) {
    var left = new ArrayList<BatchMember>();
    for (var each : progress.servers()) {
      var member = each.member();
      if (member.state() == State.STARTING && each.run().isEmpty()) {
        left.add(member);
      } else if (member.state() == State.STARTING) {
        note(member, State.STARTED, Optional.empty());
      }
      each.run()
          .filter(run -> RunNames.interrupted(manager.store(), run))
          .ifPresent(run -> manager.engine().offer(run.workflowId(), definition));
    }
    return left;
  }

  /** What there is place for, in order; what was about to be started has its place already. */
  private static List<BatchMember> next(BatchProgress progress, List<BatchMember> left) {
    var terms = progress.batch().terms();
    var running = 0;
    var inRack = new HashMap<String, Integer>();
    for (var each : progress.servers()) {
      if (each.result() == Result.RUNNING) {
        running++;
        inRack.merge(rack(each), 1, Integer::sum);
      }
    }
    var next = new ArrayList<>(left);
    for (var each : progress.servers()) {
      if (each.result() == Result.WAITING
          && running < terms.most()
          && inRack.getOrDefault(rack(each), 0) < terms.perRack().orElse(Integer.MAX_VALUE)) {
        running++;
        inRack.merge(rack(each), 1, Integer::sum);
        next.add(each.member());
      }
    }
    return next;
  }

  private static String rack(ServerResult each) {
    return each.member().rack().map(text -> RackLocation.of(text).rack()).orElse("");
  }

  private void start(BatchRecord batch, WorkflowDefinition definition, List<BatchMember> members)
      throws InterruptedException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var starts =
          members.stream()
              .map(each -> threads.submit(() -> begin(batch, definition, each)))
              .toList();
      for (var start : starts) {
        try {
          start.get();
        } catch (ExecutionException e) {
          LOG.warn(
              "batch {}: a start failed, and is tried again: {}",
              batch.name(),
              e.getCause() == null ? e.toString() : e.getCause().toString());
        }
      }
    }
  }

  private boolean begin(BatchRecord batch, WorkflowDefinition definition, BatchMember member) {
    if (!batch.terms().again() && isReady(definition, member)) {
      note(member, State.SKIPPED, Optional.of("was ready"));
      return false;
    }
    if (member.state() == State.WAITING && !manager.store().batches().starting(member, owner)) {
      return false;
    }
    try {
      new RunStart(manager).prepare(request(batch, definition, member)).start();
      note(member, State.STARTED, Optional.empty());
      return true;
    } catch (WorkflowAlreadyRunningException e) {
      note(member, State.STARTED, Optional.empty());
      return true;
    } catch (StoreException | IllegalStateException e) {
      throw e; // whether it was started is looked at next time
    } catch (RuntimeException e) {
      if (closed || Thread.currentThread().isInterrupted()) {
        throw e;
      }
      note(member, State.REFUSED, Optional.of(String.valueOf(e.getMessage())));
      return false;
    }
  }

  /** The inventory says so, and the last run of this template about it does not deny it. */
  private boolean isReady(WorkflowDefinition definition, BatchMember member) {
    var store = manager.store();
    var server = store.inventory().findByName(member.server()).filter(each -> each.isReady());
    if (server.isEmpty()) {
      return false;
    }
    var search =
        new RunSearch(
            Set.of(),
            Set.of(),
            Optional.of(server.get().serverId()),
            Optional.of(definition.name()),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            1);
    return store.search(search).stream().anyMatch(run -> run.status() == WorkflowStatus.COMPLETED);
  }

  private StartRequest request(
      BatchRecord batch, WorkflowDefinition definition, BatchMember member) {
    return StartRequest.of(definition, batch.createdBy())
        .server(Optional.of(member.server()))
        .deviceType(member.deviceType().or(batch.terms()::deviceType))
        .inputs(BatchCheck.inputs(definition, batch.terms(), member))
        .workflowId(Optional.of(member.workflowId()))
        .allowInUse(batch.terms().allowInUse())
        .window(batch.terms().window())
        .batch(batch.name())
        .build();
  }

  private void note(BatchMember member, State state, Optional<String> message) {
    manager.store().batches().note(member, state, message, owner);
  }
}
