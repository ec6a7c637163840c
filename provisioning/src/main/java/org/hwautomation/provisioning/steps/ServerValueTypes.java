package org.hwautomation.provisioning.steps;

import java.util.Optional;
import java.util.function.Function;
import org.hwautomation.provisioning.device.DeviceTypes;
import org.hwautomation.provisioning.network.Ipv4Address;
import org.hwautomation.provisioning.network.MacAddress;
import org.hwautomation.provisioning.network.Subnet;
import org.hwautomation.workflow.InvalidValueException;
import org.hwautomation.workflow.Spelling;
import org.hwautomation.workflow.Value;
import org.hwautomation.workflow.ValueType;
import org.hwautomation.workflow.ValueTypes;

/**
 * The kinds of values that servers bring, besides the engine's own: {@code device_type, ip_address,
 * mac_address, subnet_mask}. All are texts.
 */
public final class ServerValueTypes {
  private ServerValueTypes() {}

  /** The engine's types and these; a device type must be one of {@code known}. */
  public static ValueTypes of(DeviceTypes known) {
    return ValueTypes.BASIC
        .with(
            new TextType(
                "device_type",
                text ->
                    known.find(text).isPresent()
                        ? Optional.empty()
                        : Optional.of(
                            "is no known device type%s; known: %s"
                                .formatted(
                                    Spelling.hint(text, known.names()),
                                    String.join(", ", known.names()))),
                text -> text))
        .with(
            new TextType(
                "ip_address",
                text -> problem(() -> Ipv4Address.parse(text)),
                text -> Ipv4Address.parse(text).toString()))
        .with(
            new TextType(
                "mac_address",
                text -> problem(() -> MacAddress.parse(text)),
                text -> MacAddress.parse(text).toString()))
        .with(
            new TextType(
                "subnet_mask", text -> problem(() -> Subnet.prefixOf(text)), text -> text));
  }

  private static Optional<String> problem(Runnable parse) {
    try {
      parse.run();
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      var message = String.valueOf(e.getMessage());
      return Optional.of(message.replaceFirst("^'[^']*' ", ""));
    }
  }

  private record TextType(
      String name, Function<String, Optional<String>> problemOf, Function<String, String> canonical)
      implements ValueType {
    @Override
    public Optional<String> problem(Value value) {
      return value instanceof Value.Text(var text)
          ? problemOf.apply(text)
          : Optional.of("is not a text");
    }

    @Override
    public Value read(String text) {
      problemOf
          .apply(text.strip())
          .ifPresent(
              problem -> {
                throw new InvalidValueException("'" + text + "'", problem);
              });
      return new Value.Text(canonical.apply(text.strip()));
    }
  }
}
