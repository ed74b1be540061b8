package io.weir.amqp091.command;

import io.weir.amqp091.codec.BasicMethod;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Which publications are confirmed: told to the client in the order in which they came, those of
 * one turn of the loop together. One that takes long holds up those after it.
 */
final class Confirms {
  /** A publication that was numbered. */
  static final class Slot {
    private final long number;
    private State state = State.OPEN;

    private Slot(long number) {
      this.number = number;
    }
  }

  private enum State {
    OPEN,
    STORED,
    LOST
  }

  private final Outlet outlet;
  private final Loop loop;
  private final Deque<Slot> slots = new ArrayDeque<>();
  private long last;
  private boolean scheduled;
  private boolean closed;

  Confirms(Outlet outlet, Loop loop) {
    this.outlet = outlet;
    this.loop = loop;
  }

  /** The next publication. */
  Slot next() {
    Slot slot = new Slot(++last);
    slots.add(slot);
    return slot;
  }

  /** It is where it is to be, or was to be nowhere. */
  void stored(Slot slot) {
    settled(slot, State.STORED);
  }

  /** It is not, or nobody knows. */
  void lost(Slot slot) {
    settled(slot, State.LOST);
  }

  private void settled(Slot slot, State state) {
    slot.state = state;
    if (!scheduled && slots.peek() == slot) {
      scheduled = true;
      loop.execute(this::tell);
    }
  }

  private void tell() {
    scheduled = false;
    while (!closed && !slots.isEmpty() && slots.element().state != State.OPEN) {
      tellAlike(slots.element().state);
    }
  }

  /** Tells of those in front that are alike, which are all up to the last of them. */
  private void tellAlike(State state) {
    long number = 0;
    int count = 0;
    while (!slots.isEmpty() && slots.element().state == state) {
      number = slots.remove().number;
      count++;
    }
    boolean multiple = count > 1;
    outlet.method(
        state == State.STORED
            ? new BasicMethod.Ack(number, multiple)
            : new BasicMethod.Nack(number, multiple, false));
  }

  /** Nothing is told any more. */
  void close() {
    closed = true;
    slots.clear();
  }
}
