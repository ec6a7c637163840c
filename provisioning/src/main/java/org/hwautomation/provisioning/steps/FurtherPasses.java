package org.hwautomation.provisioning.steps;

import java.util.Optional;
import org.hwautomation.provisioning.bios.BiosVerification;
import org.hwautomation.workflow.StepRejectedException;
import org.jspecify.annotations.Nullable;

/**
 * The BIOS passes after the first: what is planned and staged once a reset has opened it. A pass is
 * kept in the run before it is written, so that one that was cut off is found again and neither
 * written nor restarted for twice. Belongs to one attempt.
 */
final class FurtherPasses {
  private final ServerWork work;

  FurtherPasses(ServerWork work) {
    this.work = work;
  }

  /** The pass that is being made: the first, or the one that an earlier attempt came to. */
  PassInHand inHand() {
    var values = work.context().values();
    var pass =
        values
            .get(ServerFields.BIOS_PASS)
            .flatMap(PassInHand::read)
            .orElseGet(
                () ->
                    new PassInHand(
                        1,
                        1,
                        0,
                        "",
                        values
                            .get(ServerFields.BIOS_EXPECTED)
                            .map(PassInHand::settings)
                            .orElse(java.util.Map.of())));
    @Nullable PassInHand later = kept(pass.number() + 1);
    while (later != null) {
      pass = later;
      later = kept(pass.number() + 1);
    }
    if (pass.number() > 1 && work.context().checkpoint(reset(pass)).isEmpty()) {
      stage(pass);
    }
    return pass;
  }

  private @Nullable PassInHand kept(int number) {
    return work.context()
        .checkpoint("pass " + number)
        .flatMap(kept -> PassInHand.read(kept.value()))
        .orElse(null);
  }

  /** The checkpoint that says that a pass's reset was asked for. */
  static String reset(PassInHand pass) {
    return pass.number() == 1 ? "reset" : "reset " + pass.number();
  }

  /**
   * Reads registry and values afresh after a pass's reset, plans again, and stages the next pass.
   *
   * @return empty if nothing is left
   * @throws StepRejectedException if the pass is not in effect, what is left can't be had, or
   *     nothing was gained
   */
  Optional<PassInHand> after(PassInHand pass) {
    if (pass.of() == 1) {
      return Optional.empty(); // bios.verify says what is not as wanted
    }
    var context = work.context();
    work.forgetBmc();
    context.reportSubTask("Reading what BIOS " + pass.text() + " brought about");
    var read = BiosSources.of(work).read();
    var result = BiosVerification.of(pass.expected(), read.current(), read.pending());
    if (!result.isApplied()) {
      throw new StepRejectedException(
          "BIOS %s is not in effect after its reset; no further one was made\n%s"
              .formatted(pass.text(), result.text()));
    }
    var plan =
        read.plan(work.deviceType(pass.deviceType()).bios(), work.fields().approval().settings());
    if (!plan.isClean()) {
      throw new StepRejectedException(
          "after BIOS %s, what is left can't be brought about; nothing more was written\n%s"
              .formatted(pass.text(), plan.text()));
    }
    if (plan.isEmpty()) {
      context.put(ServerFields.BIOS_EXPECTED, PassInHand.stored(plan.expected()));
      return Optional.empty();
    }
    if (plan.changes().size() >= pass.left()) {
      throw new StepRejectedException(
          "BIOS %s gained nothing: %d settings were to be changed before it and %d are now, so no further one was made\n%s"
              .formatted(pass.text(), pass.left(), plan.changes().size(), plan.text()));
    }
    var next = pass.next(plan);
    context.saveCheckpoint("pass " + next.number(), next.stored());
    stage(next);
    return Optional.of(next);
  }

  private void stage(PassInHand pass) {
    var checkpoint = "staged " + pass.number();
    if (BiosStaging.isDone(work, checkpoint, pass.expected())) {
      return;
    }
    work.requireFree();
    work.context()
        .reportSubTask(
            "Staging %d settings, BIOS %s".formatted(pass.expected().size(), pass.text()));
    BiosStaging.stage(work, checkpoint, pass.expected());
  }
}
