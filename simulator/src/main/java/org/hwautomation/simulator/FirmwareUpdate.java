package org.hwautomation.simulator;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One firmware update at a moment.
 *
 * @param number 1 for the first of this server
 * @param component short name; empty until the image was read
 * @param sha256 of the image; empty until it was read
 * @param message what the BMC says about how it ended; empty before
 * @param since when the state began (simulated)
 * @param lasts how long the state lasts, or zero where that is not known
 * @param vanished whether the BMC has forgotten its task
 */
public record FirmwareUpdate(
    int number,
    String fileName,
    String component,
    String version,
    String sha256,
    UpdateStart start,
    UpdateState state,
    String message,
    Instant created,
    Instant since,
    Duration lasts,
    @Nullable Instant ended,
    boolean vanished) {

  /** Per cent of the whole update. */
  public int percent(Instant now) {
    return switch (state) {
      case DOWNLOADING -> 5;
      case VERIFYING -> 20;
      case VERIFIED, STORING, SCHEDULED -> 30;
      case WRITING -> {
        var passed = Duration.between(since, now).toMillis();
        yield lasts.isZero() ? 40 : (int) Math.min(99, 40 + 60 * passed / lasts.toMillis());
      }
      case AWAITING_RESET, COMPLETED, COMPLETED_CRITICAL, FAILED -> 100;
    };
  }

  FirmwareUpdate in(UpdateState next, Instant now, Duration duration) {
    return new FirmwareUpdate(
        number,
        fileName,
        component,
        version,
        sha256,
        start,
        next,
        message,
        created,
        now,
        duration,
        next.active() ? null : now,
        vanished);
  }

  FirmwareUpdate saying(String text) {
    return new FirmwareUpdate(
        number, fileName, component, version, sha256, start, state, text, created, since, lasts,
        ended, vanished);
  }

  FirmwareUpdate forgotten() {
    return new FirmwareUpdate(
        number, fileName, component, version, sha256, start, state, message, created, since, lasts,
        ended, true);
  }

  FirmwareUpdate of(ReceivedImage received) {
    var image = received.image();
    return new FirmwareUpdate(
        number,
        received.fileName(),
        image.map(FirmwareImage::component).orElse(""),
        image.map(FirmwareImage::version).orElse(""),
        received.sha256(),
        start,
        state,
        message,
        created,
        since,
        lasts,
        ended,
        vanished);
  }
}
