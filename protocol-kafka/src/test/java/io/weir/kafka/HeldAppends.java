package io.weir.kafka;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.backend.Backend;
import io.weir.backend.PartitionLog;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/** A slow log: appends wait in front of it until they are let through. */
public final class HeldAppends {
  private final Promise<Void> open = Promise.promise();
  private final AtomicInteger waiting = new AtomicInteger();

  /** The backend, behind this. */
  public Backend before(Backend backend) {
    PartitionLog slow =
        proxy(
            PartitionLog.class,
            (self, method, arguments) -> append(backend.log(), method, arguments));
    return proxy(
        Backend.class,
        (self, method, arguments) ->
            method.getName().equals("log") ? slow : call(backend, method, arguments));
  }

  private Object append(PartitionLog log, Method method, Object[] arguments) throws Throwable {
    if (!method.getName().equals("append") || open.future().isComplete()) {
      return call(log, method, arguments);
    }
    waiting.incrementAndGet();
    return open.future()
        .compose(
            now -> {
              try {
                return (Future<?>) call(log, method, arguments);
              } catch (Throwable e) {
                return Future.failedFuture(e);
              }
            });
  }

  /** How many have come. */
  public int waiting() {
    return waiting.get();
  }

  /** Lets all through, and whatever comes later. */
  public void letThrough() {
    open.complete();
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
