package io.weir.core;

import io.weir.backend.Backend;
import io.weir.backend.Capabilities;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.UnaryOperator;

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

  /** Makes of a backend one that declares something else. */
  public static UnaryOperator<Backend> declaring(Capabilities capabilities) {
    return backend ->
        before(
            Backend.class,
            backend,
            (method, arguments, onward) ->
                method.getName().equals("capabilities") ? capabilities : onward.call());
  }
}
