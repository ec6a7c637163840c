package org.hwautomation.hardware.redfish;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * One message of a BMC, from {@code @Message.ExtendedInfo}, a task or a settings result (DSP0266
 * 9.5.11, "Extended object").
 *
 * @param messageId such as {@code Base.1.8.ResourceInUse}; empty if the BMC gave none
 * @param text the human sentence; may be empty
 * @param args what the sentence is about, such as a URI or a property
 * @param severity {@code OK}, {@code Warning} or {@code Critical}; empty if the BMC gave none
 * @param resolution what the BMC advises; may be empty
 */
public record RedfishMessage(
    String messageId, String text, List<String> args, String severity, String resolution) {
  public RedfishMessage {
    args = List.copyOf(args);
  }

  /** The last part of the id: {@code ResourceInUse} for {@code Base.1.8.ResourceInUse}. */
  public String key() {
    return messageId.substring(messageId.lastIndexOf('.') + 1);
  }

  /** True if the message's key or, for vendors' codes such as {@code SYS518}, its id has this. */
  public boolean is(String key) {
    return key().equalsIgnoreCase(key);
  }

  /** True if the severity says that something went wrong or was not done. */
  public boolean bad() {
    return !severity.isEmpty() && !severity.equalsIgnoreCase("OK");
  }

  /** {@code text [messageId]}, with the arguments if there is no sentence that holds them. */
  @Override
  public String toString() {
    if (text.isEmpty()) {
      return args.isEmpty() ? messageId : messageId + " " + args;
    }
    return messageId.isEmpty() ? text : text + " [" + messageId + "]";
  }

  /** Every message of a body, wherever Redfish allows one; empty if there are none. */
  static List<RedfishMessage> allOf(JsonNode body) {
    var found = new ArrayList<RedfishMessage>();
    collect(body, found);
    var error = body.path("error");
    collect(error, found);
    if (found.isEmpty() && error.isObject()) {
      var code = Json.textOr(error, "", "code");
      var text = Json.textOr(error, "", "message");
      if (!code.isEmpty() || !text.isEmpty()) {
        found.add(new RedfishMessage(code, text, List.of(), "", ""));
      }
    }
    return List.copyOf(found);
  }

  private static void collect(JsonNode object, List<RedfishMessage> found) {
    for (var entry : object.properties()) {
      if (entry.getKey().endsWith("@Message.ExtendedInfo")) {
        found.addAll(listOf(entry.getValue()));
      }
    }
  }

  /** The messages of an array (or a single object, which some BMCs send in its place). */
  static List<RedfishMessage> listOf(JsonNode messages) {
    if (messages.isObject()) {
      return List.of(of(messages));
    }
    var list = new ArrayList<RedfishMessage>();
    for (var message : messages) {
      if (message.isObject()) {
        list.add(of(message));
      } else if (message.isString()) {
        list.add(new RedfishMessage("", message.stringValue(), List.of(), "", ""));
      }
    }
    return list;
  }

  private static RedfishMessage of(JsonNode message) {
    var args = new ArrayList<String>();
    for (var arg : message.path("MessageArgs")) {
      args.add(arg.isString() ? arg.stringValue() : arg.toString());
    }
    var severity = Json.textOr(message, Json.textOr(message, "", "Severity"), "MessageSeverity");
    return new RedfishMessage(
        Json.textOr(message, Json.textOr(message, "", "MessageID"), "MessageId"),
        Json.textOr(message, "", "Message").strip(),
        args,
        severity.toUpperCase(Locale.ROOT).equals("OK") ? "OK" : severity,
        Json.textOr(message, "", "Resolution"));
  }
}
