package org.hwautomation.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hwautomation.provisioning.configuration.ConfigurationException;
import org.hwautomation.provisioning.configuration.Setting;
import org.hwautomation.provisioning.device.DeviceTypes;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows every setting with its origin, and what is wrong or odd. Contacts nobody. */
@Command(
    name = "check",
    description = "Show every setting and where it came from, secrets hidden, and what is wrong.")
final class ConfigCheckCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Override
  public Integer call() {
    var screen = options.screen();
    var problems = new ArrayList<String>();
    var settings = new ArrayList<Setting>();
    var warnings = new ArrayList<String>();
    try {
      var configuration = options.configuration();
      settings.addAll(configuration.settings());
      problems.addAll(configuration.unknownSettings());
      warnings.addAll(configuration.warnings());
      warnings.removeAll(configuration.unknownSettings());
      warnings.addAll(DeviceTypes.configured(configuration).warnings());
    } catch (ConfigurationException e) {
      problems.addAll(e.problems());
    }
    var document = new LinkedHashMap<String, Object>();
    document.put("ok", problems.isEmpty());
    document.put("problems", problems);
    document.put("warnings", warnings);
    document.put("settings", settings.stream().map(ConfigCheckCommand::entry).toList());
    screen.result(
        document,
        () -> {
          if (!settings.isEmpty()) {
            screen.table(
                List.of("SETTING", "VALUE", "FROM"),
                settings.stream()
                    .map(s -> List.of(s.name(), s.value().orElse("-"), s.origin().toString()))
                    .toList());
          }
        });
    warnings.forEach(warning -> screen.problem("warning: " + warning));
    problems.forEach(problem -> screen.problem("error: " + problem));
    return problems.isEmpty() ? ExitCodes.DONE : ExitCodes.BAD_INPUT;
  }

  private static Map<String, @Nullable Object> entry(Setting setting) {
    var entry = new LinkedHashMap<String, @Nullable Object>();
    entry.put("name", setting.name());
    entry.put("value", setting.value().orElse(null));
    entry.put("from", setting.origin().toString());
    return entry;
  }
}
