package io.weir.core.queue;

import java.util.function.Function;

/**
 * What is answered to a request that names exchanges and queues: what was asked for, or why not, as
 * a value that each head words in its own way. What fails for other reasons (rights, limits, a log
 * that cannot answer) fails the future, with {@link io.weir.core.failure.Failure}.
 *
 * @param <T> what is asked for
 */
public sealed interface Reply<T> {

  /** It is done. */
  record Done<T>(T value) implements Reply<T> {}

  /** It is not, and nothing has changed. */
  record Refused<T>(Refusal why) implements Reply<T> {}

  static <T> Reply<T> done(T value) {
    return new Done<>(value);
  }

  static <T> Reply<T> refused(Refusal why) {
    return new Refused<>(why);
  }

  /** The same answer about something that follows from it. */
  default <R> Reply<R> map(Function<? super T, ? extends R> change) {
    return switch (this) {
      case Done<T>(T value) -> new Done<>(change.apply(value));
      case Refused<T>(Refusal why) -> new Refused<>(why);
    };
  }
}
