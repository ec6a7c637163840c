package org.hwautomation.benchmarks;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import org.hwautomation.workflow.Append;
import org.hwautomation.workflow.NewRun;
import org.hwautomation.workflow.WorkflowStore;
import org.jspecify.annotations.Nullable;

/** A store that passes everything on and lets a {@link Recording} read what each write left. */
final class RecordingStore {
  private RecordingStore() {}

  static WorkflowStore over(WorkflowStore store, Recording recording) {
    return (WorkflowStore)
        Proxy.newProxyInstance(
            WorkflowStore.class.getClassLoader(),
            new Class<?>[] {WorkflowStore.class},
            (proxy, method, arguments) -> {
              Object result;
              try {
                result = method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
              }
              var written = runOf(arguments);
              if (written.isPresent()) {
                recording.add(written.get());
              }
              return result;
            });
  }

  /** The run that a call writes, if it is one that adds to a journal. */
  private static Optional<String> runOf(Object @Nullable [] arguments) {
    if (arguments == null || arguments.length != 1) {
      return Optional.empty();
    }
    return switch (arguments[0]) {
      case NewRun run -> Optional.of(run.record().runId());
      case Append append -> Optional.of(append.record().runId());
      default -> Optional.empty();
    };
  }
}
