package org.hwautomation.provisioning;

/** MAAS knows no machine of that host name or system id. */
public final class UnknownServerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnknownServerException(String name, String hint) {
    super("MAAS knows no machine '" + name + "'" + hint + "; list them with: hwauto maas machines");
  }
}
