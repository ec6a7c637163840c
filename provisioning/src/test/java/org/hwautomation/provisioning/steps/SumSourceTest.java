package org.hwautomation.provisioning.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hwautomation.hardware.vendortools.SupermicroSum;
import org.hwautomation.hardware.vendortools.ToolHost;
import org.hwautomation.provisioning.bios.BiosTemplate;
import org.hwautomation.provisioning.bios.BiosValue;
import org.junit.jupiter.api.Test;

/** Staging by {@code sum}, which does not show what is staged. */
class SumSourceTest {
  private static final String EXPORT =
      """
      <?xml version="1.0" encoding="ISO-8859-1" standalone="yes"?>
      <BiosCfg><Menu name="Advanced">
        <Setting name="Watch Dog" selectedOption="Disabled" type="Option"><Information>
          <AvailableOptions><Option value="0">Disabled</Option><Option value="1">Enabled</Option></AvailableOptions>
        </Information></Setting>
        <Setting name="Action" selectedOption="Reset" type="Option"><Information>
          <AvailableOptions><Option value="0">Reset</Option><Option value="1">NMI</Option></AvailableOptions>
          <WorkIf><![CDATA[ 0 != Watch Dog ]]></WorkIf>
        </Information></Setting>
      </Menu></BiosCfg>
      """;

  /** One boot of a host with sum. */
  private static final class Boot implements ToolHost {
    private String next = "";
    private String staged = "";
    private int changes;

    @Override
    public String peer() {
      return "SSH ubuntu@10.1.0.5:22";
    }

    @Override
    public Printed run(Line line) {
      var text = line.text();
      if (text.startsWith("command -v")) {
        return new Printed(0, "/opt/supermicro/sum/sum\n", "");
      }
      if (text.startsWith("cat >")) {
        next = line.input();
      } else if (text.startsWith("cat ")) {
        return new Printed(staged.isEmpty() ? 1 : 0, staged, "");
      } else if (text.contains("ChangeBiosCfg")) {
        staged = next;
        changes++;
      } else if (text.contains("GetCurrentBiosCfg")) {
        return new Printed(0, EXPORT, "");
      }
      return new Printed(0, "Supermicro Update Manager", "");
    }
  }

  private static SumSource source(Boot boot) {
    return new SumSource(SupermicroSum.on(boot));
  }

  @Test
  void what_an_attempt_that_was_cut_off_has_staged_in_this_boot_is_adopted() {
    var boot = new Boot();
    Map<String, BiosValue> wanted = Map.of("Watch Dog", BiosValue.of("Enabled"));
    source(boot).stage(wanted);

    var said = source(boot).stage(wanted);

    assertThat(said).contains("before");
    assertThat(boot.changes).isEqualTo(1);
    assertThat(source(boot).read().pending()).isEqualTo(wanted);
  }

  @Test
  void the_conditions_of_the_export_make_the_passes() {
    var wanted =
        new BiosTemplate(
            Map.of("Watch Dog", BiosValue.of("Enabled"), "Action", BiosValue.of("NMI")), List.of());

    var plan = source(new Boot()).read().plan(wanted, Set.of());

    assertThat(plan.resets()).isEqualTo(2);
    assertThat(plan.firstChanges())
        .singleElement()
        .satisfies(change -> assertThat(change.attribute()).isEqualTo("Watch Dog"));
  }
}
