package org.hwautomation.hardware.redfish;

import static org.hwautomation.hardware.HardwareException.Kind;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Turns an HTTP answer that is no success into a typed error (DSP0266 8.1 and 9.5.11). */
final class Failures {
  private Failures() {}

  /**
   * Describes a failed request.
   *
   * @param redact takes secrets out of a text: BMCs quote what they were sent
   * @param loggedIn whether the request carried a proof that the BMC had accepted before
   */
  static RedfishException of(
      Target target,
      String method,
      RawAnswer answer,
      List<RedfishMessage> messages,
      UnaryOperator<String> redact,
      boolean loggedIn) {
    var said = messages.stream().map(RedfishMessage::toString).collect(Collectors.joining("; "));
    if (said.isEmpty()) {
      said = answer.empty() ? "no reason given" : answer.excerpt();
    }
    var status = answer.status();
    var advice = advice(status, messages, loggedIn);
    var text =
        target.peer()
            + " answered "
            + method
            + " "
            + answer.uri()
            + " with HTTP "
            + status
            + ": "
            + said
            + (advice.isEmpty() ? "" : ". " + advice);
    var clean =
        messages.stream()
            .map(
                m ->
                    new RedfishMessage(
                        m.messageId(),
                        redact.apply(m.text()),
                        m.args().stream().map(redact).toList(),
                        m.severity(),
                        m.resolution()))
            .toList();
    return RedfishException.answered(
        kind(status, messages, loggedIn),
        target.peer(),
        redact.apply(text),
        status,
        clean,
        answer.retryAfter());
  }

  private static Kind kind(int status, List<RedfishMessage> messages, boolean loggedIn) {
    if (says(messages, "PasswordChangeRequired")) {
      return Kind.AUTHENTICATION;
    }
    if (Transient.in(messages) || says(messages, "ResourceInUse")) {
      return Kind.BUSY;
    }
    return switch (status) {
      case 401 -> Kind.AUTHENTICATION;
      case 403 -> loggedIn ? Kind.REJECTED : Kind.AUTHENTICATION;
      case 408, 504 -> Kind.TIMEOUT;
      case 423, 429 -> Kind.BUSY;
      case 409 ->
          says(messages, "PropertyValueConflict") || says(messages, "ResourceAlreadyExists")
              ? Kind.REJECTED
              : Kind.BUSY;
      case 501, 505 -> Kind.REJECTED;
      default -> status >= 500 ? Kind.BUSY : status < 400 ? Kind.PROTOCOL : Kind.REJECTED;
    };
  }

  private static String advice(int status, List<RedfishMessage> messages, boolean loggedIn) {
    if (says(messages, "PasswordChangeRequired")) {
      return "This account must change its password first (Redfish PasswordChangeRequired)";
    }
    if (status == 403 && loggedIn) {
      return "The login is fine; the account lacks the right, or the BMC a licence, for this";
    }
    return messages.stream()
        .map(RedfishMessage::resolution)
        .filter(r -> !r.isEmpty() && !r.equalsIgnoreCase("None") && !r.startsWith("No resolution"))
        .findFirst()
        .orElse("");
  }

  private static boolean says(List<RedfishMessage> messages, String key) {
    return messages.stream().anyMatch(message -> message.is(key));
  }
}
