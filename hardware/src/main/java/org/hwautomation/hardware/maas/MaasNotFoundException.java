package org.hwautomation.hardware.maas;

/** MAAS is there and does not have what was asked for. */
public final class MaasNotFoundException extends MaasException {
  private static final long serialVersionUID = 1L;

  MaasNotFoundException(String peer, String message) {
    super(Kind.REJECTED, peer, message, 404, null, null);
  }
}
