package org.hwautomation.simulator.bmc;

import java.util.List;

/** Ends the handling of a request with an error response (DSP0266 12, error responses). */
@SuppressWarnings("serial") // thrown and caught within one request
final class RedfishError extends RuntimeException {
  private final int status;
  private final List<Message> messages;

  RedfishError(int status, Message... messages) {
    super(messages[0].text(), null, false, false);
    this.status = status;
    this.messages = List.of(messages);
  }

  RedfishError(int status, List<Message> messages) {
    super(messages.getFirst().text(), null, false, false);
    this.status = status;
    this.messages = List.copyOf(messages);
  }

  int status() {
    return status;
  }

  List<Message> messages() {
    return messages;
  }
}
