package org.hwautomation.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.hwautomation.definitions.CelExpressions;
import org.hwautomation.definitions.DefinitionFormat;
import org.hwautomation.definitions.DefinitionWriter;
import org.hwautomation.provisioning.configuration.Configuration;
import org.hwautomation.workflow.FailurePolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/definitions.md tells the truth. */
final class DefinitionsPageTest {
  private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path state = Path.of(".");

  private static String page() throws java.io.IOException {
    return Files.readString(
        Path.of(System.getProperty("hwautomation.root", "."), "docs", "definitions.md"));
  }

  @Test
  void the_whole_file_on_the_page_can_be_read() throws Exception {
    var matcher = EXAMPLE.matcher(page());
    assertThat(matcher.find()).isTrue();
    var text = matcher.group(1);
    try (var manager =
        WorkflowManager.open(
            Configuration.loader().text("test.yaml", "state_dir: '" + state + "'\n").load())) {
      var reader = manager.library().reader();
      var definition = reader.read("definitions.md", DefinitionFormat.YAML, text);
      assertThat(definition.name()).isEqualTo("bios_with_care");
      assertThat(definition.failure()).isEqualTo(FailurePolicy.HOLD);
      assertThat(definition.steps()).hasSize(6);
      assertThat(DefinitionWriter.write(definition, DefinitionFormat.YAML)).isEqualTo(text);
      var stored = org.hwautomation.workflow.WorkflowDefinition.read(definition.toValue());
      assertThat(DefinitionWriter.write(stored, DefinitionFormat.YAML)).isEqualTo(text);
    }
  }

  @Test
  void every_variable_is_on_the_page() throws Exception {
    var page = page();
    assertThat(CelExpressions.NAMES)
        .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
  }
}
