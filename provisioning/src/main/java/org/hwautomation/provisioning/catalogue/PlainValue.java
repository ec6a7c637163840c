package org.hwautomation.provisioning.catalogue;

import java.util.LinkedHashMap;
import org.hwautomation.workflow.Value;
import org.jspecify.annotations.Nullable;

/** Values as JSON has them; a secret is three asterisks. Stateless. */
public final class PlainValue {
  private PlainValue() {}

  /** Null, a boolean, a number, a text, a list or a map. */
  public static @Nullable Object of(Value value) {
    return switch (value) {
      case Value.Null _ -> null;
      case Value.Bool(var bool) -> bool;
      case Value.Int(var number) -> number;
      case Value.Decimal(var number) -> number;
      case Value.Text(var text) -> text;
      case Value.Moment(var instant) -> instant.toString();
      case Value.Span(var duration) -> duration.toString();
      case Value.SecretReference _ -> "***";
      case Value.Items(var items) -> items.stream().map(PlainValue::of).toList();
      case Value.Fields(var fields) -> {
        var map = new LinkedHashMap<String, @Nullable Object>();
        fields.forEach((key, field) -> map.put(key, of(field)));
        yield map;
      }
    };
  }
}
