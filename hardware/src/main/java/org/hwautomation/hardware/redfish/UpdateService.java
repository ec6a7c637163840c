package org.hwautomation.hardware.redfish;

import static org.hwautomation.hardware.HardwareException.Kind;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.hwautomation.hardware.redfish.UpdateHandle.Stage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Updates firmware by what the BMC advertises (DSP0268 UpdateService; DSP0266, "Multipart HTTP push
 * updates"; what iLO and Supermicro do otherwise).
 *
 * <pre>{@code
 * var prepared = updates.prepare(request);       // sends nothing; keep it
 * var started = updates.start(prepared, request, sent -> {});  // keep it, before you wait
 * var status = updates.await(started, Duration.ofHours(1), progress -> {});
 * if (status.phase() == UpdatePhase.READY_TO_START) {
 *   started = updates.proceed(started);          // keep it
 * }
 * }</pre>
 *
 * <p>A process that finds a kept handle calls {@link #adopt} before anything else. No status is
 * proof: read the version, in another session, to know. One update goes on at a time. Thread-safe.
 */
public final class UpdateService {
  private final Connection connection;
  private final RedfishClient client;
  private final UpdateUpload uploads;
  private final UpdateList list;
  private final UpdateProgress progress;

  UpdateService(Connection connection, RedfishClient client) {
    this.connection = connection;
    this.client = client;
    this.uploads = new UpdateUpload(connection);
    this.list = new UpdateList(connection);
    this.progress = new UpdateProgress(connection);
  }

  /**
   * What the BMC can do.
   *
   * @throws RedfishException {@code REJECTED} if it has no update service
   */
  public UpdateCapabilities capabilities() {
    var service = service();
    var info =
        Json.text(service.body(), "Actions", "#UpdateService.SimpleUpdate", "@Redfish.ActionInfo");
    var answer = info == null ? null : connection.find(info);
    return UpdateCapabilities.of(
        service.uri(), client.vendor(), service.body(), answer == null ? null : answer.body());
  }

  /** Whether the BMC fetches images only; false as well where it has no update service. */
  public boolean pullsOnly() {
    return Json.link(connection.root(), "UpdateService") != null && capabilities().pullsOnly();
  }

  private Answer service() {
    return connection.get(serviceUri());
  }

  private String serviceUri() {
    var uri = Json.link(connection.root(), "UpdateService");
    if (uri == null) {
      throw rejected("has no update service; use the vendor's own tool");
    }
    return uri;
  }

  /** What goes on or waits, updates or other tasks and jobs: none of it may be disturbed by one. */
  public List<RunningUpdate> active() {
    return list.read(service().body()).stream().filter(update -> !update.ended()).toList();
  }

  /**
   * Chooses the way, looks at what the BMC does already, and gives what is to be kept before {@link
   * #start}. Reads only.
   *
   * @throws RedfishException {@code REJECTED} if the BMC can't take the image, {@code BUSY} if
   *     something else goes on there, {@code UNAVAILABLE} if the image can't be read
   */
  public UpdateHandle prepare(UpdateRequest request) {
    var capabilities = capabilities();
    var method = method(capabilities, request);
    checkSize(capabilities, request);
    var seen = list.read(service().body());
    refuseSecond(seen);
    return new UpdateHandle(
        UUID.randomUUID().toString(),
        method,
        Stage.PREPARED,
        request.component(),
        request.fileName(),
        request.sha256(),
        applyTime(capabilities, method, request),
        seen.stream().map(RunningUpdate::key).toList(),
        null);
  }

  private UpdateMethod method(UpdateCapabilities capabilities, UpdateRequest request) {
    if (!capabilities.enabled()) {
      throw rejected("has switched its update service off (ServiceEnabled); switch it on");
    }
    var possible = capabilities.methods(request.component());
    var wanted = request.method();
    if (wanted == null) {
      var usable =
          possible.stream()
              .filter(m -> m != UpdateMethod.SIMPLE_UPDATE || request.imageUri() != null)
              .findFirst();
      if (usable.isPresent()) {
        return usable.get();
      }
      throw rejected(
          possible.isEmpty()
              ? "advertises no way to update firmware; use the vendor's own tool"
              : "fetches images only (SimpleUpdate); give it an address to fetch from");
    }
    if (!possible.contains(wanted)) {
      throw rejected("does not advertise " + wanted + " but " + possible);
    }
    if (wanted == UpdateMethod.SIMPLE_UPDATE) {
      transferProtocol(capabilities, request);
    }
    return wanted;
  }

  private void checkSize(UpdateCapabilities capabilities, UpdateRequest request) {
    long size;
    try {
      size = Files.size(request.image());
    } catch (IOException e) {
      throw uploads.unreadable(request, e);
    }
    if (size == 0) {
      throw rejected("is not sent an empty image: " + request.image());
    }
    var max = capabilities.maxImageBytes();
    if (max.isPresent() && size > max.getAsLong()) {
      throw rejected(
          "takes images of up to "
              + max.getAsLong()
              + " bytes (MaxImageSizeBytes), and "
              + request.image()
              + " has "
              + size);
    }
  }

  private static @Nullable ApplyTime applyTime(
      UpdateCapabilities capabilities, UpdateMethod method, UpdateRequest request) {
    if (method == UpdateMethod.MULTIPART_PUSH
        && request.applyTime() == null
        && capabilities.vendor() == Vendor.SUPERMICRO
        && capabilities.startUpdateUri() != null) {
      return ApplyTime.ON_START_UPDATE_REQUEST;
    }
    return request.applyTime();
  }

  private void refuseSecond(List<RunningUpdate> seen) {
    var active = seen.stream().filter(update -> !update.ended()).toList();
    if (!active.isEmpty()) {
      throw RedfishException.notSent(
          Kind.BUSY,
          connection.peer(),
          connection.peer()
              + " is at work already, so no update is started: "
              + active.stream().map(RunningUpdate::toString).collect(Collectors.joining(", "))
              + ". Wait until it has ended",
          null);
    }
  }

  /**
   * Sends the image, or tells the BMC to fetch it. The file is hashed first, and what is sent comes
   * from the same open file. Interruption closes the connection and leaves.
   *
   * @param sent told how many bytes of the image were handed over in all
   * @return to be kept before anything is waited for
   * @throws RedfishException if {@link RedfishException#mayHaveArrived()}, {@link #adopt} the
   *     prepared handle to find out
   */
  public UpdateHandle start(UpdateHandle prepared, UpdateRequest request, LongConsumer sent) {
    if (prepared.stage() != Stage.PREPARED) {
      throw new IllegalArgumentException("the update was started before; adopt it");
    }
    var capabilities = capabilities();
    refuseSecond(list.read(service().body()));
    return switch (prepared.method()) {
      case MULTIPART_PUSH ->
          started(
              prepared,
              uploads.multipart(
                  needed(capabilities.multipartUri()),
                  parameters(capabilities, prepared, request),
                  prepared,
                  request,
                  sent));
      case HTTP_PUSH ->
          started(prepared, uploads.raw(needed(capabilities.pushUri()), request, sent));
      case SIMPLE_UPDATE -> started(prepared, simple(capabilities, prepared, request));
      case HPE_UPLOAD, HPE_QUEUE -> {
        var flash = prepared.method() == UpdateMethod.HPE_UPLOAD;
        uploads.hpe(
            needed(capabilities.pushUri()), capabilities.uri(), flash, prepared, request, sent);
        yield prepared.at(flash ? Stage.APPLYING : Stage.VERIFYING, null);
      }
    };
  }

  private static UpdateHandle started(UpdateHandle prepared, Answer answer) {
    var stage =
        prepared.applyTime() == ApplyTime.ON_START_UPDATE_REQUEST
            ? Stage.VERIFYING
            : Stage.APPLYING;
    return prepared.at(stage, TaskHandle.of(answer).orElse(null));
  }

  private String needed(@Nullable String uri) {
    if (uri == null) {
      throw rejected("does not advertise any more what it did before; prepare again");
    }
    return uri;
  }

  private ObjectNode parameters(
      UpdateCapabilities capabilities, UpdateHandle prepared, UpdateRequest request) {
    var parameters = Json.object();
    var targets = parameters.putArray("Targets");
    var supermicro = capabilities.vendor() == Vendor.SUPERMICRO;
    (supermicro && request.targets().isEmpty() ? supermicroTargets(request) : request.targets())
        .forEach(targets::add);
    if (targets.isEmpty()) {
      parameters.remove("Targets"); // an empty list is not "all" to every BMC
    }
    var time = prepared.applyTime();
    if (time != null) {
      parameters.put("@Redfish.OperationApplyTime", time.wireName());
    }
    if (supermicro) {
      keepSettings(parameters, request.component());
    }
    return parameters;
  }

  /** A Supermicro does not tell from the image what it is for (X12, X13). */
  private List<String> supermicroTargets(UpdateRequest request) {
    return switch (request.component()) {
      case BMC -> List.of(client.manager().uri());
      case BIOS -> {
        var bios = Json.link(connection.get(client.system().uri()).body(), "Bios");
        yield List.of(bios == null ? client.system().uri() : bios);
      }
      default -> List.of();
    };
  }

  /** A Supermicro loses its settings in an update unless it is told to keep them. */
  private static void keepSettings(ObjectNode parameters, FirmwareComponent component) {
    if (component == FirmwareComponent.BIOS) {
      parameters
          .putObject("Oem")
          .putObject("Supermicro")
          .putObject("BIOS")
          .put("PreserveME", false)
          .put("PreserveNVRAM", true)
          .put("PreserveSMBIOS", true);
    } else if (component == FirmwareComponent.BMC) {
      parameters
          .putObject("Oem")
          .putObject("Supermicro")
          .putObject("BMC")
          .put("PreserveCfg", true)
          .put("PreserveSdr", true)
          .put("PreserveSsl", true);
    }
  }

  private Answer simple(
      UpdateCapabilities capabilities, UpdateHandle prepared, UpdateRequest request) {
    var uri = request.imageUri();
    if (uri == null) {
      throw rejected("needs an address to fetch the image from");
    }
    var body = Json.object().put("TransferProtocol", transferProtocol(capabilities, request));
    uri.reveal(text -> body.put("ImageURI", text));
    if (!request.targets().isEmpty()) {
      request.targets().forEach(body.putArray("Targets")::add);
    }
    var time = prepared.applyTime();
    if (time != null) {
      body.put("@Redfish.OperationApplyTime", time.wireName());
    }
    return connection.post(needed(capabilities.simpleUpdateUri()), body, uri);
  }

  private String transferProtocol(UpdateCapabilities capabilities, UpdateRequest request) {
    var uri = request.imageUri();
    if (uri == null) {
      throw rejected("needs an address to fetch the image from");
    }
    var scheme = uri.reveal(text -> String.valueOf(URI.create(text).getScheme()));
    var protocol = scheme.toUpperCase(Locale.ROOT);
    if (!capabilities.transferProtocols().isEmpty()
        && !capabilities.transferProtocols().contains(protocol)) {
      throw rejected(
          "fetches images over " + capabilities.transferProtocols() + " and not over " + protocol);
    }
    return protocol;
  }

  /** Looks once. */
  public UpdateStatus poll(UpdateHandle update) {
    var status = progress.look(update, serviceUri());
    return update.method() == UpdateMethod.SIMPLE_UPDATE && status.phase() == UpdatePhase.SUCCEEDED
        ? ofWhatFollows(update, status)
        : status;
  }

  /** The task that a Supermicro names ends with the verification; another one then writes. */
  private UpdateStatus ofWhatFollows(UpdateHandle update, UpdateStatus status) {
    var others =
        news(update, list.read(service().body())).stream()
            .filter(other -> other.uri() != null && !isTaskOf(update, other))
            .toList();
    return others.isEmpty()
        ? status
        : progress.look(update.at(Stage.APPLYING, handle(others.getLast())), serviceUri());
  }

  /**
   * Orders what is {@link UpdatePhase#READY_TO_START} to be applied: {@code StartUpdate}, or an
   * iLO's {@code ApplyUpdate} task. If that was ordered before and only forgotten here, it is found
   * and not ordered again.
   *
   * @return to be kept before anything is waited for
   * @throws RedfishException {@code REJECTED} if it is not ready
   */
  public UpdateHandle proceed(UpdateHandle update) {
    if (update.stage() != Stage.VERIFYING) {
      throw new IllegalArgumentException("the update is " + update.stage() + ", not VERIFYING");
    }
    var capabilities = capabilities();
    var seen = list.read(service().body());
    var ordered = news(update, seen).stream().filter(other -> !isTaskOf(update, other)).toList();
    if (!ordered.isEmpty()) {
      return update.at(Stage.APPLYING, handle(ordered.getLast()));
    }
    var status = poll(update);
    if (status.phase() != UpdatePhase.READY_TO_START) {
      throw rejected("is not ready to apply the image: " + status.phase() + ", " + status.said());
    }
    refuseSecond(seen.stream().filter(other -> !isTaskOf(update, other)).toList());
    if (update.method() == UpdateMethod.HPE_QUEUE) {
      return update.at(Stage.APPLYING, enqueue(needed(capabilities.taskQueueUri()), update));
    }
    var answer = connection.post(needed(capabilities.startUpdateUri()), Json.object());
    return update.at(Stage.APPLYING, TaskHandle.of(answer).orElse(null));
  }

  private TaskHandle enqueue(String queue, UpdateHandle update) {
    var body =
        Json.object()
            .put("Name", queueName(update))
            .put("Command", "ApplyUpdate")
            .put("Filename", update.fileName());
    body.putArray("UpdatableBy")
        .add(UpdateCapabilities.writtenByIlo(update.component()) ? "Bmc" : "Uefi");
    var answer = connection.post(queue, body);
    var uri = answer.location() == null ? Json.link(answer.body()) : answer.location();
    return uri == null
        ? list.read(service().body()).stream()
            .filter(item -> item.name().equals(queueName(update)))
            .findFirst()
            .map(UpdateService::handle)
            .orElseThrow(() -> rejected("queued the update and does not tell where"))
        : new TaskHandle(null, uri, null);
  }

  private static String queueName(UpdateHandle update) {
    return "hwauto " + update.id();
  }

  /**
   * Finds an update again after this process or another lost sight of it. Reads only.
   *
   * @param kept the last handle that was kept
   * @return what to follow from now on; empty if the BMC knows nothing of it: then read the
   *     versions and decide, as if {@link UpdatePhase#UNKNOWN}
   */
  public Optional<UpdateHandle> adopt(UpdateHandle kept) {
    if (kept.stage() != Stage.PREPARED && poll(kept).phase() != UpdatePhase.UNKNOWN) {
      return Optional.of(kept);
    }
    var news = news(kept, list.read(service().body()));
    if (news.isEmpty()) {
      return Optional.empty();
    }
    var found = news.getLast();
    var ilo = found.uri() == null;
    var stage =
        (kept.method() == UpdateMethod.HPE_QUEUE && ilo)
                || (kept.applyTime() == ApplyTime.ON_START_UPDATE_REQUEST && verifies(found))
            ? Stage.VERIFYING
            : Stage.APPLYING;
    return Optional.of(kept.at(stage, ilo ? null : handle(found)));
  }

  /**
   * True if the BMC shows that a prepared update never came: it is at nothing, has no firmware
   * update that it did not have before, and an iLO does not show the end of one. Right after the
   * image was sent that may not be so yet; ask for a while. Reads only.
   */
  public boolean neverCame(UpdateHandle kept) {
    var seen = list.read(service().body());
    return kept.stage() == Stage.PREPARED
        && news(kept, seen).isEmpty()
        && seen.stream().allMatch(RunningUpdate::ended)
        && seen.stream()
            .filter(update -> update.uri() == null)
            .allMatch(update -> update.state().equalsIgnoreCase("Idle"));
  }

  /** What the BMC has of firmware updates that it did not have when this one was prepared. */
  private static List<RunningUpdate> news(UpdateHandle update, List<RunningUpdate> seen) {
    return seen.stream()
        .filter(other -> other.firmware() && !update.known().contains(other.key()))
        .filter(other -> fits(update, other))
        .toList();
  }

  private static boolean fits(UpdateHandle update, RunningUpdate other) {
    return switch (update.method()) {
      case HPE_UPLOAD -> other.uri() == null && !other.state().equalsIgnoreCase("Idle");
      case HPE_QUEUE ->
          other.name().equals(queueName(update))
              || (other.uri() == null
                  && update.stage() == Stage.PREPARED
                  && !other.state().equalsIgnoreCase("Idle"));
      default -> other.uri() != null;
    };
  }

  private static boolean verifies(RunningUpdate update) {
    return update.name().toLowerCase(Locale.ROOT).contains("verify");
  }

  private static boolean isTaskOf(UpdateHandle update, RunningUpdate other) {
    var task = update.task();
    return task == null
        ? other.uri() == null
        : other.key().equals(task.taskUri()) || other.key().equals(task.jobId()) || verifies(other);
  }

  private static TaskHandle handle(RunningUpdate update) {
    return new TaskHandle(
        null, update.uri(), update.key().startsWith("JID_") ? update.key() : null);
  }

  /**
   * Looks until the update has ended, waits for a reset or for {@link #proceed}. A BMC that does
   * not answer for a moment, as during its own update, is asked again. Leaves at once when the
   * thread is interrupted.
   *
   * @param seen told each time
   * @throws RedfishException {@code TIMEOUT} with what was last seen; the update goes on and must
   *     not be disturbed
   */
  public UpdateStatus await(UpdateHandle update, Duration timeout, Consumer<UpdateStatus> seen) {
    var pacer = connection.pacer();
    var start = pacer.nanoTime();
    while (true) {
      var last = "nothing";
      var wait = Tasks.POLL_INTERVAL;
      try {
        var status = poll(update);
        seen.accept(status);
        if (status.phase().ended()
            || status.phase() == UpdatePhase.READY_TO_START
            || status.phase() == UpdatePhase.AWAITING_RESET) {
          return status;
        }
        last = status.phase() + ", " + status.said();
        wait = status.retryAfter() == null ? wait : status.retryAfter();
      } catch (RedfishException e) {
        if (!e.passing() || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        last = String.valueOf(e.getMessage());
      }
      if (pacer.nanoTime() - start >= timeout.toNanos()) {
        throw RedfishException.unanswered(
            Kind.TIMEOUT,
            connection.peer(),
            connection.peer()
                + ": the update of "
                + update.component()
                + " did not end within "
                + Transport.text(timeout)
                + "; last seen: "
                + last
                + ". Do not power off or reset; wait and look again",
            null);
      }
      connection.pause(wait);
    }
  }

  private RedfishException rejected(String what) {
    return RedfishException.notSent(
        Kind.REJECTED, connection.peer(), connection.peer() + " " + what, null);
  }
}
