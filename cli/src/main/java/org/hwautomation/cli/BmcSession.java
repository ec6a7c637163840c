package org.hwautomation.cli;

import org.hwautomation.hardware.ipmi.IpmiClient;
import org.hwautomation.hardware.redfish.RedfishClient;
import org.hwautomation.provisioning.safety.Identity;

/** A BMC that answered, and who it says it is. */
sealed interface BmcSession extends AutoCloseable {
  /** Read right after the login. */
  Identity identity();

  @Override
  void close();

  /** Over Redfish. */
  record Redfish(RedfishClient client, Identity identity) implements BmcSession {
    @Override
    public void close() {
      client.close();
    }
  }

  /** Over IPMI; each call is a session of its own. */
  record Ipmi(IpmiClient client, Identity identity) implements BmcSession {
    @Override
    public void close() {}
  }
}
