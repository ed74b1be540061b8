package io.weir.backend.reference;

import io.weir.backend.AppendResult;
import io.weir.backend.BackendException;
import io.weir.record.RecordBatch;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What a partition knows of one producer: its epoch and its last five batches. */
final class Window {
  private static final int BATCHES = 5;

  private record Sent(int first, int last, long baseOffset) {}

  private final Deque<Sent> sent = new ArrayDeque<>();
  private short epoch = -1;

  Window copy() {
    Window copy = new Window();
    copy.epoch = epoch;
    copy.sent.addAll(sent);
    return copy;
  }

  /** The batch as a duplicate, or null if it is the next one; otherwise throws. */
  @Nullable AppendResult check(RecordBatch batch, Flaw flaw) {
    if (batch.producerEpoch() < epoch) {
      throw new BackendException.Fenced(
          "producer epoch " + batch.producerEpoch() + " is older than " + epoch);
    }
    int first = batch.baseSequence();
    if (batch.producerEpoch() > epoch) {
      if (epoch >= 0 && first != 0) {
        throw new BackendException.OutOfOrderSequence(
            "a new epoch begins with sequence 0, not " + first);
      }
      return null;
    }
    for (Sent old : sent) {
      if (old.first == first
          && old.last == lastSequence(batch)
          && flaw != Flaw.FORGETS_DUPLICATES) {
        return new AppendResult.Duplicate(old.baseOffset);
      }
    }
    int expected = sent.isEmpty() ? 0 : next(sent.getLast().last, 1);
    if (first != expected && flaw != Flaw.TAKES_GAPS && flaw != Flaw.FORGETS_DUPLICATES) {
      throw new BackendException.OutOfOrderSequence(
          "sequence " + first + " where " + expected + " follows");
    }
    return null;
  }

  void took(RecordBatch batch, long baseOffset) {
    if (batch.producerEpoch() > epoch) {
      fence(batch.producerEpoch());
    }
    sent.addLast(new Sent(batch.baseSequence(), lastSequence(batch), baseOffset));
    if (sent.size() > BATCHES) {
      sent.removeFirst();
    }
  }

  /** From now on only this epoch or a newer one writes. */
  void fence(short newest) {
    if (newest > epoch) {
      epoch = newest;
      sent.clear();
    }
  }

  private static int lastSequence(RecordBatch batch) {
    return next(batch.baseSequence(), batch.count() - 1);
  }

  private static int next(int sequence, int steps) {
    return (sequence + steps) & Integer.MAX_VALUE;
  }
}
