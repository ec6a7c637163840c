package org.hwautomation.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.hwautomation.hardware.redfish.FirmwareItem;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the firmware that a BMC knows of. */
@Command(name = "inventory", description = "List all firmware that the BMC knows of.")
final class FirmwareInventoryCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();
  @Mixin private BmcTarget target = new BmcTarget();

  @Override
  public Integer call() {
    var screen = options.screen();
    try (var manager = options.manager("firmware inventory")) {
      var place = target.place(manager);
      try (var session = place.open(manager.connections(), BmcPlace.READ_ONLY)) {
        var inventory = BiosViews.redfish(session).firmware();
        var items = new ArrayList<Map<String, @Nullable Object>>();
        inventory.items().forEach(item -> items.add(fields(item)));
        var document = new LinkedHashMap<String, Object>();
        document.put("host", place.name());
        document.put("count", items.size());
        document.put("items", items);
        document.put("warnings", inventory.warnings());
        screen.result(
            document,
            () -> {
              screen.table(
                  List.of("COMPONENT", "SLOT", "VERSION", "NAME", "ID"),
                  inventory.items().stream().map(FirmwareInventoryCommand::row).toList());
              inventory.warnings().forEach(warning -> screen.line("! " + warning));
            });
        return ExitCodes.DONE;
      }
    }
  }

  private static Map<String, @Nullable Object> fields(FirmwareItem item) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("id", item.id());
    fields.put("name", item.name());
    fields.put("version", item.version());
    fields.put("component", word(item.component()));
    fields.put("slot", word(item.slot()));
    fields.put("running", item.running());
    fields.put("updateable", item.updateable());
    fields.put("uri", item.uri());
    return fields;
  }

  private static List<String> row(FirmwareItem item) {
    return List.of(
        word(item.component()),
        word(item.slot()),
        Objects.toString(item.version(), "-"),
        Objects.toString(item.name(), "-"),
        item.id());
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
