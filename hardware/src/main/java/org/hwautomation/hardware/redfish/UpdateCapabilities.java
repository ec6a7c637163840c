package org.hwautomation.hardware.redfish;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a BMC's update service advertises (DSP0268 UpdateService).
 *
 * @param enabled false if the service says that it is off
 * @param transferProtocols of {@code SimpleUpdate}; empty if the BMC does not tell
 * @param applyTimes that the BMC says it supports; empty if it does not tell
 * @param maxImageBytes empty if the BMC does not tell
 * @param formats {@code SupportedUpdateImageFormats}; empty if the BMC does not tell
 * @param taskQueueUri an iLO's {@code UpdateTaskQueue}
 */
public record UpdateCapabilities(
    String uri,
    Vendor vendor,
    boolean enabled,
    @Nullable String multipartUri,
    @Nullable String pushUri,
    @Nullable String simpleUpdateUri,
    @Nullable String startUpdateUri,
    List<String> transferProtocols,
    List<ApplyTime> applyTimes,
    OptionalLong maxImageBytes,
    List<String> formats,
    @Nullable String taskQueueUri) {
  public UpdateCapabilities {
    transferProtocols = List.copyOf(transferProtocols);
    applyTimes = List.copyOf(applyTimes);
    formats = List.copyOf(formats);
  }

  /** The ways to update a component, the best first: push before pull. */
  public List<UpdateMethod> methods(FirmwareComponent component) {
    var methods = new ArrayList<UpdateMethod>();
    if (multipartUri != null) {
      methods.add(UpdateMethod.MULTIPART_PUSH);
    }
    if (pushUri != null && vendor == Vendor.HPE) {
      if (writtenByIlo(component)) {
        methods.add(UpdateMethod.HPE_UPLOAD);
      }
      if (taskQueueUri != null) {
        methods.add(UpdateMethod.HPE_QUEUE);
      }
    } else if (pushUri != null && (vendor != Vendor.DELL || multipartUri == null)) {
      methods.add(UpdateMethod.HTTP_PUSH);
    }
    if (simpleUpdateUri != null) {
      methods.add(UpdateMethod.SIMPLE_UPDATE);
    }
    return List.copyOf(methods);
  }

  /** Whether the BMC takes no image that is sent and fetches them only. */
  public boolean pullsOnly() {
    return multipartUri == null && pushUri == null && simpleUpdateUri != null;
  }

  /** Whether iLO itself flashes such a component; others need UEFI, in the next POST. */
  static boolean writtenByIlo(FirmwareComponent component) {
    return switch (component) {
      case BMC, BIOS, CPLD -> true;
      default -> false;
    };
  }

  static UpdateCapabilities of(
      String uri, Vendor vendor, JsonNode service, @Nullable JsonNode simpleInfo) {
    var simple = Json.at(service, "Actions", "#UpdateService.SimpleUpdate");
    var protocols =
        new LinkedHashSet<>(Json.texts(simple, "TransferProtocol@Redfish.AllowableValues"));
    if (simpleInfo != null) {
      for (var parameter : simpleInfo.path("Parameters")) {
        if ("TransferProtocol".equals(Json.text(parameter, "Name"))) {
          protocols.addAll(Json.texts(parameter, "AllowableValues"));
        }
      }
    }
    var times = new LinkedHashSet<ApplyTime>();
    for (var support :
        List.of(
            simple.path("@Redfish.OperationApplyTimeSupport"),
            service.path("MultipartHttpPushUri@Redfish.OperationApplyTimeSupport"))) {
      Json.texts(support, "SupportedValues").forEach(t -> ApplyTime.of(t).ifPresent(times::add));
    }
    var max = service.path("MaxImageSizeBytes");
    return new UpdateCapabilities(
        uri,
        vendor,
        Json.flag(service, true, "ServiceEnabled"),
        Json.text(service, "MultipartHttpPushUri"),
        Json.text(service, "HttpPushUri"),
        Json.text(simple, "target"),
        Json.text(service, "Actions", "#UpdateService.StartUpdate", "target"),
        List.copyOf(protocols),
        List.copyOf(times),
        max.isNumber() && max.canConvertToLong() && max.longValue() > 0
            ? OptionalLong.of(max.longValue())
            : OptionalLong.empty(),
        Json.texts(service, "SupportedUpdateImageFormats"),
        Json.link(service, "Oem", "Hpe", "UpdateTaskQueue"));
  }
}
