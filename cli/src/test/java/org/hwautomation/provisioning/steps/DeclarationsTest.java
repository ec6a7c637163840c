package org.hwautomation.provisioning.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hwautomation.cli.SimulatedConfiguration;
import org.hwautomation.hardware.Credentials;
import org.hwautomation.hardware.Secret;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.configuration.Configuration;
import org.hwautomation.provisioning.device.DeviceTypes;
import org.hwautomation.provisioning.server.Pace;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.Personality;
import org.hwautomation.simulator.SimulatedServer;
import org.hwautomation.workflow.Action;
import org.hwautomation.workflow.ExpectedPoint;
import org.hwautomation.workflow.Parameter;
import org.hwautomation.workflow.RunState;
import org.hwautomation.workflow.StepContext;
import org.hwautomation.workflow.Value;
import org.hwautomation.workflow.WorkflowDefinition;
import org.hwautomation.workflow.WorkflowEngine;
import org.hwautomation.workflow.WorkflowStatus;
import org.hwautomation.workflow.WorkflowStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What actions say of themselves against what they do to simulated servers: each input that is
 * declared is read, each output is given, each point is entered. The other way round an assertion
 * in the actions fails the step, here and in every other test that runs one.
 */
@Timeout(60)
final class DeclarationsTest {
  private static final double SPEED = 600;

  @TempDir private Path folder = Path.of(".");

  private record Seen(String action, Witness.What what, String name) {}

  @Test
  void whatever_an_action_declares_it_does() throws Exception {
    Set<Seen> seen = ConcurrentHashMap.newKeySet();
    try (var dataCentre = DataCentre.builder().server(Personality.DELL).speed(SPEED).start();
        var manager =
            WorkflowManager.open(configuration(dataCentre), new Pace(SPEED), "test", "a test");
        var engine =
            WorkflowEngine.builder(manager.store())
                .actions(
                    StepLibrary.actions(
                        new StepTools(
                            manager.connections(),
                            manager.deviceTypes(),
                            (action, what, name) -> seen.add(new Seen(action, what, name)))))
                .build()) {
      SimulatedConfiguration.writeCatalog(dataCentre, folder);
      var types = manager.valueTypes();
      var end = run(engine, manager, dataCentre.servers().getFirst(), "10.0.1.101");
      assertThat(end.status()).as("%s", end.error()).isEqualTo(WorkflowStatus.COMPLETED);
      for (var step : end.definition().steps()) {
        requireTyped(
            engine.actions(),
            (WorkflowStep) step,
            Objects.requireNonNull(end.steps().get(step.name())).result(),
            types::problem);
      }
      var actions = engine.actions();
      assertThat(byAction(seen, Witness.What.INPUT_READ))
          .isEqualTo(declared(actions, Action::inputs, Parameter::name));
      assertThat(byAction(seen, Witness.What.OUTPUT_GIVEN))
          .isEqualTo(declared(actions, Action::outputs, Parameter::name));
      assertThat(byAction(seen, Witness.What.POINT_ENTERED))
          .isEqualTo(declared(actions, Action::pointsOfNoReturn, ExpectedPoint::description));
    }
  }

  private static RunState run(
      WorkflowEngine engine, WorkflowManager manager, SimulatedServer server, String target)
      throws InterruptedException {
    var steps =
        List.of(
            step("validate_server"),
            step("validate_network_config"),
            step("hold_server"),
            step("plan_firmware").toBuilder().with("policy", "latest").build(),
            step("update_firmware"),
            step("verify_firmware"),
            step("commission_server").toBuilder().with("enable_ssh", true).build(),
            step("wait_for_commissioning"),
            step("verify_commissioning").toBuilder().with("ssh_kept", true).build(),
            step("discover_hardware"),
            WorkflowStep.named("classify").uses("server.classify").build(),
            WorkflowStep.named("check").uses("server.check_hardware").build(),
            step("setup_ipmi").toBuilder().with("close_weak_ciphers", true).build(),
            step("configure_ipmi_network"),
            step("test_ipmi_connectivity"),
            step("verify_ipmi_setup"),
            step("backup_bios_config"),
            step("configure_bios"),
            step("reboot_server"),
            step("verify_bios_config"),
            step("verify_configuration"),
            step("hand_over"),
            CredentialRotation.step(),
            WorkflowStep.named("abort").uses(AbortCommissioning.NAME).build());
    var machine = manager.machine(server.hostname());
    var context =
        manager
            .createContext(machine.systemId(), "d1.c2.medium")
            .targetIpmiIp(target)
            .rackLocation("R1")
            .build()
            .toBuilder();
    server.bmc().ipmiOverLan(false, Channel.CONSOLE); // ipmitool need not be installed
    var power = server.maas().powerParameters();
    var login =
        Credentials.of(
            Objects.requireNonNull(power.get("power_user")),
            Secret.of(Objects.requireNonNull(power.get("power_pass"))));
    CredentialRotation.to(login, true).give(context);
    return engine
        .start(
            "declared-" + server.hostname(), WorkflowDefinition.of("all", steps), context.build())
        .await();
  }

  private static WorkflowStep step(String name) {
    return StepLibrary.step(name);
  }

  private interface Problem {
    Optional<String> of(Parameter parameter, Value value);
  }

  private static void requireTyped(
      Map<String, Action> actions, WorkflowStep step, Value result, Problem problem) {
    var action = Objects.requireNonNull(actions.get(step.action().orElseThrow()));
    for (var output : action.outputs()) {
      ((Value.Fields) result)
          .get(output.name())
          .ifPresent(
              value ->
                  assertThat(problem.of(output, value))
                      .as("%s gives %s = %s", action.name(), output.name(), value)
                      .isEmpty());
    }
  }

  private static Map<String, Set<String>> byAction(Set<Seen> seen, Witness.What what) {
    return seen.stream()
        .filter(each -> each.what() == what)
        .collect(
            Collectors.groupingBy(
                Seen::action,
                TreeMap::new,
                Collectors.mapping(Seen::name, Collectors.toCollection(TreeSet::new))));
  }

  private static <T> Map<String, Set<String>> declared(
      Map<String, Action> actions, Function<Action, List<T>> what, Function<T, String> name) {
    var declared = new TreeMap<String, Set<String>>();
    actions.forEach(
        (action, code) -> {
          var names = what.apply(code).stream().map(name).collect(Collectors.toSet());
          if (!names.isEmpty()) {
            declared.put(action, new TreeSet<>(names));
          }
        });
    return declared;
  }

  private Configuration configuration(DataCentre dataCentre) {
    return SimulatedConfiguration.of(dataCentre, folder);
  }

  @Test
  void what_changes_something_outside_says_what() {
    try (var dataCentre = DataCentre.builder().servers(1).speed(SPEED).start();
        var manager =
            WorkflowManager.open(configuration(dataCentre), new Pace(SPEED), "test", "a test")) {
      var types = manager.valueTypes();
      for (var action : manager.engine().actions().values()) {
        assertThat(action.externalEffects().isEmpty())
            .as(action.name())
            .isEqualTo(action.effects() == Action.Effects.NONE);
        assertThat(action.pointsOfNoReturn().isEmpty() || action.adoptsInterruptedPoint())
            .as(action.name() + " finds out how its point went")
            .isTrue();
        action
            .undoneBy()
            .ifPresent(undo -> assertThat(manager.engine().actions()).containsKey(undo));
        var names = new HashSet<String>();
        for (var parameter : action.outputs()) {
          assertThat(types.find(parameter.type())).as(parameter.toString()).isPresent();
          assertThat(parameter.meaning()).as(parameter.toString()).isNotBlank();
          assertThat(names.add(parameter.name())).as(parameter.toString()).isTrue();
        }
        for (var parameter : action.inputs()) {
          assertThat(types.find(parameter.type())).as(parameter.toString()).isPresent();
          assertThat(types.problem(parameter, parameter.defaultValue()))
              .as(parameter.toString())
              .matches(
                  problem -> problem.isEmpty() || parameter.defaultValue() instanceof Value.Null);
        }
      }
    }
  }

  @Test
  void what_is_not_declared_fails_the_step() {
    var declaration = Declaration.reads("lies@1", "Reads more than it says");
    var context =
        (StepContext)
            java.lang.reflect.Proxy.newProxyInstance(
                StepContext.class.getClassLoader(),
                new Class<?>[] {StepContext.class},
                (proxy, method, arguments) -> {
                  throw new UnsupportedOperationException(method.getName());
                });
    var given = new Given(context, declaration, Witness.NONE);
    assertThatThrownBy(given::gateway)
        .isInstanceOf(AssertionError.class)
        .hasMessage("lies@1 reads gateway, which it does not declare");
  }

  @Test
  void a_value_of_a_servers_kind_is_read_and_refused_in_words() {
    var types = ServerValueTypes.of(DeviceTypes.shipped());
    assertThat(types.find("ip_address").orElseThrow().read(" 10.0.1.7 "))
        .isEqualTo(new Value.Text("10.0.1.7"));
    assertThat(types.find("mac_address").orElseThrow().read("AC-1F-6B-DC-19-8E"))
        .isEqualTo(new Value.Text("ac:1f:6b:dc:19:8e"));
    assertThatThrownBy(() -> types.find("ip_address").orElseThrow().read("10.0.1"))
        .hasMessageContaining("'10.0.1' is not an IPv4 address");
    assertThatThrownBy(() -> types.find("device_type").orElseThrow().read("a1.c5.larg"))
        .hasMessageContaining("is no known device type; did you mean 'a1.c5.large'?");
    assertThatThrownBy(() -> types.find("subnet_mask").orElseThrow().read("255.0.255.0"))
        .hasMessageContaining("its ones must stand together");
    assertThat(types.find("subnet_mask").orElseThrow().problem(new Value.Int(3)))
        .contains("is not a text");
  }
}
