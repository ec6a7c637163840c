package org.hwautomation.definitions;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.hwautomation.workflow.ExpressionException;

/** Compiles expressions, keeping the latest ones. Thread-safe. */
final class CelPrograms {
  private static final int KEPT = 512;
  private static final Set<String> MAPS = Set.of("inputs", "values", "steps");
  private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '([^']*)'.*");
  private static final Pattern CANDIDATES =
      Pattern.compile(" (expecting|\\(candidates|\\(in container).*");

  private static final CelOptions OPTIONS =
      CelOptions.current()
          .comprehensionMaxIterations(CelExpressions.MAX_ROUNDS)
          .maxExpressionCodePointSize(CelExpressions.MAX_LENGTH)
          .enableHeterogeneousNumericComparisons(true)
          .build();

  private final CelRuntime runtime =
      CelRuntimeFactory.plannerRuntimeBuilder().setOptions(OPTIONS).build();
  private final Map<Set<String>, CelCompiler> compilers = bounded(16);
  private final Map<Key, CelProgram> programs = bounded(KEPT);

  private record Key(String expression, Set<String> names) {}

  private static <K, V> Map<K, V> bounded(int size) {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > size;
      }
    };
  }

  CelProgram get(String expression, Set<String> names) {
    var key = new Key(expression, Set.copyOf(names));
    CelCompiler compiler;
    synchronized (this) {
      var known = programs.get(key);
      if (known != null) {
        return known;
      }
      compiler = compilers.computeIfAbsent(key.names, CelPrograms::compiler);
    }
    var program = compile(compiler, key);
    synchronized (this) {
      programs.put(key, program);
    }
    return program;
  }

  /** For tests: how many programs are kept. */
  synchronized int kept() {
    return programs.size();
  }

  private static CelCompiler compiler(Set<String> names) {
    var builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS);
    for (var name : names) {
      builder.addVar(
          name,
          MAPS.contains(name) ? MapType.create(SimpleType.STRING, SimpleType.DYN) : SimpleType.DYN);
    }
    return builder.build();
  }

  private CelProgram compile(CelCompiler compiler, Key key) {
    try {
      var result = compiler.compile(key.expression);
      if (result.hasError()) {
        throw refused(key, result.getErrors(), result.getSource().getLineOffsets());
      }
      CelAbstractSyntaxTree tree = result.getAst();
      return new CelProgram(
          key.expression,
          tree.getResultType().name(),
          CelReferences.in(tree, key.expression),
          runtime.createProgram(tree));
    } catch (CelValidationException | CelEvaluationException e) {
      throw new ExpressionException(key.expression, 0, "is no CEL: " + firstLine(e));
    } catch (StackOverflowError e) {
      throw new ExpressionException(key.expression, 0, "is nested too deeply");
    }
  }

  private static ExpressionException refused(
      Key key, List<CelIssue> issues, List<Integer> lineEnds) {
    var first = issues.getFirst();
    var line = first.getSourceLocation().getLine();
    var begin = line >= 2 && line - 2 < lineEnds.size() ? lineEnds.get(line - 2) : 0;
    var points = begin + Math.max(0, first.getSourceLocation().getColumn());
    var offset = CelReferences.offset(key.expression, points);
    var unknown = UNDECLARED.matcher(first.getMessage());
    if (unknown.matches()) {
      var root = unknown.group(1).replaceFirst("\\..*", "");
      return CelExpressions.unknownVariable(
          key.expression,
          // of a path CEL gives the place of its dot
          new Reference(List.of(root), Math.max(0, key.expression.lastIndexOf(root, offset))),
          key.names);
    }
    if (first.getMessage().contains("'<EOF>'")) {
      return new ExpressionException(key.expression, offset, "is no CEL: it ends too early");
    }
    return new ExpressionException(
        key.expression,
        offset,
        "is no CEL: " + CANDIDATES.matcher(first.getMessage()).replaceAll(""));
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("unreadable");
  }
}
