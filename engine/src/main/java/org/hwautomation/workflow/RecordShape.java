package org.hwautomation.workflow;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What is asked of a record class again and again, looked up once. Immutable. */
final class RecordShape {
  private static final ClassValue<RecordShape> KNOWN =
      new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
          return new RecordShape(type);
        }
      };

  final FieldMap.Keys keys;
  final Part[] parts;
  private final Class<?> type;
  // looked up when first needed: a record that is only read need not be made, and the reverse
  private volatile @Nullable MethodHandle maker;

  /** A component, its name in {@code snake_case}. */
  static final class Part {
    final String name;
    final Class<?> type;
    final Type generic;
    final boolean mayBeNull;
    private final RecordComponent component;
    private volatile @Nullable MethodHandle reader;

    private Part(RecordComponent component) {
      name = RecordMapping.snakeCase(component.getName());
      type = component.getType();
      generic = component.getGenericType();
      mayBeNull = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
      this.component = component;
    }

    @Nullable Object of(Record record) throws Throwable {
      var handle = reader;
      if (handle == null) {
        var accessor = component.getAccessor();
        accessor.trySetAccessible();
        handle =
            MethodHandles.lookup()
                .unreflect(accessor)
                .asType(MethodType.methodType(Object.class, Record.class));
        reader = handle;
      }
      return (Object) handle.invokeExact(record);
    }
  }

  private RecordShape(Class<?> type) {
    this.type = type;
    parts = Arrays.stream(type.getRecordComponents()).map(Part::new).toArray(Part[]::new);
    keys = FieldMap.Keys.of(Arrays.stream(parts).map(part -> part.name).toArray(String[]::new));
  }

  static RecordShape of(Class<?> type) {
    return KNOWN.get(type);
  }

  /** How a record is made of all its components, in order. */
  MethodHandle maker() throws ReflectiveOperationException {
    var handle = maker;
    if (handle == null) {
      var constructor =
          type.getDeclaredConstructor(
              Arrays.stream(parts).map(part -> part.type).toArray(Class<?>[]::new));
      constructor.trySetAccessible();
      handle =
          MethodHandles.lookup()
              .unreflectConstructor(constructor)
              .asSpreader(Object[].class, parts.length)
              .asType(MethodType.methodType(Object.class, Object[].class));
      maker = handle;
    }
    return handle;
  }
}
