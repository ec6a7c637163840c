package org.hwautomation.provisioning.steps;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.hwautomation.provisioning.firmware.Disruption;
import org.hwautomation.provisioning.firmware.FirmwareImage;
import org.hwautomation.provisioning.firmware.FirmwarePlan;
import org.hwautomation.workflow.Parameter;
import org.hwautomation.workflow.StepRejectedException;

/**
 * Installs the images of the run's firmware plan, one after the other, each proven before the next
 * begins. Nothing is written if anything differs from when the plan was made.
 */
final class UpdateFirmware extends ServerStep {
  /** How its points of no return begin. */
  static final String POINT = "writing firmware";

  UpdateFirmware(StepTools tools) {
    super(
        tools,
        Declaration.changes(
                "firmware.update@1",
                "Installs the images of the firmware plan, each once and proven before the next",
                "writes firmware images, each once",
                "restarts the BMC or the host where an image needs it, and switches a host that was"
                    + " off off again")
            .gives(
                Parameter.of("installed", "integer", "How many images were installed"),
                Parameter.of("host_restarts", "integer", "How many of them restart the host"),
                Parameter.of("bmc_restarts", "integer", "How many of them restart the BMC"))
            .enters(POINT, Duration.ofMinutes(15)));
  }

  @Override
  public boolean adoptsInterruptedPoint() {
    return true;
  }

  @Override
  Outcome run(ServerWork work) throws Exception {
    var plan = FirmwareReading.plan(work);
    var images = images(work, plan);
    if (!images.isEmpty() && images.stream().noneMatch(ImageInstallation::isBegun)) {
      FirmwareReading.requireUnchanged(work, plan);
    }
    var done = 0;
    for (var image : images) {
      work.context()
          .reportProgress(
              100 * done / images.size(),
              "%d of %d: %s".formatted(done + 1, images.size(), image.label()));
      image.install();
      done++;
    }
    if (plan.count(Disruption.HOST_REBOOT) > 0 && work.hasWindow()) {
      work.context().put(ServerFields.WINDOW, null); // the restart ended it
    }
    return Outcome.of(
            images.isEmpty()
                ? "nothing to install"
                : "installed "
                    + String.join("; ", images.stream().map(ImageInstallation::label).toList()))
        .with("installed", images.size())
        .with("host_restarts", plan.count(Disruption.HOST_REBOOT))
        .with("bmc_restarts", plan.count(Disruption.BMC_RESET));
  }

  private static List<ImageInstallation> images(ServerWork work, FirmwarePlan plan) {
    var folder = plan.isEmpty() ? List.<FirmwareImage>of() : FirmwareReading.catalog(work).images();
    var images = new ArrayList<ImageInstallation>();
    for (var update : plan.updates()) {
      var from = update.from();
      for (var image : update.path()) {
        var file =
            folder.stream()
                .filter(known -> known.file().equals(image.file()))
                .findFirst()
                .orElseThrow(
                    () ->
                        new StepRejectedException(
                            "%s is not in the catalog any more".formatted(image.file())))
                .path();
        images.add(new ImageInstallation(work, plan, images.size(), update, image, from, file));
        from = image.version();
      }
    }
    return images;
  }
}
