package io.weir.gateway.admin;

/** What the gateway would tell whoever asks whether to send it traffic. Any thread may ask and tell. */
public final class Health {

  /** Where in its life it is. */
  public enum State {
    STARTING,
    READY,
    STOPPING
  }

  private volatile State state = State.STARTING;

  public void become(State next) {
    state = next;
  }

  State state() {
    return state;
  }
}
