package io.weir.core;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.weir.backend.Backend;
import io.weir.backend.BackendException;
import io.weir.backend.Claim;
import io.weir.backend.PartitionAppend;
import io.weir.backend.PartitionLog;
import io.weir.backend.TopicStore;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * A backend that fails and waits when told to, and counts what it is asked. Set it from any thread.
 */
public final class FaultyBackend implements UnaryOperator<Backend> {
  /** What the next calls of a method fail with, instead of being made. */
  public record Fault(String method, RuntimeException cause) {}

  public final List<Fault> faults = new CopyOnWriteArrayList<>();
  public final AtomicInteger appends = new AtomicInteger();
  public final AtomicInteger claimAppends = new AtomicInteger();
  public final AtomicInteger creations = new AtomicInteger();
  private final HeldCalls held = new HeldCalls();

  /** The next call of a method fails. */
  public void failNext(String method, RuntimeException cause) {
    faults.add(new Fault(method, cause));
  }

  /** From now on appends and creations wait until {@link #release}. */
  public void hold() {
    held.hold();
  }

  public void release() {
    held.release();
  }

  @Override
  public Backend apply(Backend backend) {
    TopicStore topics =
        Interposed.before(
            TopicStore.class,
            backend.topics(),
            (method, arguments, onward) -> {
              if (method.getName().equals("create")) {
                creations.incrementAndGet();
              }
              return call(method, arguments, onward);
            });
    PartitionLog log =
        Interposed.before(
            PartitionLog.class,
            backend.log(),
            (method, arguments, onward) -> {
              if (method.getName().equals("append")) {
                appends.incrementAndGet();
              }
              Object answer = call(method, arguments, onward);
              return method.getName().equals("claim") ? claims(answer) : answer;
            });
    return Interposed.before(
        Backend.class,
        backend,
        (method, arguments, onward) ->
            switch (method.getName()) {
              case "topics" -> topics;
              case "log" -> log;
              default -> onward.call();
            });
  }

  @SuppressWarnings("unchecked")
  private Object claims(Object answer) {
    return ((Future<Claim>) answer)
        .map(
            claim ->
                Interposed.before(
                    Claim.class,
                    claim,
                    (method, arguments, onward) -> {
                      if (!method.getName().equals("append")) {
                        return onward.call();
                      }
                      claimAppends.incrementAndGet();
                      return call("claim.append", arguments, onward);
                    }));
  }

  private Object call(Method method, Object[] arguments, Interposed.Onward onward)
      throws Throwable {
    return call(method.getName(), arguments, onward);
  }

  private Object call(String name, Object[] arguments, Interposed.Onward onward) throws Throwable {
    boolean waits = name.endsWith("append") || name.equals("create");
    Interposed.Onward call = () -> failOrCall(name, arguments, onward);
    return waits ? held.pass(call) : call.call();
  }

  private Object failOrCall(String name, Object[] arguments, Interposed.Onward onward)
      throws Throwable {
    Optional<Fault> due = faults.stream().filter(f -> f.method.equals(name)).findFirst();
    if (due.isPresent() && faults.remove(due.get())) {
      release(arguments);
      return Future.failedFuture(due.get().cause);
    }
    return onward.call();
  }

  private static void release(Object[] arguments) {
    for (Object argument : arguments) {
      switch (argument) {
        case ByteBuf batch -> batch.release();
        case PartitionAppend append -> append.batch().release();
        case List<?> list -> release(list.toArray());
        default -> {}
      }
    }
  }

  /** Something that may pass. */
  public static BackendException unavailable() {
    return new BackendException.Unavailable("broker 7 at 10.0.0.7 does not answer");
  }
}
