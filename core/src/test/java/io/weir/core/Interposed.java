package io.weir.core;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** Stands in front of something and may answer in its place. */
public final class Interposed {

  private Interposed() {}

  /** Sees every call of an interface. */
  @FunctionalInterface
  public interface Interceptor {
    Object call(Method method, Object[] arguments, Onward onward) throws Throwable;
  }

  /** Passes the call on. */
  @FunctionalInterface
  public interface Onward {
    Object call() throws Throwable;
  }

  public static <T> T before(Class<T> type, T target, Interceptor interceptor) {
    Object proxy =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) ->
                interceptor.call(
                    method,
                    arguments,
                    () -> {
                      try {
                        return method.invoke(target, arguments);
                      } catch (InvocationTargetException e) {
                        throw e.getCause();
                      }
                    }));
    return type.cast(proxy);
  }
}
