package org.hwautomation.provisioning.batch;

import java.util.Map;
import java.util.Optional;
import org.hwautomation.store.BatchMember.Draft;

/**
 * A server of a batch as it was asked for; nothing of it has been checked. Immutable.
 *
 * @param place where it was asked for, for errors, such as {@code line 3}
 * @param server host name or MAAS system id
 * @param deviceType what it is; as the batch says if empty
 * @param rack where it stands; as the inventory knows it if empty
 * @param address the one its BMC is to get
 * @param inputs texts by the input's name, as the file has it
 */
public record BatchServer(
    String place,
    String server,
    Optional<String> deviceType,
    Optional<String> rack,
    Optional<String> address,
    Map<String, String> inputs) {
  public BatchServer {
    inputs = Map.copyOf(inputs);
  }

  Draft draft(Optional<String> knownRack) {
    return new Draft(server, rack.or(() -> knownRack), deviceType, address, inputs);
  }
}
