package io.weir.embedded.simulation;

import io.vertx.core.Future;
import io.weir.backend.AppendWait;
import io.weir.backend.Backend;
import io.weir.backend.Claim;
import io.weir.backend.Maintenance;
import io.weir.backend.PartitionLog;
import io.weir.backend.ProducerStore;
import io.weir.backend.TopicStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Stands before a backend, and knows which of its operations were called and went well. */
final class RecordedCalls {
  /** All that a backend can be asked. */
  private static final Set<Class<?>> INTERFACES =
      Set.of(
          Backend.class,
          TopicStore.class,
          PartitionLog.class,
          ProducerStore.class,
          Claim.class,
          AppendWait.class,
          Maintenance.class);

  private final Set<String> succeeded = new ConcurrentSkipListSet<>();

  /** Every operation, as type and name. */
  static Set<String> all() {
    return INTERFACES.stream()
        .flatMap(type -> Stream.of(type.getMethods()).map(method -> name(type, method)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Those that went well at least once. */
  Set<String> succeeded() {
    return succeeded;
  }

  /** The same, with each of its calls noted, also those of the parts that it returns. */
  <T> T of(Class<T> type, T target) {
    Object proxy =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> call(type, target, method, arguments));
    return type.cast(proxy);
  }

  private Object call(Class<?> type, Object target, Method method, Object[] arguments)
      throws Throwable {
    Object answer;
    try {
      answer = method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
    if (answer instanceof Future<?> future) {
      return future.onSuccess(value -> succeeded.add(name(type, method))).map(this::recorded);
    }
    succeeded.add(name(type, method));
    return recorded(answer);
  }

  private Object recorded(Object answer) {
    for (Class<?> each : INTERFACES) {
      if (each.isInstance(answer)) {
        return recorded(each, answer);
      }
    }
    return answer;
  }

  private <T> T recorded(Class<T> type, Object answer) {
    return of(type, type.cast(answer));
  }

  private static String name(Class<?> type, Method method) {
    return type.getSimpleName() + "#" + method.getName();
  }
}
