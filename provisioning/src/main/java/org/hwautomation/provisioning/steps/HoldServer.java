package org.hwautomation.provisioning.steps;

import org.hwautomation.workflow.Parameter;

/**
 * Holds the server, before the first write of a run: whatever becomes of the run, nobody gets the
 * server unless {@code server.hand_over} or a person lets it go.
 */
final class HoldServer extends ServerStep {
  HoldServer(StepTools tools) {
    super(
        tools,
        Declaration.changes(
                "server.hold@1",
                "Holds the server back from being handed over",
                "gives the server the tag " + ServerHolding.TAG + " in MAAS")
            .gives(Parameter.of("held_before", "boolean", "True if it was held already")));
  }

  @Override
  Outcome run(ServerWork work) {
    var before = work.inventory().holds().find(work.systemId());
    work.requireFree();
    if (before.isEmpty() || before.get().heldBy().startsWith("run ")) {
      new ServerHolding(work.maas(), work.inventory())
          .hold(
              work.systemId(),
              "workflow %s is at work on it, or failed".formatted(work.context().workflowId()),
              "run " + work.context().runId());
    }
    return Outcome.of(
            before
                .map(hold -> "was held: " + hold.reason())
                .orElse("held, with the tag %s in MAAS".formatted(ServerHolding.TAG)))
        .with("held_before", before.isPresent());
  }
}
