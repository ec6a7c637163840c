package org.hwautomation.provisioning.steps;

import java.util.Objects;
import java.util.Optional;
import org.hwautomation.provisioning.firmware.FirmwarePlan;
import org.hwautomation.provisioning.firmware.PlannedImage;
import org.hwautomation.provisioning.firmware.PlannedUpdate;
import org.hwautomation.provisioning.safety.RefusedException;
import org.hwautomation.store.FirmwareResults.Installation;
import org.hwautomation.store.FirmwareResults.Status;
import org.hwautomation.store.FirmwareTrials;
import org.hwautomation.workflow.StepRejectedException;

/**
 * What the database is told of one image: its result, and whether its version is proven on this
 * kind of board (safety rule 9: a new pair goes to one server first).
 */
final class InstallationRecord {
  private final ServerWork work;
  private final Installation installation;
  private final FirmwareTrials.Pair pair;

  InstallationRecord(
      ServerWork work, FirmwarePlan plan, PlannedUpdate update, PlannedImage image, String from) {
    this.work = work;
    var model =
        (Objects.toString(plan.vendor(), "") + " " + Objects.toString(plan.model(), "")).strip();
    this.installation =
        new Installation(
            work.systemId(),
            model,
            image.type().wireName(),
            String.join(", ", update.items()),
            from,
            image.version(),
            image.sha256(),
            work.context().runId());
    this.pair = new FirmwareTrials.Pair(model, image.type().wireName(), image.version());
  }

  /** Waits while another server is the first to get this version. */
  void awaitTurn() throws Exception {
    work.context()
        .poll(
            "Waiting for the first server with " + pair,
            work.every(30),
            () ->
                switch (trials().ask(pair, work.systemId(), work.context().runId())) {
                  case FirmwareTrials.Turn.Proven _, FirmwareTrials.Turn.First _ ->
                      Optional.of(true);
                  case FirmwareTrials.Turn.Wait(var server, var run) -> {
                    work.context()
                        .reportSubTask(
                            "%s is new here and goes to %s first (run %s)"
                                .formatted(pair, server, run));
                    yield Optional.empty();
                  }
                  case FirmwareTrials.Turn.Failed(var server, var run, var message) ->
                      throw new RefusedException(
                          9,
                          ("%s went wrong on %s, the first server that got it (run %s: %s); nothing was"
                                  + " written here. Mend and resume that run, or give the turn to the"
                                  + " next server: hwauto firmware forget %s --reason TEXT")
                              .formatted(pair, server, run, message, arguments()));
                });
  }

  private String arguments() {
    return "'%s' %s '%s'".formatted(pair.model(), pair.component(), pair.version());
  }

  private FirmwareTrials trials() {
    return work.inventory().firmwareTrials();
  }

  void begins() {
    work.inventory().firmwareResults().begin(installation);
  }

  void succeeded() {
    work.inventory().firmwareResults().end(installation, Status.SUCCEEDED, Optional.empty());
    trials().proven(pair, work.systemId(), work.context().runId());
  }

  /** It did not come about, and nothing is written any more. */
  StepRejectedException failed(String why) {
    work.inventory().firmwareResults().end(installation, Status.FAILED, Optional.of(why));
    trials().failed(pair, work.systemId(), why);
    return new StepRejectedException(why);
  }

  /** Nobody knows what became of it: it stays as running. */
  StepRejectedException lost(String why) {
    trials().failed(pair, work.systemId(), why);
    return new StepRejectedException(why);
  }
}
