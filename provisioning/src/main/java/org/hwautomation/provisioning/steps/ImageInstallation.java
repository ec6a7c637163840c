package org.hwautomation.provisioning.steps;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.redfish.ApplyTime;
import org.hwautomation.hardware.redfish.FirmwareComponent;
import org.hwautomation.hardware.redfish.RedfishException;
import org.hwautomation.hardware.redfish.UpdateHandle;
import org.hwautomation.hardware.redfish.UpdateMethod;
import org.hwautomation.hardware.redfish.UpdatePhase;
import org.hwautomation.hardware.redfish.UpdateRequest;
import org.hwautomation.hardware.redfish.UpdateService;
import org.hwautomation.hardware.redfish.UpdateStatus;
import org.hwautomation.provisioning.firmware.Disruption;
import org.hwautomation.provisioning.firmware.FirmwarePlan;
import org.hwautomation.provisioning.firmware.FirmwareType;
import org.hwautomation.provisioning.firmware.PlannedImage;
import org.hwautomation.provisioning.firmware.PlannedUpdate;
import org.hwautomation.workflow.PointOfNoReturn;
import org.hwautomation.workflow.StepRejectedException;

/**
 * One image of a plan on one server: sent once, followed to its end, made to take effect, and
 * believed when another session reads the version (safety rules 8, 9 and 11). Whatever can't be
 * taken back is kept before it is done, so that an attempt that was cut off is taken up where it
 * was, and nothing is flashed twice. Belongs to one attempt.
 */
final class ImageInstallation {
  private static final String SETTINGS = "bmc-before-";
  private static final UpdateStatus UNSEEN =
      new UpdateStatus(
          UpdatePhase.UNKNOWN, OptionalInt.empty(), "the BMC knows nothing of it", List.of(), null);

  private final ServerWork work;
  private final int number;
  private final PlannedUpdate update;
  private final PlannedImage image;
  private final String from;
  private final Path file;
  private final FirmwareHost host;
  private final ImageTarget target;
  private final InstallationRecord record;
  private final ServedImage served;
  private KeptImage kept;

  /**
   * One of a plan.
   *
   * @param number counted over all images of the plan, from 0
   * @param from the version that must run before
   * @param file the image
   */
  ImageInstallation(
      ServerWork work,
      FirmwarePlan plan,
      int number,
      PlannedUpdate update,
      PlannedImage image,
      String from,
      Path file) {
    this.work = work;
    this.number = number;
    this.update = update;
    this.image = image;
    this.from = from;
    this.file = file;
    this.host = new FirmwareHost(work);
    this.target = new ImageTarget(work, update, image, from);
    this.record = new InstallationRecord(work, plan, update, image, from);
    this.served = new ServedImage(work, number, file, image.sha256());
    this.kept =
        work.context()
            .checkpoint(KeptImage.CHECKPOINT + number)
            .map(checkpoint -> checkpoint.value().as(KeptImage.class))
            .orElse(KeptImage.NOT_BEGUN);
  }

  /** {@code bios 1.8.2 -> 1.9.2}. */
  String label() {
    return "%s %s -> %s".formatted(image.type().wireName(), from, image.version());
  }

  boolean isBegun() {
    return kept.stand() != KeptImage.Stand.NOT_BEGUN;
  }

  /** Brings the image about, from wherever it stands. */
  void install() throws Exception {
    try (served) {
      bringAbout();
    }
  }

  private void bringAbout() throws Exception {
    switch (kept.stand()) {
      case DONE -> {}
      case NOT_BEGUN, FAILED -> begin();
      case BEGUN, WRITING, STAGED, ACTIVATING, LOST -> takeUp();
      case WRITTEN, NEEDS_AC_CYCLE -> {
        try (var _ = point()) {
          prove(true);
        }
        finish();
      }
    }
  }

  private PointOfNoReturn point() {
    return work.pointOfNoReturn(UpdateFirmware.POINT + ": " + label(), image.time());
  }

  private void keep(KeptImage next) {
    if (!next.equals(kept)) {
      kept = next;
      work.context().saveCheckpoint(KeptImage.CHECKPOINT + number, next);
    }
  }

  private void begin() throws Exception {
    work.context().reportSubTask("Before " + label());
    if (target.isReached()) {
      keep(kept.at(KeptImage.Stand.DONE));
      return;
    }
    target.requireBefore();
    work.requireFree();
    host.requireQuiet();
    record.awaitTurn();
    if (image.type() == FirmwareType.BMC) {
      work.context().saveCheckpoint(SETTINGS + number, BmcSettings.read(work.bmc()));
    }
    var request = request();
    var prepared = updates().prepare(request);
    record.begins();
    keep(KeptImage.NOT_BEGUN.at(KeptImage.Stand.BEGUN).with(prepared));
    try (var _ = point()) {
      var started = send(prepared, request);
      started.ifPresent(this::keepStarted);
      if (started.isEmpty() && !isFound()) {
        throw failed("the connection broke while it was sent, and it did not arrive");
      }
      conclude();
    }
    finish();
  }

  /** What the BMC answered; empty if the image may have arrived and nobody said so. */
  private Optional<UpdateHandle> send(UpdateHandle prepared, UpdateRequest request) {
    try {
      return Optional.of(
          updates()
              .start(
                  prepared,
                  request,
                  sent ->
                      work.context()
                          .reportSubTask(
                              "Sending %s: %d KiB".formatted(image.file(), sent / 1024))));
    } catch (RedfishException e) {
      if (e.mayHaveArrived() && e.status().isEmpty()) {
        work.context().reportSubTask("The answer was lost; looking what the BMC does");
        return Optional.empty();
      }
      throw failed("the BMC did not take it: " + e.getMessage());
    }
  }

  private void keepStarted(UpdateHandle started) {
    keep(kept.at(KeptImage.Stand.WRITING).with(started));
  }

  private UpdateRequest request() {
    var request = UpdateRequest.of(file, image.sha256(), component(image.type()));
    var updates = updates();
    var capabilities = updates.capabilities();
    if (capabilities.pullsOnly()) {
      request = request.withMethod(UpdateMethod.SIMPLE_UPDATE).withImageUri(served.begin());
    }
    return image.disruption() == Disruption.HOST_REBOOT
            && capabilities.applyTimes().contains(ApplyTime.ON_RESET)
        ? request.withApplyTime(ApplyTime.ON_RESET)
        : request;
  }

  private static FirmwareComponent component(FirmwareType type) {
    return switch (type) {
      case BMC -> FirmwareComponent.BMC;
      case BIOS -> FirmwareComponent.BIOS;
      case NIC -> FirmwareComponent.NIC;
      case STORAGE -> FirmwareComponent.STORAGE_CONTROLLER;
      case CPLD -> FirmwareComponent.CPLD;
      case PSU -> FirmwareComponent.POWER_SUPPLY;
      case UEFI -> FirmwareComponent.OTHER;
    };
  }

  /** An attempt before this one was cut off, or lost sight of it. */
  private void takeUp() throws Exception {
    var never = false;
    if (kept.update().filter(u -> u.method() == UpdateMethod.SIMPLE_UPDATE).isPresent()) {
      served.again();
    }
    try (var _ = point()) {
      if (kept.stand() == KeptImage.Stand.BEGUN || kept.stand() == KeptImage.Stand.LOST) {
        never = !isFound();
      }
      if (!never) {
        conclude();
      }
    }
    if (never) {
      keep(kept.at(KeptImage.Stand.FAILED));
      begin();
    } else {
      finish();
    }
  }

  /**
   * True if the BMC has it or had it; false if it shows for a minute that it never came: it is at
   * nothing, knows of no such update, and the old version runs.
   */
  private boolean isFound() throws Exception {
    var handle = kept.update().orElseThrow();
    var looked = new Patience(work, Duration.ofMinutes(1));
    var looking = new Patience(work, longest());
    return watch(
        "Looking for the update that was begun before",
        5,
        () -> {
          var found = updates().adopt(handle);
          if (found.isPresent()) {
            keepStarted(found.get());
            return Optional.of(true);
          }
          if (target.isReached()) {
            return Optional.of(true);
          }
          var quiet =
              kept.stand() == KeptImage.Stand.BEGUN
                  && looked.isOver()
                  && updates().neverCame(handle);
          if (!quiet && kept.stand() == KeptImage.Stand.BEGUN && looking.isOver()) {
            throw stalled(looking, "the BMC has neither shown this update nor ruled it out");
          }
          return quiet
              ? Optional.of(false)
              : kept.stand() == KeptImage.Stand.LOST ? Optional.of(true) : Optional.empty();
        });
  }

  /** Follows it to the BMC's last word, and beyond it to the version. */
  private void conclude() throws Exception {
    while (true) {
      var status = follow();
      switch (status.phase()) {
        case READY_TO_START -> {
          work.requireFree();
          keepStarted(updates().proceed(kept.update().orElseThrow()));
        }
        case AWAITING_RESET -> {
          keep(kept.restarting(host.isOff()));
          host.restart();
        }
        case FAILED ->
            throw failed(
                "the BMC says: "
                    + said(status)
                    + served.notFetched().map(why -> "; " + why).orElse(""));
        case SUCCEEDED -> {
          keep(kept.at(KeptImage.Stand.WRITTEN));
          prove(true);
          return;
        }
        default -> {
          prove(false);
          return;
        }
      }
    }
  }

  private UpdateStatus follow() throws Exception {
    var waiting = new Patience(work, longest());
    var news = new HashSet<String>();
    return watch(
        "Installing " + label(),
        5,
        () -> {
          try {
            return look(
                status -> {
                  if (news.add("%s %s".formatted(status.phase(), status.percent()))) {
                    waiting.renew();
                  } else if (waiting.isOver()) {
                    throw stalled(waiting, "the BMC has said nothing new: " + said(status));
                  }
                });
          } catch (HardwareException e) {
            afterOwnUpdate(e);
            if (waiting.isOver()) {
              throw stalled(waiting, "the BMC has not been whole: " + e.getMessage());
            }
            return Optional.empty();
          }
        });
  }

  /** For how long nothing new may be heard of it. */
  private Duration longest() {
    return image.time().multipliedBy(2).plusMinutes(30);
  }

  /** Safety rule 8: past its time it is held, and only looked at. */
  private StepRejectedException stalled(Patience waiting, String what) {
    return record.lost(
        "%s: for %s %s. Do not power off: it may still be written. hwauto run resume looks again and only reads"
            .formatted(label(), waiting.text(), what));
  }

  /**
   * Waits out a BMC that is away, which is usual, but not for ever: one that died would never be
   * given up else.
   */
  private <T> T watch(String subTask, int seconds, Callable<Optional<T>> look) throws Exception {
    var silence = new Patience(work, longest());
    return work.whenBack(
        subTask,
        seconds,
        silence,
        error -> {
          keep(kept.at(KeptImage.Stand.LOST));
          return record.lost(
              "%s: the BMC has not answered for %s, in or after a flash. Do not power off: it may still be written. Look at the BMC; once it answers, hwauto run resume looks again and only reads (%s)"
                  .formatted(label(), silence.text(), error.getMessage()));
        },
        look);
  }

  private Optional<UpdateStatus> look(Consumer<UpdateStatus> seen) {
    var handle = kept.update().orElseThrow();
    var status =
        handle.stage() == UpdateHandle.Stage.PREPARED
            ? updates().adopt(handle).map(this::adopted).orElse(null)
            : updates().poll(handle);
    if (status == null) {
      return Optional.of(UNSEEN);
    }
    seen.accept(status);
    work.context()
        .reportProgress(
            status.percent().orElse(0),
            "%s: %s"
                .formatted(
                    label(), status.phase().name().toLowerCase(Locale.ROOT).replace('_', ' ')));
    if (status.phase() == UpdatePhase.AWAITING_RESET && kept.restarted()) {
      host.restartIfLost(work.bmc().client().system());
      return Optional.empty();
    }
    if (status.phase() == UpdatePhase.AWAITING_RESET) {
      keep(kept.at(KeptImage.Stand.STAGED));
    }
    return status.phase().ended()
            || status.phase() == UpdatePhase.READY_TO_START
            || status.phase() == UpdatePhase.AWAITING_RESET
        ? Optional.of(status)
        : Optional.empty();
  }

  private UpdateStatus adopted(UpdateHandle found) {
    keepStarted(found);
    return updates().poll(found);
  }

  /**
   * Waits until the version runs. The host is restarted for it once, where that is what is missing
   * and nothing is being written any more.
   *
   * @param said whether the BMC said that it went well
   */
  private void prove(boolean said) throws Exception {
    var waiting = new Patience(work, image.time().multipliedBy(2).plusMinutes(10));
    var proven =
        watch(
            "Reading the version of " + update.name(),
            10,
            () -> {
              try {
                if (target.isReached()) {
                  return Optional.of(true);
                }
                if (wantsRestart(said)) {
                  keep(kept.restarting(host.isOff()));
                  host.restart();
                }
              } catch (HardwareException e) {
                afterOwnUpdate(e);
              }
              return waiting.isOver() ? Optional.of(false) : Optional.empty();
            });
    if (proven) {
      return;
    }
    if (said && image.disruption() == Disruption.AC_CYCLE) {
      keep(kept.at(KeptImage.Stand.NEEDS_AC_CYCLE));
      throw new StepRejectedException(
          "%s is written and takes effect when mains power was away: take it away for half a minute, give it back, then hwauto run resume"
              .formatted(label()));
    }
    if (said) {
      throw failed(
          "the BMC says that it is done, and version %s still runs".formatted(target.running()));
    }
    keep(kept.at(KeptImage.Stand.LOST));
    throw record.lost(
        "%s: the BMC knows nothing of this update any more, and version %s runs. Do not power off: it may still be written. hwauto run resume looks again and only reads; if you know that nothing is written any more, hwauto run release gives the server up, and a new plan begins anew"
            .formatted(label(), target.running()));
  }

  private boolean wantsRestart(boolean said) {
    if (kept.restarted() || image.disruption() != Disruption.HOST_REBOOT) {
      return false;
    }
    return (said || target.isStaged()) && updates().active().isEmpty();
  }

  /** What follows once the version runs. */
  private void finish() throws Exception {
    if (kept.stand() == KeptImage.Stand.DONE) {
      return;
    }
    if (image.type() == FirmwareType.BMC) {
      var back = bmcReturn();
      back.awaitReady();
      back.compare();
    }
    if (kept.restarted()) {
      host.awaitEndOfPost();
      if (kept.hostWasOff()) {
        host.switchOff();
      }
    }
    work.forgetBmc();
    if (!target.isReached()) {
      throw failed("a new session reads version %s".formatted(target.running()));
    }
    record.succeeded();
    keep(kept.at(KeptImage.Stand.DONE));
  }

  /** What a BMC may meet us with after its own update; anything else is an error. */
  private void afterOwnUpdate(HardwareException error) {
    if (image.type() != FirmwareType.BMC) {
      throw error;
    }
    switch (error.kind()) {
      case IDENTITY -> bmcReturn().acceptCertificate();
      case REJECTED -> // while it starts, parts of it are not there
          work.context().reportSubTask("The BMC is not whole again (" + error.getMessage() + ")");
      case AUTHENTICATION -> {
        keep(kept.at(KeptImage.Stand.WRITTEN));
        throw record.lost(
            "%s: after its update the BMC refuses the login that worked before, so its accounts were changed by it. Put the account back in band or at the BMC, clear the login with hwauto bmc unlock, then hwauto run resume (%s)"
                .formatted(label(), error.getMessage()));
      }
      default -> throw error;
    }
  }

  private BmcReturn bmcReturn() {
    var settings = work.context().checkpoint(SETTINGS + number).orElseThrow();
    return new BmcReturn(work, settings.value().as(BmcSettings.class));
  }

  private StepRejectedException failed(String why) {
    keep(kept.at(KeptImage.Stand.FAILED));
    return record.failed("%s was not installed: %s".formatted(label(), why));
  }

  private static String said(UpdateStatus status) {
    return status.messages().isEmpty()
        ? status.said()
        : status.said() + " (" + status.messages().getLast().text() + ")";
  }

  private UpdateService updates() {
    return work.bmc().client().updates();
  }
}
