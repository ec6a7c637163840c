package org.hwautomation.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The row that a query stands at. */
final class Row {
  private final ResultSet result;

  Row(ResultSet result) {
    this.result = result;
  }

  /** The names of the columns, in order. */
  List<String> columns() throws SQLException {
    var about = result.getMetaData();
    var names = new ArrayList<String>();
    for (var i = 1; i <= about.getColumnCount(); i++) {
      names.add(about.getColumnLabel(i));
    }
    return names;
  }

  /** All values as text, null where there is none, by the columns' names in lower case. */
  Map<String, @Nullable String> all() throws SQLException {
    var values = new LinkedHashMap<String, @Nullable String>();
    var number = 1;
    for (var column : columns()) {
      values.put(column.toLowerCase(Locale.ROOT), result.getString(number++));
    }
    return values;
  }

  String text(String column) throws SQLException {
    var text = result.getString(column);
    if (text == null) {
      throw new SQLException("column " + column + " is null");
    }
    return text;
  }

  Optional<String> optionalText(String column) throws SQLException {
    return Optional.ofNullable(result.getString(column));
  }

  int integer(String column) throws SQLException {
    return result.getInt(column);
  }

  OptionalInt optionalInteger(String column) throws SQLException {
    var number = result.getInt(column);
    return result.wasNull() ? OptionalInt.empty() : OptionalInt.of(number);
  }

  long number(String column) throws SQLException {
    return result.getLong(column);
  }

  OptionalLong optionalNumber(String column) throws SQLException {
    var number = result.getLong(column);
    return result.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
  }

  byte[] bytes(String column) throws SQLException {
    return result.getBytes(column);
  }

  Instant instant(String column) throws SQLException {
    return Micros.toInstant(result.getLong(column));
  }

  Optional<Instant> optionalInstant(String column) throws SQLException {
    var micros = result.getLong(column);
    return result.wasNull() ? Optional.empty() : Optional.of(Micros.toInstant(micros));
  }
}
