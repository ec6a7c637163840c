package org.hwautomation.provisioning.steps;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.hwautomation.provisioning.server.ServedImages;
import org.hwautomation.workflow.StepRejectedException;
import org.jspecify.annotations.Nullable;

/**
 * One image of a plan while a BMC may fetch it. Who it is offered to and until when is kept in the
 * run, so that a later attempt serves the same address; what signs it is not (safety rule 14).
 * Belongs to one attempt.
 */
final class ServedImage implements AutoCloseable {
  private static final String CHECKPOINT = "served-";

  /** Long enough for slow BMCs; an image that is followed is served no longer than that. */
  private static final Duration VALIDITY = Duration.ofHours(2);

  private final ServerWork work;
  private final int number;
  private final Path file;
  private final String sha256;
  private ServedImages.@Nullable Offer offer;

  ServedImage(ServerWork work, int number, Path file, String sha256) {
    this.work = work;
    this.number = number;
    this.file = file;
    this.sha256 = sha256;
  }

  /**
   * What a run keeps of an offer.
   *
   * @param until the end, in seconds since 1970
   */
  public record Kept(String id, long until) {}

  /** Begins to serve at a new address, which is a secret. */
  URI begin() {
    var fresh = new Kept(UUID.randomUUID().toString(), now().plus(VALIDITY).getEpochSecond());
    try {
      var begun = serve(fresh);
      work.context().saveCheckpoint(CHECKPOINT + number, fresh);
      return begun.address();
    } catch (IOException e) {
      throw new StepRejectedException("nothing was sent: " + e.getMessage());
    }
  }

  /** Serves again what an earlier attempt offered, if its time is not over. */
  void again() {
    var kept = work.context().checkpoint(CHECKPOINT + number).map(c -> c.value().as(Kept.class));
    if (kept.isEmpty() || now().getEpochSecond() >= kept.get().until()) {
      return;
    }
    try {
      serve(kept.get());
    } catch (IOException e) {
      // what it has already fetched is followed all the same
      work.context().reportSubTask("The image is not served again: " + e.getMessage());
    }
  }

  private ServedImages.Offer serve(Kept kept) throws IOException {
    close();
    var begun =
        work.connections()
            .images()
            .offer(file, sha256, kept.id(), Instant.ofEpochSecond(kept.until()));
    offer = begun;
    return begun;
  }

  /** Says so if the BMC never came for it. */
  Optional<String> notFetched() {
    return offer == null || offer.wasAsked()
        ? Optional.empty()
        : Optional.of(
            "it never asked for %s: see that the BMC's network reaches that address (firmware.serve_address) and port"
                .formatted(offer));
  }

  private static Instant now() {
    return java.time.InstantSource.system().instant();
  }

  @Override
  public void close() {
    if (offer != null) {
      offer.close();
      offer = null;
    }
  }
}
