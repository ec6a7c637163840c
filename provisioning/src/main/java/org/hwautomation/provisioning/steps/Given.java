package org.hwautomation.provisioning.steps;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hwautomation.workflow.Parameter;
import org.hwautomation.workflow.StepContext;
import org.hwautomation.workflow.StepRejectedException;
import org.hwautomation.workflow.Value;

/**
 * What an attempt was given: by its definition ({@code with:}), else, for what a whole run is
 * given, by whoever started the run. Belongs to one attempt.
 */
final class Given {
  static final Parameter DEVICE_TYPE =
      Parameter.of(
          ServerFields.DEVICE_TYPE, "device_type", "What the server is; the run's if not given");
  static final Parameter TARGET_IPMI_IP =
      Parameter.of(
          ServerFields.TARGET_IPMI_IP,
          "ip_address",
          "The address the BMC is to have; the run's if not given, and if that has none it stays");
  static final Parameter GATEWAY =
      Parameter.of(
          ServerFields.GATEWAY,
          "ip_address",
          "The BMC's gateway; the run's, the configured or the present one if not given");
  static final Parameter SUBNET_MASK =
      Parameter.of(
          ServerFields.SUBNET_MASK,
          "subnet_mask",
          "The BMC's subnet mask; the run's, the configured or the present one if not given");
  static final Parameter RACK_LOCATION =
      Parameter.of(
          ServerFields.RACK_LOCATION,
          "string",
          "Where the server stands, for the inventory; the run's if not given");

  /** What a run may be given as a whole. */
  private static final Set<Parameter> OF_THE_RUN =
      Set.of(
          DEVICE_TYPE,
          TARGET_IPMI_IP,
          GATEWAY,
          SUBNET_MASK,
          RACK_LOCATION,
          BmcServices.CLOSE_WEAK_CIPHERS,
          BmcServices.SERIAL_OVER_LAN,
          BmcServices.NTP_SERVERS);

  private final StepContext context;
  private final Declaration declaration;
  private final Witness witness;

  Given(StepContext context, Declaration declaration, Witness witness) {
    this.context = context;
    this.declaration = declaration;
    this.witness = witness;
  }

  private Optional<Value> find(Parameter input) {
    assert declaration.inputs().contains(input)
        : declaration.name() + " reads " + input.name() + ", which it does not declare";
    witness.saw(declaration.name(), Witness.What.INPUT_READ, input.name());
    return context
        .inputs()
        .get(input.name())
        .or(
            () ->
                OF_THE_RUN.contains(input) ? context.values().get(input.name()) : Optional.empty())
        .or(
            () ->
                Optional.of(input.defaultValue()).filter(value -> !(value instanceof Value.Null)));
  }

  private Optional<String> text(Parameter input) {
    return find(input).flatMap(value -> new Value.Fields(java.util.Map.of("", value)).text(""));
  }

  String word(Parameter input) {
    return text(input)
        .orElseThrow(() -> new StepRejectedException("no '%s' was given".formatted(input.name())));
  }

  boolean flag(Parameter input) {
    return find(input).filter(value -> value instanceof Value.Bool(var set) && set).isPresent();
  }

  /** The texts of a list; empty if it is not given, or has none. */
  Optional<List<String>> texts(Parameter input) {
    return find(input)
        .map(
            value ->
                value instanceof Value.Items(var items)
                    ? items.stream()
                        .map(item -> item instanceof Value.Text(var text) ? text.strip() : "")
                        .filter(text -> !text.isEmpty())
                        .toList()
                    : List.<String>of())
        .filter(texts -> !texts.isEmpty());
  }

  String deviceType() {
    return text(DEVICE_TYPE)
        .orElseThrow(() -> new StepRejectedException("this run was given no device type"));
  }

  Optional<String> knownDeviceType() {
    return text(DEVICE_TYPE);
  }

  String onDeviation(Parameter input) {
    return text(input).orElse("hold");
  }

  Optional<String> targetIpmiIp() {
    return text(TARGET_IPMI_IP);
  }

  Optional<String> gateway() {
    return text(GATEWAY);
  }

  Optional<String> subnetMask() {
    return text(SUBNET_MASK);
  }

  Optional<String> rackLocation() {
    return text(RACK_LOCATION);
  }
}
