package org.hwautomation.definitions;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.hwautomation.definitions.file.Position;
import org.hwautomation.definitions.file.Problem;
import org.hwautomation.definitions.file.YamlNode;
import org.hwautomation.workflow.ExpressionException;
import org.hwautomation.workflow.InvalidValueException;

/** One file while it is read: its text, and what was found wrong so far. Not thread-safe. */
final class Reading {
  /** Where nothing stands. */
  static final Position NOWHERE = new Position("", 1, 1);

  private final List<Problem> problems = new ArrayList<>();
  private final ScalarPlaces places;

  Reading(String text) {
    this.places = new ScalarPlaces(text);
  }

  List<Problem> problems() {
    return problems;
  }

  /** The problems in the order of the file, none twice. */
  List<Problem> sorted() {
    return problems.stream().distinct().sorted(Problem.IN_ORDER).toList();
  }

  void problem(Position at, String text) {
    problems.add(new Problem(at, text));
  }

  /** What an expression in {@code scalar}, {@code begin} characters from its start, has wrong. */
  void problem(YamlNode.Scalar scalar, int begin, ExpressionException error) {
    problem(places.at(scalar, begin + error.offset()), String.valueOf(error.getMessage()));
  }

  Position place(YamlNode.Scalar scalar, int offset) {
    return places.at(scalar, offset);
  }

  /** What {@code making} makes; empty where the model refuses it, for a reason that is kept. */
  <T> Optional<T> made(Position at, Supplier<T> making) {
    try {
      return Optional.of(making.get());
    } catch (InvalidValueException e) {
      problem(at, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }
}
