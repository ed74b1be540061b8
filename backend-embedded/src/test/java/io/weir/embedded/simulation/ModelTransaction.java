package io.weir.embedded.simulation;

import io.weir.backend.TopicPartition;
import java.util.LinkedHashSet;
import java.util.Set;

/** One transaction, from its first enlistment to its end. */
final class ModelTransaction {
  /** What became of it. */
  enum State {
    OPEN,
    COMMITTED,
    ABORTED
  }

  final long producer;
  final long since;
  final Set<TopicPartition> enlisted = new LinkedHashSet<>();

  /** Of those, what was not answered: there need not be a marker where it wrote nothing. */
  final Set<TopicPartition> maybeEnlisted = new LinkedHashSet<>();

  State state = State.OPEN;

  /** Its end was asked for and not answered: the markers tell what became of it. */
  boolean commitAsked;

  boolean abortAsked;

  /**
   * @param since when it was begun
   */
  ModelTransaction(long producer, long since) {
    this.producer = producer;
    this.since = since;
  }

  boolean mayEnd(boolean committed) {
    return committed ? commitAsked : abortAsked;
  }

  void end(boolean committed) {
    state = committed ? State.COMMITTED : State.ABORTED;
  }

  boolean isOpen() {
    return state == State.OPEN;
  }
}
