package io.weir.embedded.segment;

import io.weir.backend.ProducerStore.Outcome;
import io.weir.backend.ProducerStore.ProducerEpoch;
import io.weir.embedded.segment.MetaRecord.TransactionalProducer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A transactional id: who writes for it, and how far it has come. The sequencer's.
 *
 * @param timeoutMillis after which its transaction is aborted if it is left open
 * @param lastMillis when it was last heard of, milliseconds since 1970
 */
public record Transaction(
    String id, ProducerEpoch producer, int timeoutMillis, State state, long lastMillis) {

  /** What became of an id before anything was begun. */
  public static Transaction idle(TransactionalProducer record) {
    return new Transaction(
        record.id(), record.producer(), record.timeoutMillis(), new Idle(), record.millis());
  }

  /** Where it stands. */
  public sealed interface State {}

  /** Nothing was begun since its producer was given its epoch. */
  public record Idle() implements State {}

  /**
   * It ended.
   *
   * @param by who ended it, which may ask again whether it did
   */
  public record Ended(ProducerEpoch by, Outcome outcome) implements State {}

  /** It is open. Unlike everything else here it changes, and takes back its changes one by one. */
  public static final class Open implements State {
    /** Of a partition that is enlisted and has nothing of the transaction yet. */
    public static final long NOTHING = -1;

    private final Map<Integer, Long> firsts = new HashMap<>();
    private final long sinceMillis;
    private boolean doubtful;

    public Open(long sinceMillis) {
      this.sinceMillis = sinceMillis;
    }

    public long sinceMillis() {
      return sinceMillis;
    }

    /** Numbers of the partitions enlisted, and the transaction's first offset in each. */
    public Map<Integer, Long> firsts() {
      return firsts;
    }

    /** Enlists a partition; false if it is already. */
    public boolean enlist(int partition) {
      return firsts.putIfAbsent(partition, NOTHING) == null;
    }

    public void dismiss(int partition) {
      firsts.remove(partition);
    }

    public boolean hasWrittenTo(int partition) {
      return firsts.getOrDefault(partition, NOTHING) != NOTHING;
    }

    /** Notes the first offset in a partition; false if one is noted already. */
    public boolean wrote(int partition, long offset) {
      return firsts.replace(partition, NOTHING, offset);
    }

    public void wroteNothing(int partition) {
      firsts.replace(partition, NOTHING);
    }

    /** Whether a part of it may be lost, so that it must never be committed. */
    public boolean isDoubtful() {
      return doubtful;
    }

    public void doubt() {
      doubtful = true;
    }
  }

  public @Nullable Open open() {
    return state instanceof Open open ? open : null;
  }

  public Transaction with(State other, long nowMillis) {
    return new Transaction(id, producer, timeoutMillis, other, nowMillis);
  }

  public Transaction ended(ProducerEpoch next, Outcome outcome, long nowMillis) {
    return new Transaction(id, next, timeoutMillis, new Ended(producer, outcome), nowMillis);
  }
}
