package org.hwautomation.provisioning.device;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.hwautomation.provisioning.discovery.HardwareInventory;
import org.hwautomation.provisioning.discovery.VendorName;
import org.jspecify.annotations.Nullable;

/**
 * How well a discovered server fits a device type. The vendor must be the same; of what the file
 * says about board, processor, cores, memory and disks, each thing that agrees counts.
 *
 * @param score 0 to 1: the weight of what agrees in the weight of all that the type states
 * @param agrees what speaks for it, for people
 * @param differs what speaks against it, for people
 * @param evidence each thing that was compared, with its points
 */
public record DeviceTypeMatch(
    DeviceType type,
    double score,
    List<String> agrees,
    List<String> differs,
    List<Evidence> evidence) {
  /**
   * One thing that was compared.
   *
   * @param points reached; {@code of} if it agrees, else 0
   */
  public record Evidence(String wanted, String seen, int points, int of) {}

  /** From here on a match is taken for sure, if it is the only best one. */
  public static final double SURE = 0.8;

  /** Words in processor names that say nothing about the model. */
  private static final Set<String> NOISE =
      Set.of("r", "tm", "cpu", "processor", "core", "with", "intel", "amd", "ghz");

  public DeviceTypeMatch {
    agrees = List.copyOf(agrees);
    differs = List.copyOf(differs);
    evidence = List.copyOf(evidence);
  }

  /** {@code a1.c5.large (83 %)}. */
  public String summary() {
    return "%s (%d %%)".formatted(type.name(), Math.round(score * 100));
  }

  static List<DeviceTypeMatch> rank(Collection<DeviceType> types, HardwareInventory inventory) {
    return types.stream()
        .filter(type -> sameVendor(type, inventory))
        .map(type -> of(type, inventory))
        .sorted(
            Comparator.comparingDouble(DeviceTypeMatch::score)
                .reversed()
                .thenComparing(match -> match.type().name()))
        .toList();
  }

  private static DeviceTypeMatch of(DeviceType type, HardwareInventory inventory) {
    var score = new Score();
    var specs = type.hardware();
    if (!type.board().equalsIgnoreCase("unknown")) {
      var seen = seen(inventory.board(), inventory.product());
      score.count(
          4,
          names(type.board(), inventory)
              || names(type.boardModel(), inventory)
              || type.otherBoards().stream().anyMatch(board -> names(board, inventory)),
          "board " + boards(type),
          seen);
    }
    if (specs.cpuName() != null) {
      score.count(
          2,
          inventory.cpuModel() != null
              && words(inventory.cpuModel()).containsAll(words(specs.cpuName())),
          "processor " + specs.cpuName(),
          seen(inventory.cpuModel()));
    }
    if (specs.cpuCores() != null) {
      score.count(
          2,
          specs.cpuCores().equals(inventory.cores()),
          specs.cpuCores() + " cores",
          seen(inventory.cores()));
    }
    if (specs.memoryGib() != null) {
      var memory = inventory.memoryGib();
      score.count(
          2,
          memory != null && Math.abs(memory - specs.memoryGib()) * 10L <= specs.memoryGib(),
          specs.memoryGib() + " GiB",
          seen(memory));
    }
    var disks = type.expected().disks();
    if (disks != null) {
      var seen = inventory.disks().size();
      score.count(1, disks == seen, disks + " disks", seen == 0 ? "nothing" : seen + " disks");
    }
    return new DeviceTypeMatch(
        type,
        score.of == 0 ? 0 : score.reached / score.of,
        score.agrees,
        score.differs,
        score.evidence);
  }

  private static String boards(DeviceType type) {
    var boards = new ArrayList<>(List.of(type.board()));
    if (!type.boardModel().isEmpty()) {
      boards.add(type.boardModel());
    }
    boards.addAll(type.otherBoards());
    return String.join(" / ", boards);
  }

  private static final class Score {
    private final List<String> agrees = new ArrayList<>();
    private final List<String> differs = new ArrayList<>();
    private final List<Evidence> evidence = new ArrayList<>();
    private double reached;
    private double of;

    void count(int weight, boolean same, String wanted, String seen) {
      evidence.add(new Evidence(wanted, seen, same ? weight : 0, weight));
      of += weight;
      if (same) {
        reached += weight;
        agrees.add(wanted);
      } else {
        differs.add(wanted + " (seen: " + seen + ")");
      }
    }
  }

  private static String seen(@Nullable Object... values) {
    var known = new ArrayList<String>();
    for (var value : values) {
      if (value != null) {
        known.add(value.toString());
      }
    }
    return known.isEmpty() ? "nothing" : String.join(" / ", known);
  }

  private static boolean sameVendor(DeviceType type, HardwareInventory inventory) {
    var vendor = VendorName.of(type.vendor());
    return seenVendor(inventory.manufacturer()).equals(vendor)
        || seenVendor(inventory.boardManufacturer()).equals(vendor);
  }

  private static String seenVendor(@Nullable String text) {
    return text == null ? "" : VendorName.of(text);
  }

  private static boolean names(String wanted, HardwareInventory inventory) {
    var plain = plain(wanted);
    return !plain.isEmpty()
        && (plain.equals(plainOrEmpty(inventory.board()))
            || plain.equals(plainOrEmpty(inventory.product())));
  }

  private static String plainOrEmpty(@Nullable String text) {
    return text == null ? "" : plain(text);
  }

  private static String plain(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  private static Set<String> words(String text) {
    var words = new HashSet<>(Arrays.asList(text.toLowerCase(Locale.ROOT).split("[^a-z0-9]+")));
    words.removeAll(NOISE);
    words.remove("");
    return words;
  }
}
