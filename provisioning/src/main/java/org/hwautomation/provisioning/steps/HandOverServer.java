package org.hwautomation.provisioning.steps;

import java.util.LinkedHashMap;
import org.hwautomation.workflow.Parameter;
import org.hwautomation.workflow.StepRejectedException;
import org.jspecify.annotations.Nullable;

/**
 * Lets a server go that a run held: only if this run read its firmware back as planned, and never
 * one that a person holds.
 */
final class HandOverServer extends ServerStep {
  HandOverServer(StepTools tools) {
    super(
        tools,
        Declaration.changes(
                "server.hand_over@1",
                "Lets the server go that runs held, once its firmware was read back as planned",
                "takes the tag " + ServerHolding.TAG + " from the server in MAAS")
            .gives(Parameter.of("released", "boolean", "True if it was held until now")));
  }

  @Override
  Outcome run(ServerWork work) {
    if (!work.fields().firmwareVerified()) {
      throw new StepRejectedException(
          "this run did not read the firmware back as planned (firmware.verify), so the server stays held");
    }
    var hold = work.inventory().holds().find(work.systemId());
    if (hold.isPresent() && !hold.get().heldBy().startsWith("run ")) {
      throw new StepRejectedException(
          "%s holds the server (%s); it is let go by a person alone: hwauto server hand-over %s --override --reason TEXT"
              .formatted(hold.get().heldBy(), hold.get().reason(), work.fields().hostname()));
    }
    work.requireFree();
    var released =
        new ServerHolding(work.maas(), work.inventory())
            .release(
                work.systemId(),
                "run " + work.context().runId(),
                "firmware and settings were read back as planned");
    if (work.context().values().flag(VerifyConfiguration.VERIFIED)) {
      var columns = new LinkedHashMap<String, @Nullable Object>();
      columns.put("is_ready", "TRUE");
      work.inventory().learn(work.systemId(), columns);
    }
    return Outcome.of(released ? "handed over" : "was not held").with("released", released);
  }
}
