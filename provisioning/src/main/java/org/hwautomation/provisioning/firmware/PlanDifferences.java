package org.hwautomation.provisioning.firmware;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.hwautomation.provisioning.safety.Identity;
import org.hwautomation.provisioning.safety.IdentityVerdict;

/** What is no more as it was when a plan was made. */
final class PlanDifferences {
  private PlanDifferences() {}

  static List<String> ofServer(FirmwarePlan plan, MachineFirmware now) {
    var changes = new ArrayList<String>();
    var verdict =
        IdentityVerdict.of(
            List.of(named("the plan", plan.identity()), named("the BMC now", now.identity())),
            false);
    if (!verdict.isProven()) {
      changes.add(verdict.text());
    }
    if (!Objects.equals(plan.model(), now.model())) {
      changes.add("the model was '%s' and is '%s'".formatted(plan.model(), now.model()));
    }
    if (!Objects.equals(plan.vendor(), now.vendor())) {
      changes.add("the vendor was '%s' and is '%s'".formatted(plan.vendor(), now.vendor()));
    }
    var before = plan.state();
    var after = now.state();
    var ids = new TreeSet<>(before.keySet());
    ids.addAll(after.keySet());
    for (var id : ids) {
      var was = before.get(id);
      var is = after.get(id);
      if (!Objects.equals(was, is)) {
        changes.add(
            is == null
                ? "%s (%s) is not there any more".formatted(id, was)
                : was == null
                    ? "%s (%s) was not there".formatted(id, is)
                    : "%s was %s and is %s".formatted(id, was, is));
      }
    }
    return changes;
  }

  private static Identity named(String source, Identity identity) {
    return new Identity(
        source,
        identity.serial(),
        identity.uuid(),
        identity.boardSerial(),
        identity.bmcMac(),
        identity.nicMacs());
  }

  static List<String> ofImages(FirmwarePlan plan, FirmwareCatalog catalog) {
    var changes = new ArrayList<String>();
    var images = new LinkedHashSet<PlannedImage>();
    plan.updates().forEach(update -> images.addAll(update.path()));
    for (var planned : images) {
      var found = catalog.find(planned);
      if (found.isEmpty()) {
        changes.add(
            "%s %s (%s) is not in the catalog any more"
                .formatted(planned.type().wireName(), planned.version(), planned.file()));
        continue;
      }
      var image = found.get();
      if (image.sha256() == null || !PlannedImage.of(image).equals(planned)) {
        changes.add(
            "%s: the catalog says something else of %s than when the plan was made"
                .formatted(image.position(), planned.file()));
        continue;
      }
      var check = ImageCheck.of(image);
      if (!check.good()) {
        changes.add(check.message());
      }
    }
    return changes;
  }
}
