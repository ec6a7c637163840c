package org.hwautomation.provisioning.batch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hwautomation.provisioning.steps.ServerFields;

/**
 * Reads a batch's servers from comma separated values with a header: {@code server}, which must be
 * there, {@code device_type}, {@code rack}, and any input of the template. Stateless.
 */
public final class BatchFile {
  /** More are no batch, but a mistake. */
  static final int MOST = 5_000;

  private static final String SERVER = "server";
  private static final String RACK = "rack";

  private BatchFile() {}

  /**
   * The servers in the file's order.
   *
   * @throws IllegalArgumentException listing all that is wrong, by line and column
   */
  public static List<BatchServer> read(String text) {
    var rows = Csv.read(text);
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(
          "the file is empty; its first line names the columns, such as server,device_type,rack");
    }
    var problems = new ArrayList<String>();
    var header = header(rows.getFirst(), problems);
    if (!header.contains(SERVER)) {
      problems.add(
          "line %d: there is no column 'server'; there are: %s"
              .formatted(rows.getFirst().line(), String.join(", ", header)));
    }
    var servers = new ArrayList<BatchServer>();
    var seen = new HashMap<String, Integer>();
    for (var row : rows.subList(1, rows.size())) {
      if (header.contains(SERVER) && row.cells().stream().anyMatch(cell -> !cell.isEmpty())) {
        server(header, row, seen, problems).ifPresent(servers::add);
      }
    }
    if (problems.isEmpty() && servers.isEmpty()) {
      problems.add("the file names no server");
    }
    if (servers.size() > MOST) {
      problems.add(
          "the file names %d servers; a batch has %d at most".formatted(servers.size(), MOST));
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n  ", problems));
    }
    return servers;
  }

  private static List<String> header(Csv.Row row, List<String> problems) {
    var names = new ArrayList<String>();
    for (var cell : row.cells()) {
      var name = cell.toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
      if (names.contains(name)) {
        problems.add(
            "line %d, column %d: column '%s' is there twice"
                .formatted(row.line(), names.size() + 1, name));
      }
      if (name.isEmpty()) {
        problems.add("line %d, column %d: has no name".formatted(row.line(), names.size() + 1));
      }
      names.add(name);
    }
    return names;
  }

  private static Optional<BatchServer> server(
      List<String> header, Csv.Row row, Map<String, Integer> seen, List<String> problems) {
    var place = "line " + row.line();
    if (row.cells().size() > header.size()) {
      problems.add(
          "%s, column %d: the header has only %d columns"
              .formatted(place, header.size() + 1, header.size()));
      return Optional.empty();
    }
    var values = new LinkedHashMap<String, String>();
    for (var i = 0; i < row.cells().size(); i++) {
      if (!row.cells().get(i).isEmpty()) {
        values.put(header.get(i), row.cells().get(i));
      }
    }
    var name = values.remove(SERVER);
    if (name == null) {
      problems.add("%s, column %d (server): is empty".formatted(place, header.indexOf(SERVER) + 1));
      return Optional.empty();
    }
    var before = seen.putIfAbsent(name.toLowerCase(Locale.ROOT), row.line());
    if (before != null) {
      problems.add(
          "%s, column %d (server): '%s' stands in line %d too"
              .formatted(place, header.indexOf(SERVER) + 1, name, before));
      return Optional.empty();
    }
    return Optional.of(of(place, name, values));
  }

  /**
   * A server of values by name.
   *
   * @param values device type, rack and target address among the inputs
   */
  public static BatchServer of(String place, String name, Map<String, String> values) {
    var inputs = new LinkedHashMap<>(values);
    inputs.keySet().removeAll(Set.of(RACK, ServerFields.DEVICE_TYPE, ServerFields.TARGET_IPMI_IP));
    return new BatchServer(
        place,
        name,
        Optional.ofNullable(values.get(ServerFields.DEVICE_TYPE)),
        Optional.ofNullable(values.get(RACK)),
        Optional.ofNullable(values.get(ServerFields.TARGET_IPMI_IP)),
        inputs);
  }
}
