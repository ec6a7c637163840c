package org.hwautomation.provisioning.catalogue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hwautomation.workflow.Parameter;
import org.hwautomation.workflow.Value;
import org.jspecify.annotations.Nullable;

/** Declared parameters in words and as JSON has them. Stateless. */
public final class Parameters {
  private Parameters() {}

  /** As JSON has it. */
  public static Map<String, @Nullable Object> document(Parameter parameter) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("name", parameter.name());
    document.put("type", parameter.type());
    document.put("meaning", parameter.meaning());
    document.put("required", parameter.required());
    document.put("default", PlainValue.of(parameter.defaultValue()));
    document.put("one_of", parameter.oneOf().stream().map(PlainValue::of).toList());
    return document;
  }

  /** Its type and what is to be known of it besides: {@code string, required, one of a, b}. */
  public static String type(Parameter parameter) {
    var words = new ArrayList<String>(List.of(parameter.type()));
    if (parameter.required()) {
      words.add("required");
    }
    if (!(parameter.defaultValue() instanceof Value.Null)) {
      words.add("default " + PlainValue.of(parameter.defaultValue()));
    }
    if (!parameter.oneOf().isEmpty()) {
      words.add(
          "one of "
              + String.join(
                  " ",
                  parameter.oneOf().stream().map(v -> String.valueOf(PlainValue.of(v))).toList()));
    }
    return String.join(", ", words);
  }
}
