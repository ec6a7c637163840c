package org.hwautomation.definitions;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the variables that an expression uses, and what it takes out of them. */
final class CelReferences {
  private final List<Reference> found = new ArrayList<>();
  private final Map<Long, Integer> positions;
  private final String expression;

  private CelReferences(Map<Long, Integer> positions, String expression) {
    this.positions = positions;
    this.expression = expression;
  }

  static List<Reference> in(CelAbstractSyntaxTree tree, String expression) {
    var references = new CelReferences(tree.getSource().getPositionsMap(), expression);
    references.visit(tree.getExpr(), Set.of());
    return List.copyOf(references.found);
  }

  /** An offset in characters, from one in code points, as CEL counts. */
  static int offset(String expression, int codePoints) {
    return codePoints >= expression.codePointCount(0, expression.length())
        ? expression.length()
        : expression.offsetByCodePoints(0, codePoints);
  }

  private void visit(CelExpr expr, Set<String> local) {
    var path = path(expr, local);
    if (path.isPresent()) {
      found.add(path.get());
      return;
    }
    switch (expr.getKind()) {
      case SELECT -> visit(expr.select().operand(), local);
      case CALL -> {
        expr.call().target().ifPresent(target -> visit(target, local));
        expr.call().args().forEach(argument -> visit(argument, local));
      }
      case LIST -> expr.list().elements().forEach(element -> visit(element, local));
      case MAP ->
          expr.map()
              .entries()
              .forEach(
                  entry -> {
                    visit(entry.key(), local);
                    visit(entry.value(), local);
                  });
      case STRUCT -> expr.struct().entries().forEach(entry -> visit(entry.value(), local));
      case COMPREHENSION -> {
        var loop = expr.comprehension();
        visit(loop.iterRange(), local);
        visit(loop.accuInit(), local);
        var inner = new HashSet<>(local);
        inner.addAll(List.of(loop.iterVar(), loop.iterVar2(), loop.accuVar()));
        visit(loop.loopCondition(), inner);
        visit(loop.loopStep(), inner);
        visit(loop.result(), inner);
      }
      default -> {}
    }
  }

  /** The reference that {@code expr} is, if it is nothing else. */
  private Optional<Reference> path(CelExpr expr, Set<String> local) {
    var names = new ArrayList<String>();
    var at = expr;
    while (true) {
      switch (at.getKind()) {
        case SELECT -> {
          names.add(at.select().field());
          at = at.select().operand();
        }
        case CALL -> {
          var call = at.call();
          if (!call.function().equals("_[_]")
              || call.args().get(1).getKind() != CelExpr.ExprKind.Kind.CONSTANT
              || call.args().get(1).constant().getKind() != CelConstant.Kind.STRING_VALUE) {
            return Optional.empty();
          }
          names.add(call.args().get(1).constant().stringValue());
          at = call.args().get(0);
        }
        case IDENT -> {
          var name = at.ident().name();
          if (local.contains(name) || name.startsWith("@")) {
            return Optional.empty();
          }
          names.add(name);
          Collections.reverse(names);
          return Optional.of(
              new Reference(names, offset(expression, positions.getOrDefault(at.id(), 0))));
        }
        default -> {
          return Optional.empty();
        }
      }
    }
  }
}
