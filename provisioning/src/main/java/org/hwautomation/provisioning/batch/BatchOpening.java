package org.hwautomation.provisioning.batch;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.store.AddressSupply;
import org.hwautomation.store.BatchMember;
import org.hwautomation.store.BatchMember.Draft;
import org.hwautomation.store.BatchRecord;
import org.hwautomation.store.ServerRecord;
import org.hwautomation.workflow.Phase;
import org.hwautomation.workflow.WorkflowStatus;

/** Checks batches and writes them down; starts nothing. Thread-safe. */
public final class BatchOpening {
  private final WorkflowManager manager;

  public BatchOpening(WorkflowManager manager) {
    this.manager = manager;
  }

  /**
   * Checks all that can be without asking a server; changes nothing.
   *
   * @throws IllegalArgumentException listing all that is wrong
   */
  public void check(BatchRequest request) {
    BatchCheck.check(manager, request);
  }

  /**
   * Opens a batch. One of that name which is not open any more is opened again: what is not ready
   * is done again, and servers keep the addresses they were handed. One that is open stays as it
   * is.
   *
   * @return true if it was opened; false if the same one is open
   * @throws IllegalArgumentException as {@link #check}
   * @throws BatchUnderWayException if another one of that name is open
   * @throws AddressSupply.ExhaustedException if the range has too few free addresses
   * @throws org.hwautomation.hardware.HardwareException if MAAS can't be asked for addresses
   */
  public boolean open(BatchRequest request, String actor) throws InterruptedException {
    check(request);
    var batches = manager.store().batches();
    var drafts = drafts(request);
    var before = batches.find(request.name());
    if (before.filter(BatchRecord::isOpen).isPresent()) {
      return isOpen(before.get(), request, drafts);
    }
    var supply =
        request.range().isEmpty()
            ? AddressSupply.NONE
            : new AddressSupply(
                request.range().get().addresses(), KnownAddresses.of(manager, request.servers()));
    var opened =
        batches.open(
            request.name(),
            request.terms(),
            drafts,
            supply,
            kept(request.name(), request.terms().again()),
            actor);
    return opened
        || isOpen(
            batches.find(request.name()).orElseThrow(), request, drafts); // another was faster
  }

  private boolean isOpen(BatchRecord open, BatchRequest request, List<Draft> drafts) {
    var members = manager.store().batches().members(open.name());
    var same =
        open.terms().equals(request.terms())
            && members.stream()
                .map(BatchMember::server)
                .toList()
                .equals(drafts.stream().map(Draft::server).toList());
    if (!same) {
      throw new BatchUnderWayException(open);
    }
    return false;
  }

  private List<Draft> drafts(BatchRequest request) {
    var inventory = manager.store().inventory();
    var drafts = new ArrayList<Draft>();
    for (var server : request.servers()) {
      drafts.add(
          server.draft(inventory.findByName(server.server()).flatMap(ServerRecord::rackLocation)));
    }
    return drafts;
  }

  /** What is ready, goes on, or waits for a person stays as it is. */
  private Set<String> kept(String name, boolean again) {
    var kept = new HashSet<String>();
    var runs = BatchProgress.runs(manager.store(), name);
    for (var member : manager.store().batches().members(name)) {
      var run = runs.get(member.workflowId());
      var ready = run != null && run.status() == WorkflowStatus.COMPLETED && !again;
      var open = run != null && (!run.status().isTerminal() || run.phase() == Phase.HELD);
      if (ready || open || member.state() == BatchMember.State.STARTING) {
        kept.add(member.server());
      }
    }
    return kept;
  }
}
