package org.hwautomation.definitions;

import java.util.ArrayList;
import org.hwautomation.definitions.file.JsonFile;
import org.hwautomation.definitions.file.Problem;
import org.hwautomation.definitions.file.YamlFile;
import org.hwautomation.definitions.file.YamlNode;
import org.hwautomation.workflow.DefinitionSource;
import org.hwautomation.workflow.Value;
import org.hwautomation.workflow.WorkflowDefinition;

/** Writes definitions as files. Stateless. */
public final class DefinitionWriter {
  private DefinitionWriter() {}

  /**
   * The text of a file that reads as {@code definition}. One that was read from a file is written
   * as it was, character for character; in the other format, with the same keys in the same order.
   * One that a program made is written anew, defaults left out; the steps of other definitions that
   * it runs are then written out.
   *
   * @throws org.hwautomation.workflow.InvalidValueException if a step of it calls a function
   */
  public static String write(WorkflowDefinition definition, DefinitionFormat format) {
    if (definition.source().isEmpty()) {
      return text(DocumentForm.of(definition), format);
    }
    var source = definition.source().get();
    return source.format().equals(format.wireName())
        ? source.text()
        : text((Value.Fields) DocumentForm.of(parsed(source)), format);
  }

  /**
   * The file that {@code original} was read from, with what is different in {@code changed} put
   * into it: comments, order and blanks of all else stay. A JSON file keeps its order; one that
   * came from none is written anew.
   *
   * @param changed made from {@code original} with {@link WorkflowDefinition#toBuilder}
   * @throws org.hwautomation.workflow.InvalidValueException if a step of it calls a function
   */
  public static String rewrite(WorkflowDefinition original, WorkflowDefinition changed) {
    var source = original.source().orElse(null);
    var after = DocumentForm.of(changed);
    if (source == null) {
      return text(after, DefinitionFormat.YAML);
    }
    var before = DocumentForm.of(original);
    if (before.equals(after)) {
      return source.text();
    }
    if (source.format().equals(DefinitionFormat.JSON.wireName())) {
      return YamlText.json(
          DocumentEdit.apply((Value.Fields) DocumentForm.of(parsed(source)), before, after));
    }
    return SourceEdit.apply(source.text(), before, after);
  }

  private static String text(Value.Fields document, DefinitionFormat format) {
    return switch (format) {
      case YAML -> YamlText.document(document);
      case JSON -> YamlText.json(document);
    };
  }

  private static YamlNode parsed(DefinitionSource source) {
    var problems = new ArrayList<Problem>();
    var root =
        source.format().equals(DefinitionFormat.JSON.wireName())
            ? JsonFile.parse("the definition", source.text(), problems)
            : YamlFile.parse("the definition", source.text(), false, problems);
    if (!problems.isEmpty()) {
      throw new DefinitionException(problems);
    }
    return root;
  }
}
