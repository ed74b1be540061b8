package io.weir.embedded.state;

import io.vertx.core.ThreadingModel;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers answers and sends them off with one task per event loop, and one for callers without a
 * context. Used by one thread.
 */
public final class Completions {
  private static final Logger log = LoggerFactory.getLogger(Completions.class);

  private final Executor plain;
  private final Map<Executor, List<Answer>> groups = new IdentityHashMap<>();

  /**
   * @param plain completes the futures of callers that had no context
   */
  public Completions(Executor plain) {
    this.plain = plain;
  }

  public <T> void succeed(Reply<T> reply, T value) {
    add(reply.context(), () -> reply.succeed(value));
  }

  @SuppressWarnings("NullAway") // a future of nothing has null for its value
  public void succeed(Wait wait) {
    add(
        wait.reply().context(),
        () -> {
          if (!wait.isCancelled()) {
            wait.reply().succeed(null);
          }
        });
  }

  public void fail(Wait wait, Throwable cause) {
    add(
        wait.reply().context(),
        () -> {
          if (!wait.isCancelled()) {
            wait.reply().fail(cause);
          }
        });
  }

  public void fail(Reply<?> reply, Throwable cause) {
    add(reply.context(), () -> reply.fail(cause));
  }

  /** Sends off what was gathered. */
  public void flush() {
    if (groups.isEmpty()) {
      return;
    }
    groups.forEach(
        (executor, answers) -> {
          try {
            executor.execute(() -> deliver(answers));
          } catch (RejectedExecutionException e) {
            // The event loop has ended; nobody is left there to mind the thread.
            plain.execute(() -> deliver(answers));
          }
        });
    groups.clear();
  }

  private void add(@Nullable ContextInternal context, Runnable completion) {
    groups
        .computeIfAbsent(executor(context), key -> new ArrayList<>())
        .add(new Answer(context, completion));
  }

  private Executor executor(@Nullable ContextInternal context) {
    if (context == null) {
      return plain;
    }
    return context.threadingModel() == ThreadingModel.EVENT_LOOP
        ? context.nettyEventLoop()
        : context.executor();
  }

  private static void deliver(List<Answer> answers) {
    for (Answer answer : answers) {
      try {
        ContextInternal context = answer.context;
        if (context == null) {
          answer.completion.run();
        } else {
          context.dispatch(answer.completion);
        }
      } catch (RuntimeException | Error e) {
        // A handler's fault must not keep the others from their answers.
        log.error("a handler of a completed call failed", e);
      }
    }
  }

  private record Answer(@Nullable ContextInternal context, Runnable completion) {}
}
