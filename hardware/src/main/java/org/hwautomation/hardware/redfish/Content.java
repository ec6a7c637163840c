package org.hwautomation.hardware.redfish;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.function.Supplier;

/**
 * The body of a request.
 *
 * @param type its media type
 * @param publisher makes it anew each time that it is sent
 */
record Content(String type, Supplier<BodyPublisher> publisher) {
  static Content json(byte[] bytes) {
    return new Content("application/json", () -> BodyPublishers.ofByteArray(bytes));
  }
}
