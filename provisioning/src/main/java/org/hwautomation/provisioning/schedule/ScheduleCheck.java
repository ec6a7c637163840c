package org.hwautomation.provisioning.schedule;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.runs.GivenInputs;
import org.hwautomation.provisioning.steps.ServerFields;
import org.hwautomation.store.ScheduleTerms;
import org.hwautomation.store.ScheduledWork;
import org.hwautomation.workflow.Durations;
import org.hwautomation.workflow.Parameter;
import org.hwautomation.workflow.WorkflowDefinition;

/**
 * Says what is wrong with a schedule before it is kept: what can be known now, so that a person
 * learns it and not the night. Contacts MAAS for a server that the inventory does not know, and
 * changes nothing. Thread-safe.
 */
public final class ScheduleCheck {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
  private static final Pattern SERVER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,252}");
  private static final Duration LONGEST_LIMIT = Duration.ofDays(31);
  private static final int LONGEST_DESCRIPTION = 1_000;
  private static final int MOST_SERVERS = 1_000;

  private final WorkflowManager manager;

  public ScheduleCheck(WorkflowManager manager) {
    this.manager = manager;
  }

  /**
   * Checks all of it.
   *
   * @return the moments it means
   * @throws BadCronException if cron or zone are wrong
   * @throws IllegalArgumentException if the name, the template, an input or a limit does not fit
   * @throws org.hwautomation.provisioning.device.UnknownDeviceTypeException if there is no such
   *     type
   * @throws org.hwautomation.provisioning.UnknownServerException if MAAS knows no such server
   */
  public FireTimes require(String name, ScheduleTerms terms) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'%s' is no name for a schedule: 1 to 64 of a-z, 0-9, . _ -, and a letter or digit first"
              .formatted(name));
    }
    var times = FireTimes.of(terms.cron(), terms.zone());
    var limit = terms.missedLimit();
    if (!limit.isPositive() || limit.compareTo(LONGEST_LIMIT) > 0) {
      throw new IllegalArgumentException(
          "the limit for missed times, %s, must be between 1s and 31d"
              .formatted(Durations.exact(limit)));
    }
    if (terms.description().length() > LONGEST_DESCRIPTION) {
      throw new IllegalArgumentException(
          "the description may have %d characters".formatted(LONGEST_DESCRIPTION));
    }
    require(terms.work());
    return times;
  }

  private void require(ScheduledWork work) {
    var definition = manager.library().get(work.template());
    work.deviceType().ifPresent(manager.deviceTypes()::get);
    requireInputs(definition, work);
    if (work.servers().size() > MOST_SERVERS) {
      throw new IllegalArgumentException(
          "a schedule may have %d servers; make two".formatted(MOST_SERVERS));
    }
    var seen = new HashSet<String>();
    for (var server : work.servers()) {
      if (!SERVER.matcher(server).matches()) {
        throw new IllegalArgumentException(
            "'%s' is no host name and no system id".formatted(server));
      }
      if (!seen.add(server)) {
        throw new IllegalArgumentException("%s is named twice".formatted(server));
      }
      if (manager.store().inventory().findByName(server).isEmpty()) {
        var _ = manager.machine(server);
      }
    }
  }

  private void requireInputs(WorkflowDefinition definition, ScheduledWork work) {
    ServerFields.requireFree("a schedule's inputs", work.inputs().keySet());
    var secrets =
        definition.inputs().stream()
            .filter(parameter -> parameter.type().equals("secret"))
            .map(Parameter::name)
            .toList();
    for (var input : work.inputs().keySet()) {
      if (secrets.contains(input.replace('-', '_'))) {
        throw new IllegalArgumentException(
            "input %s is a secret, and a schedule keeps none; leave it out, so that the login of configuration or inventory is used, or start it by hand: hwauto start %s --set-file %s=PATH"
                .formatted(input, work.template(), input));
      }
    }
    var reader =
        new GivenInputs(
            definition.inputs(),
            manager.valueTypes(),
            (name, text) -> {
              throw new IllegalArgumentException("input %s is a secret".formatted(name));
            });
    var values = reader.read(work.inputs(), Map.of());
    if (values.get(ServerFields.DEVICE_TYPE).isEmpty()
        && (!work.servers().isEmpty() || work.deviceType().isPresent())) {
      // each server's own, from the inventory, is asked for when the time comes
      values = values.with(ServerFields.DEVICE_TYPE, work.deviceType().orElse("its own"));
    }
    reader.requireAll(values);
  }

  /** The texts of a list of servers, separated by commas or blanks. */
  public static List<String> servers(List<String> words) {
    return words.stream()
        .flatMap(word -> List.of(word.split("[,\\s]+")).stream())
        .filter(word -> !word.isEmpty())
        .toList();
  }
}
