package io.weir.gateway.admin;

import io.weir.backend.BackendException;
import java.util.Optional;
import java.util.function.Supplier;

/** What the gateway tells whoever asks whether to send it traffic. Any thread may ask and tell. */
public final class Health {

  /** Where in its life it is. */
  public enum State {
    STARTING,
    READY,
    STOPPING
  }

  private volatile State state = State.STARTING;
  private volatile Supplier<Optional<BackendException>> trouble = Optional::empty;

  public void become(State next) {
    state = next;
  }

  /** Also asks the log below whether it serves. */
  public void watch(Supplier<Optional<BackendException>> asked) {
    trouble = asked;
  }

  /** Why it should get no traffic, or empty if it should. */
  Optional<String> objection() {
    return switch (state) {
      case STARTING -> Optional.of("starting");
      case STOPPING -> Optional.of("stopping");
      case READY -> trouble.get().map(Throwable::getMessage);
    };
  }
}
