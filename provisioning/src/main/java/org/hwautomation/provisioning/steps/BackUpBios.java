package org.hwautomation.provisioning.steps;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.hwautomation.workflow.Parameter;
import org.hwautomation.workflow.StepRejectedException;
import org.hwautomation.workflow.Value;
import org.hwautomation.workflow.ValueCodec;

/** Keeps the BIOS settings as they are before anything changes them. */
final class BackUpBios extends ServerStep {
  BackUpBios(StepTools tools) {
    super(
        tools,
        Declaration.reads(
                "bios.back_up@1", "Writes the present BIOS settings to a file in the state folder")
            .gives(
                Parameter.of("file", "string", "Where the settings are kept"),
                Parameter.of("settings", "integer", "How many there are")));
  }

  @Override
  Outcome run(ServerWork work) throws IOException {
    var context = work.context();
    context.reportSubTask("Reading BIOS settings");
    var source = BiosSources.of(work);
    var attributes = attributes(work, source);
    if (attributes.isEmpty()) {
      throw new StepRejectedException("the BMC shows no BIOS setting to keep");
    }
    var folder = work.connections().stateDir().resolve("backups").resolve(work.systemId());
    Files.createDirectories(folder);
    var file = folder.resolve("bios-" + context.runId() + ".json");
    var text =
        ValueCodec.write(
            Value.fields(
                Map.of(
                    "server_id", work.systemId(),
                    "run_id", context.runId(),
                    "taken_at", context.time().now(),
                    "bios_version", version(work),
                    "method", source.method(),
                    "attributes", attributes)));
    var fresh = folder.resolve(file.getFileName() + ".new");
    Files.writeString(fresh, text, StandardCharsets.UTF_8);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    if (!Files.readString(file, StandardCharsets.UTF_8).equals(text)) {
      throw new IOException("the backup " + file + " does not read back as it was written");
    }
    context.put(ServerFields.BIOS_BACKUP, file.toString());
    return Outcome.of(
            "%d settings kept in %s%s"
                .formatted(
                    attributes.size(),
                    file,
                    BiosSources.isInBand(work) ? ", read by " + source.method() : ""))
        .with("file", file.toString())
        .with("settings", attributes.size());
  }

  private static Map<String, Object> attributes(ServerWork work, BiosSource source) {
    var attributes = new LinkedHashMap<String, Object>();
    switch (source) {
      case BiosSource.Redfish _ ->
          work.bmc()
              .client()
              .bios()
              .settings()
              .attributes()
              .forEach((name, value) -> attributes.put(name, BiosWords.plain(value)));
      case BiosSource.Tool tool ->
          tool.read().current().forEach((name, value) -> attributes.put(name, value.json()));
    }
    return attributes;
  }

  private static String version(ServerWork work) {
    var version = work.bmc().client().system().biosVersion();
    return version == null ? "" : version;
  }
}
