package org.hwautomation.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import org.hwautomation.definitions.file.Position;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.firmware.CatalogEdit;
import org.hwautomation.provisioning.firmware.FirmwareImage;
import org.hwautomation.provisioning.firmware.FirmwareType;
import org.hwautomation.provisioning.firmware.Severity;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.Personality;
import org.hwautomation.simulator.SimulatedServer;
import org.hwautomation.store.FirmwareTrials.Pair;

/**
 * A firmware catalog with newer versions for the servers of a simulated data centre: of each BMC
 * two, of which the first must not be skipped, and one of each BIOS.
 */
final class SimulatedCatalog {
  private record Step(FirmwareType type, String version, List<String> minFrom) {}

  private final DataCentre dataCentre;

  SimulatedCatalog(DataCentre dataCentre) {
    this.dataCentre = dataCentre;
  }

  private static List<Step> steps(Personality personality) {
    return switch (personality) {
      case DELL -> steps("6.10.30.00", "7.00.00.171", "1.9.2");
      case HPE -> steps("2.78 Dec 13 2022", "2.81 Mar 01 2023", "A42 v2.66 (03/07/2023)");
      case SUPERMICRO -> steps("01.02.00", "01.03.05", "1.4a");
    };
  }

  private static List<Step> steps(String between, String bmc, String bios) {
    return List.of(
        new Step(FirmwareType.BMC, between, List.of()),
        new Step(FirmwareType.BMC, bmc, List.of(between)),
        new Step(FirmwareType.BIOS, bios, List.of()));
  }

  /** Adds images to a catalog that is begun in this folder; those of before make place. */
  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    var catalog = CatalogEdit.file(folder);
    Files.deleteIfExists(catalog);
    var done = new LinkedHashSet<Personality>();
    for (var server : dataCentre.servers()) {
      if (done.add(server.personality())) {
        for (var step : steps(server.personality())) {
          CatalogEdit.add(folder, CatalogEdit.hashed(image(server, step, folder, catalog)));
        }
      }
    }
  }

  /** Makes the product believe that all versions have run on servers of these kinds. */
  void proven(WorkflowManager manager) {
    for (var server : dataCentre.servers()) {
      var personality = server.personality();
      for (var step : steps(personality)) {
        manager
            .store()
            .firmwareTrials()
            .proven(
                new Pair(
                    personality.manufacturer() + " " + personality.product(),
                    step.type().wireName(),
                    step.version()),
                "another",
                "an earlier run");
      }
    }
  }

  private static FirmwareImage image(SimulatedServer server, Step step, Path folder, Path catalog)
      throws IOException {
    var personality = server.personality();
    var name =
        (personality.key() + "-" + step.type().wireName() + "-" + step.version())
                .replaceAll("[^A-Za-z0-9.-]+", "_")
            + ".bin";
    org.hwautomation.simulator.FirmwareImage.of(server, step.type().name(), step.version())
        .write(folder.resolve(name));
    return new FirmwareImage(
        personality.key(),
        List.of(personality.product()),
        List.of(),
        step.type(),
        List.of(),
        step.version(),
        step.minFrom(),
        null,
        null,
        step.type().usualDisruption(),
        step.type().usualTime(),
        Severity.NORMAL,
        false,
        null,
        folder,
        name,
        new Position(catalog.toString(), 1, 1));
  }
}
