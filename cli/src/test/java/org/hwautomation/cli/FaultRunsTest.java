package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hwautomation.provisioning.FirmwareWorkflowHandler;
import org.hwautomation.provisioning.WorkflowFactory;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.server.Pace;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.Fault;
import org.hwautomation.simulator.Personality;
import org.hwautomation.simulator.SimulatedServer;
import org.hwautomation.workflow.RunHandle;
import org.hwautomation.workflow.RunState;
import org.hwautomation.workflow.WorkflowStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Faults by name, each with the run that meets it. */
@Timeout(90)
final class FaultRunsTest {
  private static final double SPEED = 300;

  @TempDir private Path folder;

  /**
   * One run.
   *
   * @param reason what it says when it is held; empty if it ends well
   */
  private record Case(Fault fault, Personality personality, String template, String reason) {
    static Case provisioning(Fault fault, Personality personality, String reason) {
      return new Case(fault, personality, WorkflowFactory.BASIC_PROVISIONING, reason);
    }

    static Case firmware(Fault fault, Personality personality, String reason) {
      return new Case(fault, personality, WorkflowFactory.FIRMWARE_UPDATE, reason);
    }
  }

  /** Somebody took the server meanwhile. */
  private static final String PARKED = "PARKED";

  private static final List<Case> CASES =
      List.of(
          Case.provisioning(Fault.ADDRESS_TAKEN, Personality.DELL, "somebody answers at"),
          Case.provisioning(
              Fault.MAAS_POLLS_OLD_PASSWORD, Personality.SUPERMICRO, "refused the login"),
          Case.provisioning(Fault.VALUE_CLAMPED, Personality.DELL, "shows these not staged"),
          Case.provisioning(Fault.VALUE_CLAMPED, Personality.HPE, "shows these not staged"),
          Case.provisioning(Fault.PENDING_SHOWN_AS_CURRENT, Personality.SUPERMICRO, ""),
          Case.provisioning(
              Fault.COMMISSIONING_NO_ADDRESS,
              Personality.DELL,
              "never reached MAAS; the BMC shows power O"),
          Case.provisioning(Fault.SESSION_LIMIT, Personality.DELL, ""),
          Case.provisioning(Fault.SESSION_LIMIT, Personality.HPE, ""),
          Case.provisioning(Fault.SHARED_PORT, Personality.SUPERMICRO, ""),
          Case.provisioning(Fault.SLOW_ANSWERS, Personality.HPE, ""),
          Case.provisioning(Fault.MALFORMED_ANSWERS, Personality.SUPERMICRO, "JSON"),
          Case.provisioning(Fault.LOCK_OUT_BY_SOURCE, Personality.DELL, ""),
          Case.provisioning(Fault.DEPLOYED_BY_SOMEONE, Personality.DELL, PARKED),
          Case.firmware(Fault.DEPLOYED_BY_SOMEONE, Personality.HPE, PARKED),
          Case.firmware(Fault.POWER_CUT_MID_FLASH, Personality.DELL, "Do not power off"),
          Case.firmware(Fault.BMC_RESET_MID_FLASH, Personality.HPE, "Do not power off"),
          Case.provisioning(Fault.NEIGHBOURS_BMC, Personality.HPE, "safety rule 1"));

  @Test
  void each_ends_ready_or_held_with_a_reason_and_nothing_unsafe_is_done() throws Exception {
    var racked = DataCentre.builder();
    CASES.forEach(one -> racked.server(one.personality()));
    try (var dataCentre = racked.servers(1).speed(SPEED).start()) {
      new SimulatedCatalog(dataCentre)
          .write(new SimulatedSetup(dataCentre).configuration(folder).firmwareCatalog());
      try (var manager =
          WorkflowManager.open(
              new SimulatedSetup(dataCentre).configuration(folder),
              new Pace(SPEED),
              "test",
              "a test")) {
        new SimulatedCatalog(dataCentre).proven(manager);
        var runs = new LinkedHashMap<Integer, RunHandle>();
        for (var i = 0; i < CASES.size(); i++) {
          var server = dataCentre.servers().get(i);
          CASES.get(i).fault().apply(server);
          runs.put(i, start(manager, CASES.get(i), i, server));
        }
        var ends = new LinkedHashMap<String, String>();
        for (var i = 0; i < CASES.size(); i++) {
          ends.put(i + " " + CASES.get(i).fault().wireName(), wrong(CASES.get(i), end(runs, i)));
        }
        ends.values().removeIf(String::isEmpty);
        assertThat(ends).isEmpty();
      }
      assertThat(dataCentre.recorder().unsafeActs()).isEmpty();
    }
  }

  private static RunState end(Map<Integer, RunHandle> runs, int index) throws InterruptedException {
    return java.util.Objects.requireNonNull(runs.get(index)).await();
  }

  private static RunHandle start(
      WorkflowManager manager, Case one, int index, SimulatedServer server) {
    var type = SimulatedSetup.deviceType(server);
    var context =
        manager
            .createContext(server.hostname(), type)
            .targetIpmiIp(
                one.template().equals(WorkflowFactory.BASIC_PROVISIONING)
                    ? SimulatedSetup.targetAddress(index)
                    : null)
            .value(
                FirmwareWorkflowHandler.POLICY,
                one.template().equals(WorkflowFactory.FIRMWARE_UPDATE) ? "latest" : null)
            .build();
    return new WorkflowFactory(manager)
        .create(one.template(), "fault-" + index, server.hostname(), type)
        .start(context);
  }

  private static String wrong(Case one, RunState end) {
    var told = "%s %s: %s".formatted(end.status(), end.phase(), end.error().orElse(""));
    var as =
        one.reason().isEmpty()
            ? end.status() == WorkflowStatus.COMPLETED
            : end.status() != WorkflowStatus.COMPLETED && told.contains(one.reason());
    return as ? "" : told;
  }

  @Test
  void the_list_has_each_fault_with_a_line_and_an_unknown_name_is_told_all_of_them() {
    var listed = CommandRun.of("simulate", "--list-faults");
    assertThat(listed.exitCode()).isZero();
    for (var fault : Fault.values()) {
      assertThat(listed.out()).contains(fault.wireName(), fault.explanation());
    }
    var unknown = CommandRun.of("simulate", "--servers", "1", "--fault", "nonsense@rack01-u01");
    assertThat(unknown.exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
    assertThat(unknown.err())
        .contains(
            java.util.Arrays.stream(Fault.values())
                .map(Fault::wireName)
                .collect(Collectors.toSet()));
  }

  @Test
  void a_seed_deals_the_same_faults_again() {
    try (var dataCentre = DataCentre.builder().servers(3).start()) {
      var dealt = new SimulatedTrouble(dataCentre).deal(7);
      assertThat(dealt).hasSize(3);
      dealt.forEach(
          (name, fault) -> assertThat(dataCentre.server(name).faults().named()).contains(fault));
      assertThat(new SimulatedTrouble(dataCentre).deal(7)).isEqualTo(dealt);
    }
  }
}
