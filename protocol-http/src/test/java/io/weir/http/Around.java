package io.weir.http;

import io.weir.backend.Backend;
import io.weir.backend.PartitionLog;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** A backend with a log between whose methods and whose callers a test stands. */
final class Around {
  private Around() {}

  /** Stands between. */
  interface Between {
    /** Calls through, or does something else. */
    Object call(String method, Through through) throws Throwable;
  }

  /** Calls what would have been called. */
  interface Through {
    Object call() throws Throwable;
  }

  static Backend log(Backend backend, Between between) {
    PartitionLog log = proxy(PartitionLog.class, backend.log(), between);
    return proxy(
        Backend.class, backend, (method, through) -> method.equals("log") ? log : through.call());
  }

  private static <T> T proxy(Class<T> type, T target, Between between) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) ->
                between.call(method.getName(), () -> invoke(target, method, arguments))));
  }

  private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
